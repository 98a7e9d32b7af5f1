"""From what is pending to sealed bytes: when a tick is due, what a segment is made of, what follows once it stands."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from xiangyue.kernel import clock
from xiangyue.timeline import segments, shelf
from xiangyue.timeline.course import Course
from xiangyue.timeline.erasure import snapshot_after
from xiangyue.timeline.events import Receipt
from xiangyue.timeline.fold import fold
from xiangyue.timeline.loading import Loaded
from xiangyue.timeline.pending import Cut
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.segments import Segment
from xiangyue.timeline.shelf import Piece, Shelf, Tail
from xiangyue.timeline.waiting import WaitingRoom
from xiangyue.timeline.writer import Writer, sync_folder, write_once

logger = logging.getLogger(__name__)

RETRY_MS = 500
"""After a write that the disk refused."""

RATE_WINDOW_MS = 2_000
"""A tick longer than this (the process stood still) allows no more danmaku than one of this length."""

SUMMARY = "summary.json"
"""Beside the log of a finished line, so that a start need not read it."""

WriteOwn = Callable[[str, dict[str, Any]], "asyncio.Future[Receipt]"]
"""Append a record of the line's own making."""


@dataclass(frozen=True, slots=True)
class Made:
    """The pieces to write, with their JSON texts, and where the public line stands once they are on disk."""

    pieces: list[tuple[Piece, bytes]]
    tail: Tail


def make(tail: Tail, cut: Cut, *, at: int, t: int, last: bool) -> Made:
    """Segment `tail.head + 1`, and the snapshot after it where one is due. Pure."""
    n = tail.head + 1
    segment = Segment(1, n, at, t, "", "", cut.events, sampled=cut.sampled, last=last)
    segment = segments.chained(tail.hash, segment)
    raw = segments.encode(segment)
    piece = Piece("e", n, at, cut.says, cut.rest, segment.hash, segments.pressed(raw))
    state = fold(tail.state, segment)
    pieces = [(piece, raw)]
    if shot := snapshot_after(piece, state):
        pieces.append(shot)
    return Made(pieces, Tail(n, at, t, cut.says, cut.rest, segments.unletters(segment.hash), state, last))


