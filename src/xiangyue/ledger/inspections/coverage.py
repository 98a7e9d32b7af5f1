"""Which places were visited how long ago, and which never: by unit, the longest unseen first.

Only released visits count: a visit that is still sealed must not be told by a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiangyue.ledger.inspections import queries
from xiangyue.ledger.inspections.rules import PLACES
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.models import Subject
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.org.units.states import PLACES as TOWNS

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

AGES = (90, 180, 365)
"""Days that divide the columns."""


@dataclass(slots=True)
class Line:
    """One town or street: how many of its places were seen within 90, 180, 365 days, longer ago, never."""

    unit: "Unit"
    within: list[int]
    never: int = 0

    @property
    def all(self) -> int:
        return sum(self.within) + self.never

    @property
    def seen_percent(self) -> int:
        """Seen within a year. Of nothing, nothing is missing."""
        return round(100 * sum(self.within[:3]) / self.all) if self.all else 100


@dataclass(frozen=True, slots=True)
class Unseen:
    """A place, and when somebody was there last."""

    subject: Subject
    last: datetime | None
    days: int | None


def by_unit(viewer: Member, now: datetime) -> list[Line]:
    """Coverage of each town and street, in the county's own order. Raises `Forbidden`."""
    require(viewer)
    towns = list(units.places())
    lines = {town.path: Line(town, [0] * (len(AGES) + 1)) for town in towns}
    last = queries.last_visits()
    for path, name in _places(viewer).values_list("unit__path", "public_id"):
        line = next((line for top, line in lines.items() if path.startswith(top)), None)
        if line is not None:
            _count(line, last.get(name), now)
    return list(lines.values())


def unseen(viewer: Member, now: datetime, *, days: int, unit: "Unit | None" = None) -> list[Unseen]:
    """Places that nobody visited within so many days, never visited first, then the longest ago. Raises `Forbidden`."""
    require(viewer)
    found = _places(viewer)
    if unit is not None:
        found = found.filter(units.under((unit.path,), field="unit__path"))
    last = queries.last_visits()
    seen = [_unseen(one, last.get(one.public_id), now) for one in found]
    old = [one for one in seen if one.days is None or one.days >= days]
    return sorted(
        old, key=lambda one: (one.days is not None, -(one.days or 0), one.subject.unit.path, one.subject.name)
    )


def require(viewer: Member) -> None:
    """Pass who inspects, dispatches or audits for the whole county. Raises `Forbidden`."""
    root = units.root()
    if not any(access.may(viewer, right, root) for right in (Right.SEAL, Right.AUDIT)):
        access.require(viewer, Right.DISPATCH, root)


def towns() -> Sequence["Unit"]:
    """What a report can be narrowed to."""
    return [unit for unit in units.tree() if unit.kind in TOWNS]


def _places(viewer: Member) -> QuerySet[Subject]:
    return subjects.visible(viewer).filter(closed_at__isnull=True, type__in=sorted(PLACES))


def _unseen(subject: Subject, last: datetime | None, now: datetime) -> Unseen:
    return Unseen(subject, last, None if last is None else (now - last).days)


def _count(line: Line, last: datetime | None, now: datetime) -> None:
    if last is None:
        line.never += 1
        return
    days = (now - last).days
    column = next((at for at, most in enumerate(AGES) if days < most), len(AGES))
    line.within[column] += 1
