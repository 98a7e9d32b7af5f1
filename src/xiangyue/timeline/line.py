"""A lecture's line while the process lives. `lines.Lines` holds all of them.

Everything here runs in one event loop and never waits for a disk. Writes go to the writer's thread; what they change
is taken in when their bytes are durable, in the loop, in the order in which they were asked for.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import msgspec

from xiangyue.kernel import clock, ids
from xiangyue.timeline import ballots, desk, events, head, loading
from xiangyue.timeline.books import Books
from xiangyue.timeline.course import Course
from xiangyue.timeline.desk import Followed, Raw
from xiangyue.timeline.errors import (
    BadEvent,
    CannotErase,
    Gone,
    NotYet,
    TooFar,
    TooLate,
    UnknownPiece,
    WrongMoment,
    WrongVersion,
)
from xiangyue.timeline.events import KINDS, Accepted, Receipt
from xiangyue.timeline.fold import State
from xiangyue.timeline.loading import Loaded
from xiangyue.timeline.log import Index
from xiangyue.timeline.pending import Held
from xiangyue.timeline.rules import LineRules, Mode
from xiangyue.timeline.sealing import RETRY_MS, SUMMARY, Sealer
from xiangyue.timeline.segments import Sealed, letters
from xiangyue.timeline.shelf import Shelf
from xiangyue.timeline.steady import Steady
from xiangyue.timeline.waiting import Waiter, WaitingRoom
from xiangyue.timeline.writer import Writer

logger = logging.getLogger(__name__)

AHEAD = 2
"""Numbers beyond the head that a reader may wait for (RFC 8216bis section 6.2.5.2 allows as much for media)."""

NOTHING: Mapping[str, Any] = MappingProxyType({})

Heard = Callable[["Line", Accepted], None]


class Line:
    """`epoch`, `head` (last sealed segment, -1 before the first), `state` and `ended` speak of what is sealed; `phase`
    and `version` (number of the last control event) of what is accepted. `mode` may be set at any time.
    """

    def __init__(
        self, loaded: Loaded, rules: LineRules, writer: Writer, heard: Heard, nudge: Callable[[], None]
    ) -> None:
        self.lecture = loaded.lecture
        self.mode: Mode = rules.mode
        self._folder = loaded.folder
        self._rules = rules
        self._writer = writer
        self._heard = heard
        self._nudge = nudge
        self._log = loaded.log
        self._course = loaded.course
        self._presence = loaded.presence
        self._room = WaitingRoom()
        self._books = Books(loaded.log, rules)
        self._sealer = Sealer(loaded, rules, writer, self._room, lambda kind, data: self._accept(self._own(kind, data)))
        self._log.on_commit = self._committed
        self._log.on_loss = self._lost
        self._viewers_at_ms = 0
        self._decision: Accepted | None = None
        self._erasing: asyncio.Task[Receipt] | None = None
        self._steady = Steady(max(loaded.shelf.tail.at, loaded.log.last_at))
        self._document: tuple[object, bytes] = ((), b"")
        self._sealer.on_landed = nudge
        self._sealer.write_blocks()
        if self.ended and not (self._folder / SUMMARY).exists():
            self._sealer.close_the_books()

    @property
    def epoch(self) -> int:
        return self._sealer.shelf.epoch

    @property
    def head(self) -> int:
        return self._sealer.shelf.tail.head

    @property
    def tick_ms(self) -> int:
        """How long the segment after the head takes at most."""
        return self._sealer.shelf.tail.t or self._rules.tick_quiet_ms

    @property
    def state(self) -> State:
        return self._sealer.shelf.tail.state

    @property
    def ended(self) -> bool:
        return self._sealer.shelf.tail.last

    @property
    def phase(self) -> str:
        return self._course.phase

    @property
    def version(self) -> int:
        return self._course.version

    @property
    def started_ms(self) -> int:
        """The moment of the first record, from which minutes are counted; 0 before it."""
        return self._sealer.course.started_ms

    @property
    def course(self) -> Course:
        """What has been decided, as accepted: silence, who is muted, what is open."""
        return self._course

    def of(self, by: str) -> dict[str, Any]:
        """What one person has voted, answered, supported and asked in this lecture."""
        return self._books.ballots.of(by)

    @property
    def waiting(self) -> int:
        return self._room.waiting

    @property
    def held(self) -> int:
        """Records accepted and not yet public."""
        return len(self._sealer.pending)

    @property
    def idle(self) -> bool:
        """Nothing is on its way to the disk."""
        return not self._log.in_flight and not self._sealer.busy and not self._sealer.paused

    def chain_head(self) -> tuple[int, str]:
        """Length and last link (hex) of the private chain on disk: what a checkpoint signs."""
        return self._log.length, self._log.head.hex()

    def read(self, after: int, limit: int = 1000) -> list[Accepted]:
        """Committed records with greater numbers than `after`, for a follower with a stored offset."""
        return [held.record for held in self._log.read(after, limit)]

    def follow(self, kinds: Collection[str], after: int, limit: int, *, newest: bool = False) -> Followed:
        """The desk, and committed records of these kinds behind `after`: the first `limit`, or the newest."""
        found = desk.of(
            self._course, length=self._log.length, at=self._steady.now_ms(), waiting=self._sealer.pending.waiting()
        )
        return Followed(found, [self._log.one(seq) for seq in self._log.numbers(kinds, after, limit, newest=newest)])

    def raw(self, after: int, limit: int) -> list[Raw]:
        """Committed records as they are kept, for evidence that stands by itself."""
        return [
            Raw(after + n, kept.link.hex(), kept.header.decode(), kept.salt.hex(), kept.body.decode())
            for n, kept in enumerate(self._log.kept(after, limit), 1)
        ]

    async def append(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        command: str,
        by: str = "",
        media_ms: int | None = None,
        private: dict[str, Any] | None = None,
        expected: int | None = None,
    ) -> Receipt:
        """Accept a record; return once it is on disk. The same command again is answered with the first receipt.

        `expected` is the `version` the sender saw. Raises `BadEvent`, `WrongVersion`, `WrongMoment`, `Over`, `TooLate`,
        and `DiskFailed` when nothing was accepted.
        """
        events.checked_command(command)
        if (known := self._log.find(command)) is not None:
            first = known if isinstance(known, Receipt) else await asyncio.shield(known)
            return replace(first, repeated=True)
        data = events.checked(kind, data)
        if KINDS[kind].own:
            raise BadEvent(f"only the line itself writes {kind}")
        if expected is not None and expected != self.version:
            raise WrongVersion
        self._check_target(kind, data)
        at = max(self._steady.now_ms(), self._log.last_at)
        if media_ms is not None and kind == "say":
            now = clock.now_ms()
            media_ms = max(now - self._rules.playhead_ms, min(media_ms, now))
        elif KINDS[kind].timed:
            media_ms = at + self._course.delay_ms
        return await asyncio.shield(self._accept(Accepted(0, at, kind, data, private or {}, command, by, media_ms)))

    def beat(self, pseudonym: str) -> None:
        """A phone is there. The figure told from beats is a `viewers` event every ten seconds while it changes."""
        self._presence.beat(pseudonym, clock.now_ms())

    def left(self, pseudonym: str) -> None:
        """A phone that beat under this name goes on under another: it is one phone, counted once."""
        self._presence.left(pseudonym)

    async def erase(self, seqs: Iterable[int], *, reason: str, by: str, command: str = "") -> Receipt:
        """Take the payload of these records off the disk and begin a new epoch without them.

        Returns when the old epoch is gone. Raises `CannotErase` for kinds that hold the lecture together, `DiskFailed`
        when the decision stands but the disk refused to carry it out: the line tries again until it is done.
        """
        if command and (known := self._log.find(command)) is not None:
            first = known if isinstance(known, Receipt) else await asyncio.shield(known)
            return replace(first, repeated=True)
        wanted = sorted(set(seqs))
        if not wanted or not all((kind := self._log.index.kind(seq)) and KINDS[kind].erasable for seq in wanted):
            raise CannotErase
        if self._sealer.paused:
            raise WrongMoment
        self._sealer.paused = True
        # A task of its own: a decision, once written, is carried out even if whoever asked has left.
        self._erasing = asyncio.create_task(self._erase(wanted, reason=reason, by=by, command=command))
        return await asyncio.shield(self._erasing)

    def due_ms(self) -> int | None:
        """When `tick` has something to do next, or nothing if the line does not tick."""
        return self._sealer.not_before_ms if self._decision else self._sealer.due_ms()

    def tick(self, now_ms: int, *, force: bool = False) -> bool:
        """Begin to seal the next segment if it is due (or `force`); whether one was begun."""
        self._room.expire(now_ms - self._rules.hold_limit_ms)
        now_ms = max(now_ms, self._steady.now_ms())
        due = self.due_ms()
        if due is None or (now_ms < due and not force):
            return False
        if self._decision is not None:
            self._carry_out(self._decision)
        if not self._sealer.ready():
            return False
        self._tell_viewers(now_ms)
        for kind, data in self._books.due(self._sealer.course, self._sealer.pending, now_ms):
            self._accept(self._own(kind, data))
        self._sealer.begin(now_ms)
        return True

    async def seal(self) -> int:
        """Seal the next segment now and wait until it is durable and its readers are woken; its number."""
        await self._sealer.landed()
        if not self.tick(clock.now_ms(), force=True):
            raise WrongMoment
        if error := await self._sealer.landed():
            raise error
        return self.head

    def head_document(self) -> bytes:
        """JSON, not compressed; at most a second old when it is used."""
        shelf = self._sealer.shelf
        key = (shelf, shelf.tail.head, self.mode)
        if self._document[0] != key:
            self._document = (
                key,
                head.document(self.lecture, shelf, tick_ms=self.tick_ms, mode=self.mode, started_ms=self.started_ms),
            )
        return head.with_clock(self._document[1], clock.now_ms())

    def segment(self, epoch: int, n: int) -> Sealed:
        """Segment `n`. Raises `NotYet` for the next two (then `wait`), `TooFar`, `Gone`, `UnknownPiece`."""
        shelf = self._of_epoch(epoch)
        if n > self.head and not self.ended:
            raise NotYet if n <= self.head + AHEAD else TooFar
        return shelf.segment(n)

    def snapshot(self, epoch: int, k: int) -> Sealed:
        """The fold of the segments 0..10k+9. Raises `Gone`, `UnknownPiece`."""
        return self._of_epoch(epoch).snapshot(k)

    def block(self, epoch: int, i: int) -> Sealed:
        """All segments of minute `i` once it is over. Raises `Gone`, `UnknownPiece` (a minute may have none)."""
        return self._of_epoch(epoch).block(i)

    def wait(self, n: int, wake: Callable[[], None]) -> Waiter:
        """Be called once, when `segment` is worth asking again: `n` is sealed, or its epoch is gone, or the line has
        stood still for `hold_limit_ms` (`NotYet` again: answer that). Raises `TooFar`, `UnknownPiece`.
        """
        if self.ended:
            raise UnknownPiece
        if not self.head < n <= self.head + AHEAD:
            raise TooFar
        return self._room.add(n, wake)

    def close(self) -> None:
        """Let go of the files; nothing may be on its way to them."""
        self._log.close()
        self._sealer.shelf.close()

    def _of_epoch(self, epoch: int) -> Shelf:
        if not 1 <= epoch <= self.epoch:
            raise UnknownPiece
        if epoch < self.epoch:
            raise Gone
        return self._sealer.shelf

    def _accept(self, draft: Accepted) -> "asyncio.Future[Receipt]":
        self._course.allows(draft.kind, draft.data, draft.at)
        if draft.kind in ballots.KINDS:
            self._books.ballots.claim(self._course.programme, draft.kind, draft.data, draft.by, draft.at)
        future = self._log.append(draft)
        self._course = self._course.after(self._log.last_seq, draft.at, draft.kind, draft.data)
        return future

    def _own(
        self, kind: str, data: dict[str, Any], *, by: str = "", command: str = "", private: Mapping[str, Any] = NOTHING
    ) -> Accepted:
        """A draft of the line's own making."""
        return Accepted(0, self._steady.now_ms(), kind, data, dict(private), command or ids.new_id(), by, None)

    def _check_target(self, kind: str, data: dict[str, Any]) -> None:
        if kind == "question" and (i := data.get("i", 0)) and self._log.index.kind(i) not in ("ask", "question"):
            raise UnknownPiece
        if kind == "verdict" and self._log.index.kind(data["i"]) != "held":
            raise UnknownPiece
        if kind not in ("refused", "redact", "pass"):
            return
        if self._log.index.kind(data["i"]) != "say":
            raise UnknownPiece
        if kind in ("refused", "pass") and not self._sealer.pending.holds(data["i"]):
            raise TooLate

    def _committed(self, held: Held) -> None:
        record, sealer = held.record, self._sealer
        sealer.course = sealer.course.after(record.seq, record.at, record.kind, record.data)
        sealer.pending.add(held)
        self._books.heard(record)
        if KINDS[record.kind].early:
            sealer.early = True
            self._nudge()
        self._heard(self, record)

    def _lost(self) -> None:
        logger.error("line %s: the disk refused records; their senders are told", self.lecture)
        self._course = self._sealer.course
        self._books.lost()

    def _tell_viewers(self, now_ms: int) -> None:
        if self.phase == "ended" or now_ms < self._viewers_at_ms + self._rules.viewers_every_ms:
            return
        self._viewers_at_ms = now_ms
        figure = self._presence.figure(now_ms)
        if figure != msgspec.to_builtins(self.state.viewers):
            self._accept(self._own("viewers", figure, private=self._presence.take_fresh()))

    async def _erase(self, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
        try:
            await self._sealer.landed()
            if self.ended:
                await self._sealer.open_the_books()
            data = {"epoch": self.epoch + 1, "head": self.head, "reason": reason, "erased": seqs}
            data["previous"] = letters(self._sealer.shelf.tail.hash)
            receipt = await self._accept(self._own("epoch", events.checked("epoch", data), by=by, command=command))
        except BaseException:
            self._sealer.paused = False
            raise
        self._decision = self._log.one(receipt.seq)
        if error := await self._carry_out(self._decision):
            raise error
        return receipt

    def _carry_out(self, decision: Accepted) -> "asyncio.Future[Exception | None]":
        """Erase what was decided. Until it is done no segment is sealed, and a failure is tried again."""
        done: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._sealer.not_before_ms = 2**62  # not again before this attempt has ended
        self._sealer.pending.drop(decision.data["erased"])

        def told(result: tuple[Index, Shelf], error: Exception | None) -> None:
            if error is None:
                self._erased(*result)
            else:
                logger.error("line %s: an erasure could not be carried out: %s", self.lecture, error)
                self._sealer.not_before_ms = clock.now_ms() + RETRY_MS
            done.set_result(error)

        file = self._log.file
        self._writer.work(lambda: loading.carried_out(self._folder, self.lecture, decision, file), told=told)
        return done

    def _erased(self, index: Index, shelf: Shelf) -> None:
        self._decision = None
        self._log.replaced(index)
        old, self._sealer.shelf = self._sealer.shelf, shelf
        old.close()
        self._sealer.not_before_ms = 0
        self._sealer.paused = False
        self._room.wake_all()
        self._sealer.write_blocks()
        if self.ended:
            self._sealer.close_the_books()