class Sealer:
    """`course` is the committed one; `paused` while an erasure is carried out, when `shelf` changes."""

    def __init__(self, loaded: Loaded, rules: LineRules, writer: Writer, room: WaitingRoom, own: WriteOwn) -> None:
        self.shelf: Shelf = loaded.shelf
        self.pending = loaded.pending
        self.course: Course = loaded.course
        self.paused = False
        self.early = False
        self.not_before_ms = 0
        self.on_landed: Callable[[], None] = lambda: None
        self._log = loaded.log
        self._folder: Path = loaded.folder
        self._lecture = loaded.lecture
        self._rules = rules
        self._writer = writer
        self._room = room
        self._own = own
        self._jobs = 0
        self._flight: asyncio.Future[Exception | None] | None = None
        self._lively_until_ms = 0

    @property
    def busy(self) -> bool:
        """Something of the public line is on its way to the disk."""
        return self._flight is not None or self._jobs > 0

    def due_ms(self) -> int | None:
        """When the next segment is to be sealed, or nothing if the line does not tick."""
        tail = self.shelf.tail
        if self.course.phase == "" or tail.last:
            return None
        if tail.head < 0:
            return self.not_before_ms
        wait = self._rules.tick_least_ms if self.early else min(tail.t, self._rules.tick_quiet_ms)
        return max(tail.at + wait, self.not_before_ms)

    def ready(self) -> bool:
        """Whether a segment could be begun at all now."""
        return self.due_ms() is not None and self._flight is None and not self.paused

    def begin(self, now_ms: int) -> None:
        """Cut, make, send to the disk. What is accepted from here on belongs to the next segment."""
        tail, over = self.shelf.tail, self.course.phase == "ended"
        at = max(now_ms, tail.at)
        since = tail.at if tail.head >= 0 else self.course.started_ms
        hold_ms = self._rules.silence_ms if self.course.silence and not over else self._rules.hold_ms
        allowed = max(1, self._rules.danmaku_per_s * min(at - since, RATE_WINDOW_MS) // 1000)
        cut = self.pending.cut(since_ms=since, at_ms=at, hold_ms=hold_ms, allowed=allowed, review=self.course.review)
        last = over and not len(self.pending) and not self._log.in_flight
        made = make(tail, cut, at=at, t=0 if last else self._tick_ms(cut, at), last=last)
        self.early = False
        self._flight = asyncio.get_running_loop().create_future()
        if not cut.dropped:
            self._write(cut, made)
            return
        # The log must say who was left out before the public line does.
        sampled = self._own("sampled", {"n": made.tail.head, "upto": cut.says, "seqs": list(cut.dropped)})
        sampled.add_done_callback(lambda future: self._write(cut, made, future.exception()))

    async def landed(self) -> Exception | None:
        """Wait until nothing is on its way; what went wrong with the last that was."""
        error = None
        while self._flight is not None:
            error = await asyncio.shield(self._flight)
        return error

    def write_blocks(self) -> None:
        """Send the blocks of complete minutes to the disk; each can be read once it is there."""
        place = self.shelf

        def told(i: int, error: Exception | None) -> None:
            self._jobs -= 1
            if error is None:
                place.blocks.add(i)
            else:
                logger.error("line %s: a block could not be written: %s", self._lecture, error)
                place.ask_again()

        for minute in place.minutes(self.course.started_ms, ended=place.tail.last):
            self._jobs += 1
            self._writer.work(partial(place.write_block, *minute), told=told)

    def close_the_books(self) -> None:
        """After the last segment: tie the public chain into the private one, then leave a summary."""
        tail = self.shelf.tail
        data = {"epoch": self.shelf.epoch, "head": tail.head, "hash": segments.letters(tail.hash)}
        self._own("closed", data).add_done_callback(self._summarise)

    async def open_the_books(self) -> None:
        """Before a finished line is written to again: without its summary the next start takes it up, and finishes what
        a kill may interrupt. Raises `DiskFailed`.
        """
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def remove() -> None:
            (self._folder / SUMMARY).unlink(missing_ok=True)
            sync_folder(self._folder)

        def told(_result: None, error: Exception | None) -> None:
            self._jobs -= 1
            opened.set_exception(error) if error else opened.set_result(None)

        self._jobs += 1
        self._writer.work(remove, told=told)
        await asyncio.shield(opened)

    def _tick_ms(self, cut: Cut, at: int) -> int:
        if len(self.pending) or any(event.k != "viewers" for event in cut.events):
            self._lively_until_ms = at + self._rules.lively_for_ms
        return self._rules.tick_lively_ms if at < self._lively_until_ms else self._rules.tick_quiet_ms

    def _write(self, cut: Cut, made: Made, failed: BaseException | None = None) -> None:
        if failed is not None:
            self._failed(cut, made, failed, sampling_stands=False)
            return

        def told(offset: int, error: Exception | None) -> None:
            if error is None:
                self._sealed(made, offset)
            else:
                self._failed(cut, made, error, sampling_stands=True)

        file = self.shelf.file
        data = b"".join(shelf.framed(piece) for piece, _raw in made.pieces)
        self._writer.append(file, data, generation=file.generation, told=told)

    def _failed(self, cut: Cut, made: Made, error: BaseException, *, sampling_stands: bool) -> None:
        logger.error("line %s: segment %d could not be sealed: %s", self._lecture, made.tail.head, error)
        self.pending.put_back(cut, sampling_stands=sampling_stands)
        self.not_before_ms = max(clock.now_ms(), self.shelf.tail.at) + RETRY_MS
        self._land(error if isinstance(error, Exception) else None)

    def _sealed(self, made: Made, offset: int) -> None:
        self.shelf.take(made.pieces, offset, made.tail)
        self._land(None)
        self._room.wake_up_to(made.tail.head)
        self.write_blocks()
        if made.tail.last:
            self._room.wake_all()
            self.close_the_books()

    def _land(self, error: Exception | None) -> None:
        flight, self._flight = self._flight, None
        assert flight is not None
        flight.set_result(error)
        self.on_landed()

    def _summarise(self, closed: "asyncio.Future[Receipt]") -> None:
        if closed.exception() is not None:
            return  # said by the line; the next start closes the books again
        tail, length = self.shelf.tail, self._log.length
        data = json.dumps(
            {"v": 1, "epoch": self.shelf.epoch, "head": tail.head, "length": length, "link": self._log.head.hex()}
        ).encode()
        self._jobs += 1
        self._writer.work(lambda: write_once(self._folder / SUMMARY, data), told=self._summarised)

    def _summarised(self, _result: None, error: Exception | None) -> None:
        self._jobs -= 1
        if error is not None:
            logger.error("line %s: no summary, the next start reads the whole log: %s", self._lecture, error)
