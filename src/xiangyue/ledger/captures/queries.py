"""What a phone takes along, and what it must be asked: the viewer first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from xiangyue.kernel import clock
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter, Task
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.subjects.models import Subject

MOST_PLACES = 4_000
"""Some 400 kB on the phone: a town has hundreds, the county some thousands."""

MOST_MATTERS = 60


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what capacity somebody may report: as whom, and for which unit."""

    via: Reporter
    unit: str
    name: str


def capacities(viewer: Member) -> list[Capacity]:
    """Every capacity of somebody, the one that reaches farthest first; none for whoever may report nothing."""
    found = []
    if access.paths(viewer, Right.INSPECT):
        found.append(Capacity(Reporter.INSPECTOR, "", ""))
    posts = {post.unit for post in viewer.posts if access.may(viewer, Right.WORK, post)}
    named = units.by_code(sorted(posts))
    found += [Capacity(Reporter.UNIT, code, named[code].name) for code in sorted(named)]
    if access.may(viewer, Right.DISPATCH, units.root()):
        found.append(Capacity(Reporter.OFFICE, units.root().code, units.root().name))
    return found


def kinds_for(vias: Iterable[Reporter]) -> list[Kind]:
    """The kinds that stand on a place and may be reported in one of some capacities."""
    asked = set(vias)
    return [kind for kind in kinds.all_current() if kind.subjects and kind.report_by & asked]


def places(viewer: Member) -> tuple[list["Subject"], bool]:
    """Where somebody works: open subjects of their units, of the whole county for who inspects; and whether there are
    more. Households stay where they are.
    """
    paths = access.paths(viewer, Right.WORK)
    everywhere = access.paths(viewer, Right.INSPECT) or access.paths(viewer, Right.DISPATCH)
    found = subjects.visible(viewer).filter(closed_at__isnull=True).exclude(type=Type.HOUSEHOLD)
    if not everywhere:
        found = found.filter(units.under(paths, field="unit__path"))
    rows = list(found.order_by("unit__path", "name", "pk")[: MOST_PLACES + 1])
    return rows[:MOST_PLACES], len(rows) > MOST_PLACES


def to_do(viewer: Member) -> list[Matter]:
    """What somebody may have to do in the street: what their unit mends, and what they were drawn to verify."""
    codes = units.codes(access.paths(viewer, Right.WORK))
    led = Q(lead__in=codes, state__in=[State.ASSIGNED, State.WORKING])
    drawn = Q(state=State.CLAIMED, pk__in=Task.objects.filter(person=viewer.username).values("matter"))
    found = matters.visible(viewer).filter(led | drawn)
    return list(found.order_by(F("due").asc(nulls_last=True), "pk")[:MOST_MATTERS])


def pictures_before(rows: Iterable[Matter]) -> dict[str, "Evidence"]:
    """The first picture of each of some matters that somebody may see, from before it was mended."""
    return evidence.first_before([matter.pk for matter in rows])


def watched(viewer: Member, finding: Finding) -> Matter | None:
    """The matter of the same category at the same subject that was mended and is still watched.

    Only for who may find it again; anybody else just reports.
    """
    may = access.paths(viewer, Right.INSPECT) or access.paths(viewer, Right.DISPATCH)
    if not (may and finding.subject and finding.category):
        return None
    found: QuerySet[Matter] = Matter.objects.filter(
        subject=finding.subject, category=finding.category, kind=finding.kind, state=State.CLOSED
    )
    mended = found.filter(outcome__in=[Outcome.FIXED, Outcome.UNCHECKED], watch_until__gte=clock.now())
    return mended.order_by("-closed_at").first()
