"""What an inspection is made of, as values, and what each must be: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.inspections import errors
from xiangyue.ledger.inspections.states import MOVES, State, Step, Verb
from xiangyue.ledger.kinds.states import FirstStep
from xiangyue.ledger.matters import rules as matters
from xiangyue.ledger.matters.rules import same_line
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.rules import Member

MAX_TITLE = 40
MAX_NOTE = 1000
MOST_PLACES = 60
"""Of one inspection: what a crew can walk in a week."""

MOST_PEOPLE = 8
LONGEST = timedelta(days=14)
MOST_FINDINGS = 500

PLACES = frozenset({Type.PLACE, Type.FRONT, Type.ESTATE, Type.SITE, Type.PROJECT})
"""What can be gone to. A household is no place of inspections, and a village is too wide for one."""

KINDS = frozenset({"hazard", "street"})
"""What a finding can become."""

FRONT_DAYS = timedelta(days=90)
"""门前五包: findings of one duty at one shop front within this are counted together."""

ESCALATES_AT = 3

KEPT_ON_PHONE = timedelta(hours=12)
"""How long a phone may hold a plan: a working day. Then it wipes itself."""

LOCKS_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is planned: when, where from, how many places and people. `excluded` are codes of units."""

    title: str
    from_at: datetime
    until_at: datetime
    types: tuple[Type, ...]
    count: int
    people: int = 2
    excluded: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    """Subjects that are gone to without a draw, and said so: 回头看."""
    category: str = "unannounced"
    """Of the kind `inspection`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody saw, where: one press of the phone. `subject` is a public id; `place` the code of a unit."""

    kind: str
    category: str
    title: str
    text: str = ""
    grade: str = ""
    subject: str = ""
    place: str = ""
    spot: str = ""
    position: Position | None = None
    found_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    again: str = ""
    """The closed matter that came back, if whoever found it says so."""
    voice: str = ""
    """The command of a recording that says more."""


@dataclass(frozen=True, slots=True)
class Helper:
    """A unit that helps, and until when its own part is to be done."""

    unit: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OnSite:
    """What was decided on the spot (现场办公): who leads, who helps until when."""

    lead: str
    helpers: tuple[Helper, ...] = ()
    grade: str = ""
    text: str = ""
    line: str = ""


@dataclass(slots=True)
class Spot:
    """A place as a route needs it."""

    name: str
    unit: str
    position: Position | None = None
    group: str = field(default="")


def require_move(verb: Verb, state: str) -> None:
    """Pass when a verb is possible in a state. Raises `WrongStep`."""
    if State(state) not in MOVES[verb][0]:
        raise errors.WrongStep(state=State(state).label)


def require_scope(scope: Scope, now: datetime) -> None:
    """Pass, or raise `BadPlan` with what is missing."""
    if not 1 <= len(scope.title.strip()) <= MAX_TITLE or len(scope.note) > MAX_NOTE:
        raise errors.BadPlan(str(errors.TITLE))
    early = scope.from_at < now - timedelta(days=1)
    if early or not scope.from_at < scope.until_at <= scope.from_at + LONGEST:
        raise errors.BadPlan(str(errors.WINDOW), days=LONGEST.days)
    if not scope.types or not set(scope.types) <= PLACES:
        raise errors.BadPlan(str(errors.TYPES))
    if not 1 <= scope.count <= MOST_PLACES or len(scope.named) > MOST_PLACES:
        raise errors.BadPlan(str(errors.COUNT), most=MOST_PLACES)
    if not 1 <= scope.people <= MOST_PEOPLE:
        raise errors.BadPlan(str(errors.PEOPLE), most=MOST_PEOPLE)


def require_found(found: Found, since: datetime, now: datetime) -> Found:
    """What was found, tidied. Raises `BadFinding`, `BadMatter`."""
    if found.kind not in KINDS:
        raise errors.BadFinding(str(errors.FINDING_KIND))
    words = matters.words(found.title, found.text, found.spot)
    if not found.subject and not (found.place and words.spot):
        raise errors.BadFinding(str(errors.FINDING_PLACE))
    if found.found_at is not None and not since <= found.found_at <= now:
        raise errors.BadFinding(str(errors.FINDING_TIME))
    fields = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return Found(**{**fields, "title": words.title, "text": words.text, "spot": words.spot})


def require_reason(text: str) -> str:
    """A reason, tidied. Raises `ReasonMissing`, `BadMatter`."""
    if not text.strip():
        raise errors.ReasonMissing
    return matters.said(text)


def in_line(paths: Iterable[str], lines: Iterable[str], office: str) -> bool:
    """Whether any of somebody's posts lies in the line of any of the units that are inspected."""
    own = list(paths)
    return any(same_line(path, line, office) for line in lines for path in own)


def require_outside(member: Member, lines: Sequence[str], office: str) -> None:
    """Pass who has no post in the line of what is inspected; to others it is not there. Raises `NotFound`."""
    if in_line((post.path for post in member.posts), lines, office):
        raise NotFound


def step(times: int, first: FirstStep) -> Step:
    """What the `times`-th finding of one duty at one shop front within 90 days leads to."""
    if times >= ESCALATES_AT:
        return Step.ESCALATE
    if first is FirstStep.STOP:
        return Step.STOP
    return Step.PERSUADE if first is FirstStep.PERSUADE and times <= 1 else Step.NOTICE
