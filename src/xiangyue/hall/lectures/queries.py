"""Reads of lectures. Who is looking comes first; what they may not see is not there (404, like an unknown name)."""

import hashlib
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from xiangyue.hall.lectures import errors, prepared
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, OVER, State
from xiangyue.hall.scripts import queries as scripts
from xiangyue.hall.scripts.rules import Script, Speaker
from xiangyue.hall.studios.models import Studio
from xiangyue.kernel import chain, clock
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
    Rehearsals are nobody's to list; what is announced and changed again waits unseen for its approval (`in_revision`).
    """
    announced = Q(state=State.PUBLISHED, planned_at__lte=clock.now() + ANNOUNCED)
    begun = Q(state__in=[State.LOBBY, State.ON_AIR, State.ENDED, State.REPLAY])
    called_off = Q(state=State.CANCELLED, published_at__isnull=False)
    inside = units.under(rules.paths(viewer, Right.VIEW_STUDIO), field="studio__unit__path")
    real = Lecture.objects.filter(rehearsal_of__isnull=True)
    return real.filter(announced | begun | called_off | inside).select_related("studio__unit")


def get(viewer: Member, public_id: str) -> Lecture:
    """One lecture. Raises `NotFound`."""
    lecture = visible_to(viewer).filter(pk=public_id).first()
    if lecture is None:
        raise NotFound
    return lecture


def get_mine(viewer: Member, public_id: str) -> Lecture:
    """One lecture or rehearsal, from inside its studio. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    rehearsal = Lecture.objects.filter(pk=public_id, rehearsal_of__isnull=False).select_related("studio__unit").first()
    if rehearsal is not None and rules.may(viewer, Right.VIEW_STUDIO, rehearsal.studio.unit):
        return rehearsal
    lecture = get(viewer, public_id)
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return lecture


def in_revision(public_id: str) -> Lecture | None:
    """A lecture that was announced and whose new words wait for approval: a page may say so, and nothing of them."""
    known = Lecture.objects.filter(pk=public_id, published_at__isnull=False, rehearsal_of__isnull=True)
    return known.filter(state__in=[State.DRAFT, State.SUBMITTED, State.APPROVED]).select_related("studio__unit").first()


def on_air(viewer: Member) -> QuerySet[Lecture]:
    """What can be watched now, the latest first."""
    return _listed(viewer).filter(state=State.ON_AIR).order_by("-on_air_at", "pk")


def in_lobby(viewer: Member) -> QuerySet[Lecture]:
    """What is about to begin."""
    return _listed(viewer).filter(state=State.LOBBY).order_by("planned_at", "pk")


def upcoming(viewer: Member, *, until: datetime | None = None) -> QuerySet[Lecture]:
    """The programme: what is planned or in its lobby, the nearest first."""
    coming = Q(state=State.LOBBY) | Q(state=State.PUBLISHED, planned_at__gt=clock.now() - LATE)
    lectures = _listed(viewer).filter(coming).order_by("planned_at", "pk")
    return lectures.filter(planned_at__lt=until) if until else lectures


def coming(viewer: Member) -> QuerySet[Lecture]:
    """Everything that has not ended, the nearest first: what is prepared for."""
    return visible_to(viewer).exclude(state__in=sorted(OVER)).order_by("planned_at", "pk")


def today(viewer: Member) -> QuerySet[Lecture]:
    """The programme up to midnight in China."""
    return upcoming(viewer, until=_midnight())


def recent_replays(viewer: Member) -> QuerySet[Lecture]:
    """What can be watched again, the latest first."""
    return _listed(viewer).filter(state=State.REPLAY).order_by("-ended_at", "pk")


def of_studio(viewer: Member, studio: Studio) -> QuerySet[Lecture]:
    """What a studio's public page shows, the latest first: no cancelled plans, no withheld replays."""
    shown = [State.PUBLISHED, State.LOBBY, State.ON_AIR, State.REPLAY]
    return _listed(viewer).filter(studio=studio, state__in=shown).order_by("-planned_at", "pk")


def for_studio(viewer: Member, studio: Studio) -> QuerySet[Lecture]:
    """Every lecture of a studio, for those inside it. Raises `Forbidden`, `SecondFactorMissing`."""
    return _inside(viewer, studio).filter(rehearsal_of__isnull=True)


def open_in(viewer: Member, studio: Studio) -> Lecture | None:
    """What is in the lobby or on air in a studio, a rehearsal too, for those inside it. Raises `Forbidden`."""
    return _inside(viewer, studio).filter(state__in=sorted(OPEN)).first()


def to_copy(viewer: Member, studio: Studio) -> Lecture:
    """The studio's last lecture, to plan the next one like it. Raises `Forbidden`, `NothingToCopy`."""
    last = for_studio(viewer, studio).exclude(state=State.CANCELLED).first()
    if last is None:
        raise errors.NothingToCopy
    return last


def script_of(lecture: Lecture) -> Script:
    """What is prepared for a lecture in words, for those who hold it already."""
    return Script(
        title=lecture.title,
        topic=lecture.topic,
        summary=lecture.summary,
        speakers=scripts.speakers(lecture.pk) or (Speaker(lecture.speaker),),
        parts=scripts.parts(lecture.pk),
    )


def content_hash(lecture: Lecture) -> str:
    """What a second person approves, in 64 hex letters: the words, and everything that other nouns have prepared."""
    content = {"script": script_of(lecture).content(), **prepared.content(lecture.pk)}
    return hashlib.sha256(chain.canonical(content)).hexdigest()


def known(public_ids: list[str]) -> list[str]:
    """Which of these lectures there are: for the follower, which looks on nobody's behalf."""
    return sorted(Lecture.objects.filter(pk__in=public_ids).values_list("pk", flat=True))


def _listed(viewer: Member) -> QuerySet[Lecture]:
    return visible_to(viewer).filter(unlisted=False)


def _inside(viewer: Member, studio: Studio) -> QuerySet[Lecture]:
    rules.require(viewer, Right.VIEW_STUDIO, studio.unit)
    return Lecture.objects.filter(studio=studio).select_related("studio__unit").order_by("-planned_at", "pk")


def _midnight() -> datetime:
    local = clock.now().astimezone(clock.COUNTY_ZONE)
    return datetime.combine(local.date() + timedelta(days=1), time(), clock.COUNTY_ZONE)
