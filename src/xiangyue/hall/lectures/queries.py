"""Reads of lectures. Who is looking comes first; what they may not see is not there (404, like an unknown name)."""

from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios.models import Studio
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

ANNOUNCED = timedelta(days=30)
"""How far ahead the programme is public."""

LATE = timedelta(hours=3)
"""How long a plan that nobody opened stays on the programme: it may begin late, but not tomorrow."""


def visible_to(viewer: Member) -> QuerySet[Lecture]:
    """What a viewer may know of: the announced programme, what is open, replays; their own studios' lectures entirely.

    A withheld replay and a cancelled plan stay visible as such: an address once given out says what became of it.
    """
    public = ~Q(state=State.DRAFT) | Q(planned_at__lte=clock.now() + ANNOUNCED)
    inside = units.under(rules.paths(viewer, Right.VIEW_STUDIO), field="studio__unit__path")
    return Lecture.objects.filter(public | inside).select_related("studio__unit")


def get(viewer: Member, public_id: str) -> Lecture:
    """One lecture. Raises `NotFound`."""
    lecture = visible_to(viewer).filter(pk=public_id).first()
    if lecture is None:
        raise NotFound
    return lecture


def get_mine(viewer: Member, public_id: str) -> Lecture:
    """One lecture, from inside its studio. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    lecture = get(viewer, public_id)
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return lecture


def on_air(viewer: Member) -> QuerySet[Lecture]:
    """What can be watched now, the latest first."""
    return visible_to(viewer).filter(state=State.ON_AIR).order_by("-on_air_at", "pk")


def in_lobby(viewer: Member) -> QuerySet[Lecture]:
    """What is about to begin."""
    return visible_to(viewer).filter(state=State.LOBBY).order_by("planned_at", "pk")


def upcoming(viewer: Member, *, until: datetime | None = None) -> QuerySet[Lecture]:
    """The programme: what is planned or in its lobby, the nearest first."""
    coming = Q(state=State.LOBBY) | Q(state=State.DRAFT, planned_at__gt=clock.now() - LATE)
    lectures = visible_to(viewer).filter(coming).order_by("planned_at", "pk")
    return lectures.filter(planned_at__lt=until) if until else lectures


def today(viewer: Member) -> QuerySet[Lecture]:
    """The programme up to midnight in China."""
    return upcoming(viewer, until=_midnight())


def recent_replays(viewer: Member) -> QuerySet[Lecture]:
    """What can be watched again, the latest first."""
    return visible_to(viewer).filter(state=State.REPLAY).order_by("-ended_at", "pk")


def of_studio(viewer: Member, studio: Studio) -> QuerySet[Lecture]:
    """What a studio's public page shows, the latest first: no cancelled plans, no withheld replays."""
    shown = [State.DRAFT, State.LOBBY, State.ON_AIR, State.REPLAY]
    return visible_to(viewer).filter(studio=studio, state__in=shown).order_by("-planned_at", "pk")


def for_studio(viewer: Member, studio: Studio) -> QuerySet[Lecture]:
    """Every lecture of a studio, for those inside it. Raises `Forbidden`, `SecondFactorMissing`."""
    rules.require(viewer, Right.VIEW_STUDIO, studio.unit)
    return Lecture.objects.filter(studio=studio).select_related("studio__unit").order_by("-planned_at", "pk")


def known(public_ids: list[str]) -> list[str]:
    """Which of these lectures there are: for the follower, which looks on nobody's behalf."""
    return sorted(Lecture.objects.filter(pk__in=public_ids).values_list("pk", flat=True))


def _midnight() -> datetime:
    local = clock.now().astimezone(clock.COUNTY_ZONE)
    return datetime.combine(local.date() + timedelta(days=1), time(), clock.COUNTY_ZONE)
