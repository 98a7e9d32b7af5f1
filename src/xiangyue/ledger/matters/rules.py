"""Who may carry out which verb, and what its words must be: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import errors
from xiangyue.ledger.matters.states import LABELS, MOVES, State, Verb, Who
from xiangyue.ledger.subjects.rules import Position
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member, Place
from xiangyue.org.access.states import Right

MAX_TITLE = 80
MAX_TEXT = 4000
"""Open311's limit on a description too."""

MAX_SPOT = 200
MAX_REASON = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody reports. `place` and `lead` are codes of units; a subject is named by its public id."""

    kind: str
    title: str
    category: str = ""
    grade: str = ""
    text: str = ""
    subject: str = ""
    place: str = ""
    spot: str = ""
    position: Position | None = None
    found_at: datetime | None = None
    via: Reporter = Reporter.UNIT
    unit: str = ""
    """For which unit it is reported."""
    parent: str = ""
    campaign: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The free text of a finding, without space around it."""

    title: str
    text: str
    spot: str

    def as_dict(self) -> dict[str, str]:
        return {"title": self.title, "text": self.text, "spot": self.spot}


class Concerned(Protocol):
    """What a verb's right depends on: the state, the units, and who was drawn."""

    @property
    def state(self) -> str: ...
    @property
    def office(self) -> Place: ...
    @property
    def lead(self) -> Place | None: ...
    @property
    def verifiers(self) -> list[str]: ...


def require_move(verb: Verb, state: str) -> None:
    """Pass when the verb is possible in a state. Raises `WrongMove`."""
    if State(state) not in MOVES[verb].sources:
        raise errors.WrongMove(state=State(state).label, verb=LABELS[verb])


def require_office(member: Member, verb: Verb, office: Place, lead: Place | None) -> None:
    """Pass who dispatches here and stands outside the lead's line. Raises `NotYours`, `OwnLine`."""
    if not access.may(member, Right.DISPATCH, office):
        raise errors.NotYours(verb=LABELS[verb], who=WHO[Who.OFFICE])
    if lead is not None and in_line(member, lead, office):
        raise errors.OwnLine


def require_work(member: Member, verb: Verb, units: Iterable[Place | None]) -> None:
    """Pass who works for one of the units. Raises `NotYours`."""
    if not any(unit is not None and access.may(member, Right.WORK, unit) for unit in units):
        raise errors.NotYours(verb=LABELS[verb], who=WHO[MOVES[verb].who])


def require_verifier(member: Member, verb: Verb, matter: Concerned) -> None:
    """Pass who was drawn, and is still outside the line on the day: grants change. Raises `NotYours`, `OwnLine`."""
    if not member.username or member.username not in matter.verifiers:
        raise errors.NotYours(verb=LABELS[verb], who=WHO[Who.VERIFIER])
    if matter.lead is not None and in_line(member, matter.lead, matter.office):
        raise errors.OwnLine


def require_house(member: Member) -> None:
    """Pass the installation itself; for everybody else the verb does not exist. Raises `NotFound`."""
    if not member.is_house:
        raise NotFound


def has_withdrawn(verbs: Sequence[str]) -> bool:
    """Whether a claim was taken back since the last one that came into a draw: a second time it stands. Who could
    claim and withdraw for ever would be late and never look it.
    """
    for verb in reversed(verbs):
        if verb in {Verb.DRAW, Verb.CLOSE_UNCHECKED}:
            return False
        if verb == Verb.WITHDRAW:
            return True
    return False


def in_line(member: Member, lead: Place, office: Place) -> bool:
    """Whether any post of somebody lies in the lead's line: in it, under it, or between it and the office."""
    return any(same_line(post.path, lead.path, office.path) for post in member.posts)


def same_line(path: str, lead: str, office: str) -> bool:
    """Whether a unit lies in the lead's line: the lead itself, under it, or above it but below the office."""
    return path.startswith(lead) or (lead.startswith(path) and not office.startswith(path))


def upwards(path: str) -> list[str]:
    """The codes of a unit and of those above it, but for the county itself, which is concerned in everything."""
    codes = path.rstrip("/").split("/")
    return codes[1:] or codes


def require_led_by(lead: Place, name: str, office: Place) -> None:
    """Pass a lead that leaves somebody outside its line who can verify. Raises `NoOutsider`."""
    if office.path.startswith(lead.path):
        raise errors.NoOutsider(unit=name)


def words(title: str, text: str, spot: str) -> Words:
    """Free text in its limits. Raises `BadMatter`."""
    tidy = Words(" ".join(title.split()), text.strip(), " ".join(spot.split()))
    if not tidy.title:
        raise errors.BadMatter(str(errors.TEXT_EMPTY))
    for said, limit in ((tidy.title, MAX_TITLE), (tidy.text, MAX_TEXT), (tidy.spot, MAX_SPOT)):
        _require_short(said, limit)
    return tidy


def said(text: str, *, needed: bool = True, limit: int = MAX_REASON) -> str:
    """A sentence that goes with a verb. Raises `BadMatter` when it is missing or too long."""
    tidy = text.strip()
    if needed and not tidy:
        raise errors.BadMatter(str(errors.REASON))
    _require_short(tidy, limit)
    return tidy


def _require_short(text: str, limit: int) -> None:
    if len(text) > limit:
        raise errors.BadMatter(str(errors.TEXT_LONG), limit=limit, count=len(text))


WHO = {
    Who.REPORTER: errors.WHO_REPORTER,
    Who.OFFICE: errors.WHO_OFFICE,
    Who.LEAD: errors.WHO_LEAD,
    Who.PART: errors.WHO_PART,
    Who.HELPER: errors.WHO_HELPER,
    Who.TAKER: errors.WHO_TAKER,
    Who.VERIFIER: errors.WHO_VERIFIER,
}
"""Who is meant, in words."""
