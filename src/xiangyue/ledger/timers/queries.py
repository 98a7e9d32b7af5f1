"""Reads of timers: a unit's digests, for who works there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.timers.models import Digest
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True, slots=True)
class Line:
    """One rung of a digest: how far it is, and which matter."""

    level: Level
    matter: str
    number: str
    title: str
    due: datetime | None


def lines(digest: Digest) -> list[Line]:
    """What a digest says, the gravest first, each matter once. The caller was given it from here."""
    gravest: dict[str, int] = {}
    for rung in digest.rungs.all():
        gravest[rung.matter] = max(rung.level, gravest.get(rung.matter, 0))
    rows = Matter.objects.in_bulk(list(gravest))
    found = [
        Line(Level(level), name, rows[name].number, rows[name].title, rows[name].due)
        for name, level in gravest.items()
        if name in rows
    ]
    return sorted(found, key=lambda line: (-line.level, line.number))


def digests(viewer: Member, unit: "Unit") -> QuerySet[Digest]:
    """What a unit was told, latest first, with the rungs that fired. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, unit)
    return Digest.objects.filter(unit=unit).prefetch_related("rungs").order_by("-on")


def untold(until: date) -> list[int]:
    """Digests up to a day that nobody has been sent yet, oldest first. For the worker."""
    return list(
        Digest.objects.filter(told_at__isnull=True, on__lte=until).order_by("on", "pk").values_list("pk", flat=True)
    )
