"""One rendition of a lecture as readers see it: playlist, init segments, parts, segments, and who waits for them."""

from dataclasses import replace

from xiangyue.kernel import clock
from xiangyue.media import index
from xiangyue.media.answers import Answer, BadDirective, NoMedia, TooLate, Wait, Waiter, Wake
from xiangyue.media.index import Recording
from xiangyue.media.listing import Listing
from xiangyue.media.packaging import fmp4
from xiangyue.media.packaging.playlist import Report, Targets, Variant
from xiangyue.media.packaging.segments import Part, Segment
from xiangyue.media.recorder import Recorder
from xiangyue.media.rules import MediaRules

_ALL = 1 << 62
"""A window that nothing leaves: a finished lecture is listed whole."""


class Rendition:
    """Fed by a channel, read by the edge, in one thread. Without a recorder it keeps only what is in memory."""

    def __init__(self, name: str, rules: MediaRules, targets: Targets, recorder: Recorder | None) -> None:
        self.name = name
        self.targets = targets
        self.recorder = recorder
        self.ended = False
        self.siblings: tuple[Rendition, ...] = ()
        self.rules = rules
        self._listing = Listing(targets, (rules.window_ms if recorder else rules.memory_ms) * 90)
        self._kept: dict[int, Segment] = {}
        self._inits: dict[int, bytes] = {}
        self._waiters: dict[tuple[int, int], dict[_Waiter, None]] = {}
        self._rendered: dict[str, tuple[bytes, bytes]] = {}
        self._bytes = self._ticks = self._peak = 0

    # ------------------------------------------------ fed by the channel
    def adopt(self, recording: Recording) -> None:
        """Take up a recording: as an archive when it has ended, else to go on."""
        assert self.recorder is not None
        self.recorder.adopt(recording)
        self.ended = recording.ended
        if self.ended:
            self._listing = Listing(self.targets, _ALL)
        for version, body in recording.inits.items():
            self._inits[version] = body
            self.recorder.init(version, body)
        for segment in recording.segments:
            self._listing.add(segment)
            self._kept[segment.msn] = segment
            self._weigh(segment)
        self._retire()

    def configure(self, version: int, body: bytes) -> None:
        """A new init segment that coming segments refer to."""
        self._inits[version] = body
        if self.recorder:
            self.recorder.init(version, body)

    def open(self, segment: Segment) -> None:
        """A segment begins; it is listed with its first part."""
        self._listing.add(segment)
        self._kept[segment.msn] = segment
        if self.recorder:
            self.recorder.open(segment)

    def write(self, part: Part) -> None:
        """Put a part where nothing is lost, before `publish` names it."""
        if self.recorder:
            self.recorder.part(self._listing.recent[-1], part)

    def publish(self, part: Part | None, *, closes: bool) -> None:
        """Name a part, close its segment if it was the last, forget what grew old. `wake` then tells the readers."""
        segment = self._listing.recent[-1]
        if part is not None:
            segment.parts.append(part)
        if closes:
            segment.closed = True
            self._weigh(segment)
            if self.recorder:
                self.recorder.close_segment(segment)
            self._retire()
        self._rendered.clear()

    def end(self) -> None:
        """Nothing comes any more: the list is complete and says so."""
        self.ended = True
        if self.recorder:
            self.recorder.end()
            if not self._listing.complete:
                self._list_all(self.recorder)
        self._rendered.clear()
        self.wake()

    def changed(self) -> None:
        """Another rendition moved on, which our reports must say."""
        self._rendered.clear()

    def wake(self) -> None:
        """Wake those whose part is there."""
        last = self._listing.last()
        for target in [target for target in self._waiters if self.ended or self._reached(target, last)]:
            for waiter in self._waiters.pop(target):
                waiter.wake()

    def tick(self, now_ms: int) -> None:
        """Wake those who have waited long enough to be told so."""
        for target, waiters in list(self._waiters.items()):
            for waiter in [waiter for waiter in waiters if waiter.deadline_ms <= now_ms]:
                waiter.late = True
                waiter.cancel()
                waiter.wake()
            if not waiters:
                self._waiters.pop(target, None)

    # ------------------------------------------------ read by the edge
    @property
    def waiting(self) -> int:
        """How many readers wait."""
        return sum(map(len, self._waiters.values()))

    @property
    def last(self) -> tuple[int, int]:
        """Number of the last part listed: segment and index; (-1, -1) before the first."""
        return self._listing.last()

    @property
    def version(self) -> int:
        """Version of the newest init segment; 0 before the first."""
        return max(self._inits, default=0)

    def where(self) -> tuple[int, int, float]:
        """Where the programme goes on: next number, ticks, date of the end in milliseconds."""
        if not self._listing.recent:
            return 0, 0, 0.0
        end = self._listing.recent[-1]
        return end.msn + 1, end.start + end.duration, end.date_ms + end.duration / 90

    def variant(self) -> Variant | None:
        """Its line in the multivariant playlist: the newest init segment and what was measured; None when empty."""
        if not self._inits:
            return None
        video, audio = fmp4.read_init(self._inits[self.version])
        codecs = [track.codec for track in (video and video.picture, audio and audio.sound) if track]
        guess = 2_500_000 if video else 128_000
        average = self._bytes * 8 * 90_000 // self._ticks if self._ticks else guess
        variant = Variant(self.name, ",".join(codecs), max(self._peak, average, 1), average)
        if video is None:
            return variant
        picture = video.picture
        return replace(variant, width=picture.width, height=picture.height, fps=picture.fps)

    def playlist(self, *, msn: int | None = None, part: int | None = None, skip: bool = False) -> Answer | Wait:
        """The playlist, or what to wait for, by the delivery directives (section 6.2.5).

        Raises `BadDirective` for a request no reload can satisfy, `NoMedia` before there is anything to list.
        """
        if msn is None and part is not None:
            raise BadDirective
        if self.ended or msn is None:
            return self._answer(skip=skip, blocking=msn is not None)
        last = self._listing.last()
        self._refuse_far(msn, part or 0, last)
        if self._reached((msn, part or 0), last):
            return self._answer(skip=skip, blocking=True)
        return Wait(msn, part or 0, skip)

    def init(self, version: int) -> bytes:
        """Raises `NoMedia`."""
        if version not in self._inits:
            raise NoMedia
        return self._inits[version]

    def part(self, msn: int, number: int) -> bytes | Wait:
        """A part; or, if it is the one hinted at, what to wait for (section 6.2.6). Raises `NoMedia`."""
        if (msn, number) == self._listing.hinted() and not self.ended:
            return Wait(msn, number, media=True)
        segment = self._kept.get(msn)
        if segment is None or not 0 <= number < len(segment.parts) or segment.parts[number].gap:
            raise NoMedia
        part = segment.parts[number]
        if part.body:
            return part.body
        return self._read(msn, sum(item.size for item in segment.parts[:number]), part.size)

    def segment(self, msn: int) -> bytes:
        """A complete segment: its parts, one after the other. Raises `NoMedia`."""
        segment = self._kept.get(msn)
        if segment and segment.closed and all(part.body or part.gap for part in segment.parts):
            if segment.gap:
                raise NoMedia
            return b"".join(part.body for part in segment.parts)
        if segment and not segment.closed:
            raise NoMedia
        return self._read(msn)

    def wait(self, wait: Wait, wake: Wake) -> Waiter:
        """Have `wake` called once when `wait` is over: it came, the lecture ended, or it took too long."""
        waiter = _Waiter(self, wait, wake)
        self._waiters.setdefault((wait.msn, wait.part), {})[waiter] = None
        return waiter

    def leave(self, waiter: "_Waiter") -> None:
        waiters = self._waiters.get((waiter.wait.msn, waiter.wait.part), {})
        waiters.pop(waiter, None)
        if not waiters:
            self._waiters.pop((waiter.wait.msn, waiter.wait.part), None)

    # ------------------------------------------------
    def _reached(self, target: tuple[int, int], last: tuple[int, int]) -> bool:
        """Whether a part is listed, or its segment is closed without it: then part 0 of the next is meant."""
        if target <= last:
            return True
        end = self._listing.recent[-1] if self._listing.recent else None
        return bool(end and end.closed and target[0] < end.msn)

    def _refuse_far(self, msn: int, part: int, last: tuple[int, int]) -> None:
        """More than two segments ahead, or more parts than the Advance Part Limit (6.2.5.2)."""
        recent = self._listing.recent
        closed = recent[-1].msn if recent and recent[-1].closed else last[0] - 1
        most = 3 / (self.targets.part_ticks / 90_000) if self.targets.part_ticks < 90_000 else 3
        ahead = part - last[1] if msn == last[0] else part
        if msn > max(closed, -1) + 2 or (msn >= last[0] and ahead > most):
            raise BadDirective

    def _answer(self, *, skip: bool, blocking: bool) -> Answer:
        if self._listing.last() == (-1, -1) and not self.ended:
            raise NoMedia
        target_s = self.targets.target_s
        cache = f"public, max-age={6 * target_s if blocking or self.ended else max(target_s // 2, 1)}"
        body, packed = self._text("delta" if skip and not self.ended else "full")
        return Answer(body, packed, cache)

    def _text(self, kind: str) -> tuple[bytes, bytes]:
        text = self._rendered.get(kind)
        if text is None:
            reports = [
                Report(f"../{other.name}/live.m3u8", *other.last) for other in self.siblings if other.last[0] >= 0
            ]
            text = self._listing.delta(reports) if kind == "delta" else self._listing.full(reports, ended=self.ended)
            self._rendered[kind] = text = text or self._text("full")
        return text

    def _list_all(self, recorder: Recorder) -> None:
        """A lecture longer than the window is listed from its beginning once it has ended."""
        self._listing = Listing(self.targets, _ALL)
        for segment in index.load(recorder.folder).segments:
            self._listing.add(segment)
        self._retire()

    def _weigh(self, segment: Segment) -> None:
        """Bits per second, for the multivariant playlist."""
        size, ticks = segment.size, segment.duration
        if size and ticks:
            self._bytes, self._ticks = self._bytes + size, self._ticks + ticks
            self._peak = max(self._peak, size * 8 * 90_000 // max(ticks, 90_000))

    def _read(self, msn: int, offset: int = 0, size: int | None = None) -> bytes:
        try:
            body = self.recorder.read(msn, offset, size) if self.recorder else b""
        except (KeyError, OSError) as error:
            raise NoMedia from error
        if not body:
            raise NoMedia
        return body

    def _retire(self) -> None:
        """Know part by part what may still be asked so; the rest is on disk, or gone."""
        self._listing.retire(self.rules.memory_ms * 90, self._missing)
        self._unload()
        oldest = self._listing.recent[0].msn if self._listing.recent else 0
        for msn in [msn for msn in self._kept if msn < oldest]:
            del self._kept[msn]

    def _unload(self) -> None:
        """Parts no longer listed are asked for seldom: the disk has them. Else 20 streams held 160 MB."""
        left = sum(segment.duration for segment in self._listing.recent)
        for segment in self._listing.recent:
            left -= segment.duration
            if left <= self.targets.parts_ticks or not (self.recorder and self.recorder.has(segment.msn)):
                return
            segment.parts = [replace(part, body=b"") if part.body else part for part in segment.parts]

    def _missing(self, segment: Segment) -> bool:
        return not segment.gap and not (self.recorder and self.recorder.has(segment.msn))


class _Waiter:
    """One reader who waits for one thing."""

    __slots__ = ("_rendition", "deadline_ms", "late", "wait", "wake")

    def __init__(self, rendition: Rendition, wait: Wait, wake: Wake) -> None:
        self._rendition, self.wait, self.wake = rendition, wait, wake
        self.late = False
        self.deadline_ms = clock.now_ms() + rendition.rules.wait_ms

    def cancel(self) -> None:
        self._rendition.leave(self)

    def result(self) -> Answer | bytes:
        """Raises `TooLate` after three target durations, `NoMedia` for a part that will never come."""
        if self.late:
            raise TooLate
        wait = self.wait
        found: Answer | bytes | Wait
        if wait.media:
            found = self._rendition.part(wait.msn, wait.part)
        else:
            found = self._rendition.playlist(msn=wait.msn, part=wait.part, skip=wait.skip)
        if isinstance(found, Wait):
            raise TooLate
        return found
