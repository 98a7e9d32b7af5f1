"""Everything a line has of one person: a pure pass over its records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

ERASABLE = frozenset({"say", "held", "verdict", "ask", "up", "vote", "answer", "question", "mute", "redact", "refused"})
"""Kinds whose payload the line gives up by decision (`timeline.events.KINDS`); likes carry nothing but a number."""

REPEATING = frozenset({"question", "redact", "refused", "verdict", "pass"})
"""Kinds by which others say something of a sentence, naming it by its number `i`."""


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
    """One record that is of a person, or about their words: its number, when (milliseconds since the epoch), what kind,
    what it says.
    """

    seq: int
    at: int
    kind: str
    data: Mapping[str, Any]

    @property
    def is_erasable(self) -> bool:
        return self.kind in ERASABLE


def held(records: Iterable[Record], pseudonym: str) -> list[Trace]:
    """What they sent; what others recorded about it (a question taken up, a sentence taken back); what was done to
    them.

    Records of a director about somebody are that person's too: a mute names them, a question shows their words, a
    sentence that a word had held back is said for them.
    """
    found: list[Trace] = []
    theirs: set[int] = set()
    for record in records:
        is_theirs = record.by == pseudonym or record.data.get("from") == pseudonym
        mine = is_theirs or record.data.get("who") == pseudonym
        about = record.kind in REPEATING and record.data.get("i") in theirs
        if not mine and not about:
            continue
        if is_theirs:
            theirs.add(record.seq)
        found.append(Trace(record.seq, record.at, record.kind, record.data))
    return found
