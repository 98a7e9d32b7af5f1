"""Reads of the prize library, for those inside the unit's studio."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiangyue.hall.prizes.models import Prize
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


def library(viewer: Member, unit: "Unit") -> QuerySet[Prize]:
    """What a unit has to give away. Raises `Forbidden`."""
    rules.require(viewer, Right.VIEW_STUDIO, unit)
    return Prize.objects.filter(unit=unit, retired_at__isnull=True)


def get(viewer: Member, unit: "Unit", number: int) -> Prize:
    """One prize of a unit. Raises `NotFound`, `Forbidden`."""
    prize = library(viewer, unit).select_related("unit").filter(pk=number).first()
    if prize is None:
        raise NotFound
    return prize
