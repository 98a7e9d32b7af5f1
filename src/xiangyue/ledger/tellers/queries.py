"""Reads for tellers: what became of what they reported, in plain words."""

from dataclasses import dataclass
from datetime import datetime

from xiangyue.journal import queries as records
from xiangyue.kernel import ids
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import LABELS, WORDS, Outcome, State, Verb
from xiangyue.ledger.tellers.models import Teller

SHOWN = {Verb.REPORT, Verb.ASSIGN, Verb.REJECT, Verb.MERGE, Verb.TRANSFER, Verb.ACCEPT, Verb.CLAIM, Verb.PASS}
SHOWN |= {Verb.FAIL, Verb.CONFIRM, Verb.CLOSE_UNCHECKED, Verb.UNABLE, Verb.WAKE, Verb.ANNUL, Verb.DECIDE_EXTENSION}
"""What a teller is told of; names and units' own remarks are not theirs to read."""

WITH_REASON = {Verb.REJECT, Verb.TRANSFER, Verb.UNABLE}
"""Of these they read the reason too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    verb: Verb
    reason: str

    @property
    def label(self) -> str:
        return str(LABELS[self.verb])


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a report."""

    number: str
    title: str
    kind: str
    state: State
    outcome: Outcome
    lead: str
    due: datetime | None
    asks: bool
    """Whether it waits for the teller's own word."""
    answer: str
    """The official answer of a question."""
    lines: list[Line]


def follow(secret: str) -> Followed:
    """What became of a report, for whoever holds its secret. Raises `NotFound`."""
    matter = matter_of(secret)
    kind = kinds.get(matter.kind, matter.version)
    entries = records.of(matters.chain(matter.pk), limit=matters.WHOLE)
    said = {entry.data["of"]: entry.data.get("text", "") for entry in entries if entry.verb == WORDS and entry.data}
    lines = [
        Line(entry.at, Verb(entry.verb), said.get(entry.seq, "") if Verb(entry.verb) in WITH_REASON else "")
        for entry in entries
        if entry.verb != WORDS and Verb(entry.verb) in SHOWN
    ]
    asks = matter.grade in kind.verify and kind.verify[matter.grade].how == "asker"
    claims = [said.get(entry.seq, "") for entry in entries if entry.verb == Verb.CLAIM]
    return Followed(
        matter.number, matter.title, kind.name, State(matter.state), Outcome(matter.outcome),
        matter.lead.short_name if matter.lead else "", matter.due, asks and matter.state == State.CLAIMED,
        claims[-1] if asks and claims else "", lines,
    )  # fmt: skip


def matter_of(secret: str) -> Matter:
    """The matter that a secret follows. Raises `NotFound`."""
    teller = Teller.objects.filter(slip=ids.fingerprint(secret)).first()
    if teller is None:
        raise NotFound
    return Matter.objects.select_related("lead", "office").get(pk=teller.matter_id)


def box_of(name: str) -> bytes:
    """The sealed contact of whoever reported a matter. Raises `NotFound`."""
    teller = Teller.objects.filter(matter=name).first()
    if teller is None:
        raise NotFound
    return bytes(teller.box)
