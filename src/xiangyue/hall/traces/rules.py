"""Which records of a log are somebody's: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

ERASABLE = frozenset({"say", "held", "ask", "up", "vote", "answer"})
"""What a person put in that can be taken out; likes and presence are counts without words."""


class Record(Protocol):
    """What is read of a record (`timeline.events.Accepted`)."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One record of somebody's: its number, when (milliseconds since the epoch), what kind, what it says."""

    seq: int
    at: int
    kind: str
    data: Mapping[str, Any]


def own(records: Iterable[Record], pseudonym: str) -> list[Trace]:
    """Everything a log holds under a pseudonym."""
    return [Trace(each.seq, each.at, each.kind, each.data) for each in records if each.by == pseudonym]


def erasable(records: Iterable[Record], pseudonym: str) -> list[int]:
    """What goes when somebody is erased: their words and choices, and what repeats them. A moderator's answer to a
    question holds the resident's words, so it goes with the question.
    """
    seqs: list[int] = []
    mine: set[int] = set()
    for each in records:
        if each.by == pseudonym and each.kind in ERASABLE:
            seqs.append(each.seq)
            mine.add(each.seq)
        elif (each.kind == "question" and each.data.get("i") in mine) or (
            each.kind == "mute" and each.data.get("who") == pseudonym
        ):
            seqs.append(each.seq)
    return seqs
