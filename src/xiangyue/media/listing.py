"""What a playlist shows of a lecture: its past as packed text, the last minute segment by segment."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from xiangyue.media.packaging import pieces, playlist
from xiangyue.media.packaging.playlist import Head, Report, Targets
from xiangyue.media.packaging.segments import Segment

PIECE = 64
"""Segments packed together: two minutes, some 8 KB of text."""


class _Past(NamedTuple):
    """One or more closed segments of which nobody asks the parts any more, as text."""

    text: str
    segments: int
    duration: int
    init: int
    new_init: bool
    discontinuities: int
    dependent: bool


class Listing:
    """The segments of one rendition in order. The text of a closed segment is made once."""

    def __init__(self, targets: Targets, window_ticks: int) -> None:
        self.recent: deque[Segment] = deque()
        """Segments near the end, the open one last; `retire` moves them into the past."""
        self._targets, self._window = targets, window_ticks
        self._packed: deque[tuple[_Past, pieces.Piece]] = deque()
        self._loose: deque[_Past] = deque()
        self._past_ticks = 0
        self._init = 0
        self._first = -1
        self._discontinuities = 0

    def add(self, segment: Segment) -> None:
        """A new last segment, open or read back."""
        segment.new_init, self._init = segment.init != self._init, segment.init
        self._first = segment.msn if self._first < 0 else self._first
        self.recent.append(segment)

    def retire(self, keep_ticks: int, missing: Callable[[Segment], bool]) -> None:
        """Move into the past what lies further than `keep_ticks` from the end, and out what is past the window.

        `missing` says of a segment whether its bytes are nowhere to be had; it is then listed as a gap.
        """
        left = sum(segment.duration for segment in self.recent)
        while self.recent and self.recent[0].closed and left - self.recent[0].duration >= keep_ticks:
            segment = self.recent.popleft()
            left -= segment.duration
            self._past_ticks += segment.duration
            text = playlist.opening(segment) + playlist.closing(segment, missing=missing(segment))
            dependent = not segment.independent
            mark = segment.init, segment.new_init, int(segment.discontinuity), dependent
            self._loose.append(_Past(text, 1, segment.duration, *mark))
        while len(self._loose) > PIECE:
            self._pack()
        self._slide(left)

    @property
    def complete(self) -> bool:
        """Whether nothing has left the window yet."""
        return self._first <= 0

    def last(self) -> tuple[int, int]:
        """Number of the last part that is listed: segment and index; (-1, -1) before the first."""
        for segment in reversed(self.recent):
            if segment.parts:
                return segment.msn, len(segment.parts) - 1
        return -1, -1

    def hinted(self) -> tuple[int, int]:
        """Number of the part to come."""
        if not self.recent:
            return 0, 0
        end = self.recent[-1]
        return (end.msn + 1, 0) if end.closed else (end.msn, len(end.parts))

    def full(self, reports: Iterable[Report], *, ended: bool = False) -> tuple[bytes, bytes]:
        """The whole list, raw and gzipped."""
        top = self._head(ended=ended)
        first = self._packed[0][0] if self._packed else (self._loose or self.recent or [None])[0]
        if first is not None and not first.new_init:
            top += playlist.init(first.init)
        text = "".join(past.text for past in self._loose) + self._near(self.recent, ended=ended)
        text += playlist.ENDLIST if ended else playlist.tail(*self.hinted(), reports)
        return pieces.member(top.encode(), (piece for _, piece in self._packed), text.encode())

    def delta(self, reports: Iterable[Report]) -> tuple[bytes, bytes] | None:
        """The list without what a reloading player knows (6.2.5.1); None when there is nothing to skip.

        The init segment of the first segment shown is repeated, so that a delta also stands alone.
        """
        shown, left = deque(self.recent), sum(segment.duration for segment in self.recent if segment.closed)
        while shown and shown[0].closed and left - shown[0].duration >= self._targets.skip_ticks:
            left -= shown.popleft().duration
        count = shown[0].msn - self._first if shown else 0
        if not count:
            return None
        text = self._head(ended=False) + playlist.skip(count)
        text += "" if shown[0].new_init else playlist.init(shown[0].init)
        text += self._near(shown, ended=False) + playlist.tail(*self.hinted(), reports)
        return pieces.whole(text.encode())

    def _head(self, *, ended: bool) -> str:
        dependent = any(past.dependent for past, _ in self._packed) or any(past.dependent for past in self._loose)
        dependent = dependent or not all(segment.independent for segment in self.recent if segment.parts)
        return playlist.head(self._targets, Head(self._first, self._discontinuities, not dependent), ended=ended)

    def _near(self, segments: Iterable[Segment], *, ended: bool) -> str:
        lines = []
        left = sum(segment.duration for segment in segments)
        for segment in segments:
            left -= segment.duration
            if not segment.parts:
                continue
            lines.append(playlist.opening(segment))
            if not ended and left <= self._targets.parts_ticks:
                lines += [playlist.part(segment, index, item) for index, item in enumerate(segment.parts)]
            if segment.closed:
                lines.append(playlist.closing(segment))
        return "".join(lines)

    def _slide(self, recent_ticks: int) -> None:
        """Let go of the oldest, a piece at a time, as long as the window stays full."""
        while oldest := self._packed[0][0] if self._packed else self._loose[0] if self._loose else None:
            if self._past_ticks + recent_ticks - oldest.duration < self._window:
                return
            _ = self._packed.popleft() if self._packed else self._loose.popleft()
            self._past_ticks -= oldest.duration
            self._first += oldest.segments
            self._discontinuities += oldest.discontinuities

    def _pack(self) -> None:
        loose = [self._loose.popleft() for _ in range(PIECE)]
        text = "".join(past.text for past in loose)
        first, ticks = loose[0], sum(past.duration for past in loose)
        broken, dependent = sum(past.discontinuities for past in loose), any(past.dependent for past in loose)
        past = _Past("", PIECE, ticks, first.init, first.new_init, broken, dependent)
        self._packed.append((past, pieces.pack(text.encode())))
