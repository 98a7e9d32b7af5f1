"""Reads of studios. That a studio exists is public; its keys are seen by those who may make them."""

from django.db.models import QuerySet

from xiangyue.hall.studios.models import StreamKey, Studio
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units


def visible_to(viewer: Member) -> QuerySet[Studio]:  # noqa: ARG001 - every door asks who is looking; this one lets all in
    """All studios of the alliance, in the county's own order."""
    return Studio.objects.select_related("unit")


def get(viewer: Member, code: str) -> Studio:
    """One studio. Raises `NotFound`."""
    studio = visible_to(viewer).filter(code=code).first()
    if studio is None:
        raise NotFound
    return studio


def mine(viewer: Member) -> QuerySet[Studio]:
    """The studios the viewer sees from inside: what a desk lists."""
    condition = units.under(rules.paths(viewer, Right.VIEW_STUDIO), field="unit__path")
    return Studio.objects.filter(condition).select_related("unit")


def get_mine(viewer: Member, code: str) -> Studio:
    """One studio, from inside. Raises `NotFound`, `Forbidden` or `SecondFactorMissing`."""
    studio = get(viewer, code)
    rules.require(viewer, Right.VIEW_STUDIO, studio.unit)
    return studio


def keys(viewer: Member, studio: Studio) -> QuerySet[StreamKey]:
    """The keys of a studio, revoked ones last. Raises `Forbidden`."""
    rules.require(viewer, Right.KEY, studio.unit)
    return StreamKey.objects.filter(studio=studio).order_by("revoked_at", "-made_at")


def get_key(viewer: Member, studio: Studio, number: int) -> StreamKey:
    """One key of a studio. Raises `NotFound`, `Forbidden`."""
    key = keys(viewer, studio).filter(pk=number).select_related("studio__unit").first()
    if key is None:
        raise NotFound
    return key
