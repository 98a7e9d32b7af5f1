"""Reads of timers: a unit's digests, for who works there."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiangyue.ledger.timers.models import Digest
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


def digests(viewer: Member, unit: "Unit") -> QuerySet[Digest]:
    """What a unit was told, latest first, with the rungs that fired. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, unit)
    return Digest.objects.filter(unit=unit).prefetch_related("rungs").order_by("-on")


def untold() -> QuerySet[Digest]:
    """Digests that nobody has been sent yet, oldest first. For the worker."""
    return Digest.objects.filter(told_at__isnull=True).prefetch_related("rungs").order_by("made_at")
