"""Accepted but not yet public: the moderator's hold, the sampling, and the cut that makes a tick's events. Pure.

Danmaku leave in the order of their numbers once they have been held; everything else leaves with the next tick. So two
numbers say what is out: `says`, up to which every danmaku is decided, and `rest`, up to which all other records are.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from xiangyue.timeline.events import KINDS, Accepted
from xiangyue.timeline.segments import Event, letters


@dataclass(frozen=True, slots=True)
class Held:
    """A committed record with the salt of its public part and its rank: its link, which nobody can choose."""

    record: Accepted
    salt: bytes
    rank: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """One tick's share. `dropped` were sampled away just now, `sampled` counts them with those known from before."""

    events: list[Event]
    says: int
    rest: int
    dropped: tuple[int, ...]
    sampled: int
    taken: tuple[Held, ...]
    others: tuple[Held, ...]


class Pending:
    """`seen` is the number of the last committed record."""

    def __init__(self, *, says: int = 0, rest: int = 0) -> None:
        self.seen = 0
        self._decided = says
        self._rest_out = rest
        self._says: deque[Held] = deque()
        self._rest: list[Held] = []
        self._sampled = 0
        self._passed: set[int] = set()

    def __len__(self) -> int:
        return len(self._says) + len(self._rest)

    def holds(self, seq: int) -> bool:
        """Whether this danmaku can still be refused: neither public nor being sealed."""
        return any(held.record.seq == seq for held in self._says)

    def waiting(self) -> tuple[int, ...]:
        """The danmaku that are not public and that no moderator let pass yet."""
        return tuple(held.record.seq for held in self._says if held.record.seq not in self._passed)

    def add(self, held: Held) -> None:
        """Take in a record, in the order of numbers."""
        record = held.record
        self.seen = record.seq
        match record.kind:
            case "say":
                if record.seq > self._decided:
                    self._says.append(held)
            case "pass":
                self._passed.add(record.data["i"])
            case "refused":
                self.drop((record.data["i"],))
            case "redact" if self.holds(record.data["i"]):
                self.drop((record.data["i"],))  # never public, so nothing to take back in public
            case kind if kind in KINDS and KINDS[kind].public and record.seq > self._rest_out:
                self._rest.append(held)

    def drop(self, seqs: Iterable[int]) -> None:
        """Keep these in the log only."""
        gone = frozenset(seqs)
        self._says = deque(held for held in self._says if held.record.seq not in gone)
        self._rest = [held for held in self._rest if held.record.seq not in gone]

    def sampled_before(self, seqs: Iterable[int]) -> None:
        """A sampling that was written down for a segment which was not: it stands."""
        before = len(self._says)
        self.drop(seqs)
        self._sampled += before - len(self._says)

    def unreviewed(self, before_ms: int) -> list[int]:
        """The danmaku that came up to then and that no moderator let pass."""
        waiting = (held.record for held in self._says if held.record.seq not in self._passed)
        return [record.seq for record in waiting if record.at <= before_ms]

    def cut(self, *, since_ms: int, at_ms: int, hold_ms: int, allowed: int, review: bool = False) -> Cut:
        """Take what is due at `at_ms`: what was let pass, and unless each needs `review`, what was held long enough.

        Above `allowed` danmaku the lowest ranks stay: nobody's choice.
        """
        self._passed &= {held.record.seq for held in self._says}
        taken: list[Held] = []
        while self._says:
            record = self._says[0].record
            if record.seq not in self._passed and (review or record.at + hold_ms > at_ms):
                break
            taken.append(self._says.popleft())
        chosen = sorted(taken, key=lambda held: held.rank)[:allowed]
        public = frozenset(held.record.seq for held in chosen)
        dropped = tuple(held.record.seq for held in taken if held.record.seq not in public)
        others, self._rest = tuple(self._rest), []
        length = at_ms - since_ms
        events = [_event(held, _within(held.record.at + hold_ms - since_ms, length)) for held in chosen]
        events += [_event(held, _within(held.record.at - since_ms, length)) for held in others if not _is_like(held)]
        if likes := [held for held in others if _is_like(held)]:
            events.append(_liked(likes, _within(likes[-1].record.at - since_ms, length)))
        events.sort(key=lambda event: (event.o, event.i))
        self._decided = self._says[0].record.seq - 1 if self._says else self.seen
        self._rest_out = self.seen
        sampled, self._sampled = self._sampled + len(dropped), 0
        return Cut(events, self._decided, self._rest_out, dropped, sampled, tuple(taken), others)

    def put_back(self, cut: Cut, *, sampling_stands: bool) -> None:
        """Undo a cut whose segment could not be written; nothing of it was public."""
        self._says.extendleft(reversed(cut.taken))
        self._sampled = cut.sampled - len(cut.dropped)
        if sampling_stands:
            self.sampled_before(cut.dropped)
        says = {held.record.seq for held in self._says}
        for held in self._rest:
            if held.record.kind == "redact" and held.record.data["i"] in says:
                self.drop((held.record.seq, held.record.data["i"]))
        self._rest = [*cut.others, *self._rest]


def _within(offset: int, length: int) -> int:
    return max(0, min(offset, length))


def _is_like(held: Held) -> bool:
    return held.record.kind == "like"


def _event(held: Held, offset: int) -> Event:
    record = held.record
    return Event(record.seq, record.kind, offset, record.media_ms, record.data, letters(held.salt))


def _liked(likes: list[Held], offset: int) -> Event:
    """All taps of a tick as one count, under the number of the last."""
    last = likes[-1]
    total = sum(held.record.data["n"] for held in likes)
    return Event(last.record.seq, "like", offset, None, {"n": total}, letters(last.salt))
