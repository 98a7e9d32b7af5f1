"""Reads for tellers: what became of what they reported, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from xiangyue.journal import queries as records
from xiangyue.kernel import ids
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import WORDS, Outcome, State, Verb
from xiangyue.ledger.tellers.models import Teller

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = {Verb.REPORT, Verb.ASSIGN, Verb.REJECT, Verb.MERGE, Verb.TRANSFER, Verb.ACCEPT, Verb.CLAIM, Verb.PASS}
SHOWN |= {Verb.FAIL, Verb.CONFIRM, Verb.CLOSE_UNCHECKED, Verb.UNABLE, Verb.WAKE, Verb.ANNUL, Verb.DECIDE_EXTENSION}
SHOWN |= {Verb.NOT_ANSWERED, Verb.WITHDRAW}
"""What a teller is told of; names and units' own remarks are not theirs to read."""

PLAIN: dict[Verb, "StrOrPromise"] = {
    Verb.REPORT: _("收到了，已经登记"),
    Verb.ASSIGN: _("交给了办理的单位"),
    Verb.REJECT: _("没有受理"),
    Verb.MERGE: _("和别人说的是同一件事，并在一起办"),
    Verb.TRANSFER: _("不归这里管，转给了管的单位"),
    Verb.ACCEPT: _("办理的单位收下了"),
    Verb.CLAIM: _("办理的单位说办好了"),
    Verb.WITHDRAW: _("办理的单位说还没有办好，接着办"),
    Verb.PASS: _("别的单位看过，办好了"),
    Verb.FAIL: _("别的单位看过，还没有办好，退回重办"),
    Verb.CONFIRM: _("您说答到了，办结"),
    Verb.NOT_ANSWERED: _("您说没有答到，退回重新答复"),
    Verb.CLOSE_UNCHECKED: _("按抽查的办法办结，没有抽到这一件"),
    Verb.UNABLE: _("现在还办不了"),
    Verb.WAKE: _("到了说好的日子，接着办"),
    Verb.ANNUL: _("又发现没有办好，重新办"),
    Verb.DECIDE_EXTENSION: _("办理的单位要求延期，有了决定"),
}
"""What each verb is called to somebody who works at no desk."""

ASKED: dict[Verb, "StrOrPromise"] = {
    Verb.CLAIM: _("答复了，等您说答到没有"),
    Verb.CLOSE_UNCHECKED: _("一直没有您的回音，按没有确认办结"),
}
"""What a claim and its end are where the teller is the one who confirms."""

WITH_REASON = {Verb.REJECT, Verb.TRANSFER, Verb.UNABLE, Verb.NOT_ANSWERED}
"""Of these they read the reason too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    verb: Verb
    reason: str
    asks: bool = False
    """Whether the teller confirms what is claimed."""

    @property
    def label(self) -> str:
        return str(ASKED[self.verb] if self.asks and self.verb in ASKED else PLAIN[self.verb])


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
    asks = matter.grade in kind.verify and kind.verify[matter.grade].how == "asker"
    lines = [
        Line(entry.at, Verb(entry.verb), said.get(entry.seq, "") if Verb(entry.verb) in WITH_REASON else "", asks)
        for entry in entries
        if entry.verb != WORDS and Verb(entry.verb) in SHOWN
    ]
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
