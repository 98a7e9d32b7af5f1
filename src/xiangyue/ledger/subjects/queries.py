"""Reads of subjects. Places are public knowledge; a household exists only for who works for its village."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.subjects import rules
from xiangyue.ledger.subjects.models import Holder, Subject
from xiangyue.ledger.subjects.rules import FARTHEST_M, Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

MOST = 20
"""Of a list to choose from: more is a search that was not narrow enough."""


class Near(NamedTuple):
    """A subject, and how far it is."""

    subject: Subject
    metres: float


def visible(viewer: Member) -> QuerySet[Subject]:
    """Every subject somebody may know of, closed ones included."""
    own = (*access.paths(viewer, Right.REGISTER), *access.paths(viewer, Right.AUDIT))
    household = Q(type=Type.HOUSEHOLD) & ~units.under(own, field="unit__path")
    return Subject.objects.exclude(household).select_related("unit", "line", "committee", "holder")


def get(viewer: Member, public_id: str) -> Subject:
    """One subject. Raises `NotFound`."""
    return _one(visible(viewer).filter(public_id=public_id))


def by_ids(viewer: Member, public_ids: Iterable[str]) -> dict[str, Subject]:
    """Some subjects by their public ids, those that there are: one query."""
    wanted = {public_id for public_id in public_ids if public_id}
    found = visible(viewer).filter(public_id__in=wanted) if wanted else ()
    return {subject.public_id: subject for subject in found}


def by_code(viewer: Member, code: str) -> Subject:
    """The subject of a QR plate. Raises `NotFound`."""
    return _one(visible(viewer).filter(code=code.strip().lower()))


def register_of(viewer: Member, unit: "Unit") -> QuerySet[Subject]:
    """The open subjects of a unit and of those under it, by type and name."""
    inside = units.under((unit.path,), field="unit__path")
    return visible(viewer).filter(inside, closed_at__isnull=True).order_by("type", "name", "pk")


def search(viewer: Member, words: str, *, unit: "Unit | None" = None) -> list[Subject]:
    """Open subjects whose name, address or duty holder contains each word, shortest name first."""
    found = visible(viewer).filter(closed_at__isnull=True)
    if unit is not None:
        found = found.filter(units.under((unit.path,), field="unit__path"))
    if not words.split():
        return []
    found = named(found, words)
    return sorted(found.order_by("pk")[: MOST * 5], key=lambda subject: (len(subject.name), subject.name))[:MOST]


def named(found: QuerySet[Subject], words: str) -> QuerySet[Subject]:
    """Those whose name, address or duty holder contains each word, or whose plate is it; of no word all."""
    for word in words.split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(address__icontains=word)
            | Q(holder__name__icontains=word)
            | Q(code=word.lower())
        )
    return found


def nearby(viewer: Member, around: Position, metres: float) -> list[Near]:
    """Open subjects within so many metres, nearest first.

    Only those measured in the same system: a position of the other one would be off by some hundred metres.
    """
    reach = min(metres, FARTHEST_M)
    edges = rules.box(around, reach)
    inside = visible(viewer).filter(
        closed_at__isnull=True,
        datum=around.datum,
        latitude_e6__range=(edges.south, edges.north),
        longitude_e6__range=(edges.west, edges.east),
    )
    measured = [Near(subject, rules.distance_m(around, where)) for subject in inside if (where := position(subject))]
    near = sorted((one for one in measured if one.metres <= reach), key=lambda one: (one.metres, one.subject.pk))
    return near[:MOST]


def position(subject: Subject) -> Position | None:
    """Where a subject is, if that was ever said."""
    if subject.latitude_e6 is None or subject.longitude_e6 is None:
        return None
    return Position(subject.latitude_e6, subject.longitude_e6, Datum(subject.datum))


def where(subject: Subject, *, said: str = "", limit: int = 200) -> str:
    """Where it is in words: its name and address, with what somebody said beside them."""
    return rules.whereabouts(Type(subject.type), subject.name, subject.address, said=said, limit=limit)


def holder(subject: Subject) -> Holder | None:
    """Who answers for it: a firm or a shop, without contact."""
    return Holder.objects.filter(subject=subject).first()


def _one(found: QuerySet[Subject]) -> Subject:
    subject = found.first()
    if subject is None:
        raise NotFound
    return subject
