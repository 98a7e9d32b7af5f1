"""Reads of commissions: for those inside the studio."""

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from xiangyue.hall.commissions.models import Commission
from xiangyue.hall.commissions.states import State
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from collections.abc import Collection

    from xiangyue.hall.studios.models import Studio


def of_studio(viewer: Member, studio: "Studio") -> QuerySet[Commission]:
    """Everything that was wanted of a studio, newest first. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, studio.unit)
    return Commission.objects.filter(studio=studio).select_related("lecture")


def get(viewer: Member, studio: "Studio", name: str) -> Commission:
    """One of them. Raises `NotFound`, `Forbidden`."""
    found = of_studio(viewer, studio).filter(pk=name).select_related("studio__unit").first()
    if found is None:
        raise NotFound
    return found


def waiting_in(viewer: Member, studios: "Collection[Studio]") -> dict[int, int]:
    """How many wait for the word of each of some studios that somebody sees from inside: one query."""
    codes = [studio.pk for studio in studios if access.may(viewer, Right.VIEW_STUDIO, studio.unit)]
    found = Commission.objects.filter(studio__in=codes, state=State.OPEN).values_list("studio").annotate(n=Count("pk"))
    return dict(found.order_by())


def waiting(viewer: Member, studio: "Studio") -> int:
    """How many wait for the studio's word. Raises `Forbidden`."""
    return of_studio(viewer, studio).filter(state=State.OPEN).count()
