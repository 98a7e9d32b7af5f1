"""Everything that changes a rehearsal; opening, airing and ending it are the verbs of `lectures`, as on the evening."""

from datetime import timedelta

from django.db import transaction

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import errors as moments
from xiangyue.hall.lectures import prepared
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER, State
from xiangyue.hall.rehearsals import errors
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

KEPT = timedelta(days=7)
"""How long an ended rehearsal may be looked at by those who held it."""


@transaction.atomic
def rehearse(lecture: Lecture, *, by: Member) -> Lecture:
    """Open the lobby of a throw-away copy. Raises `Forbidden`, `WrongMoment`, `StudioBusy`."""
    made = lectures.stand_in(lecture, by=by)
    lectures.open_lobby(made, by=by)
    return made


@transaction.atomic
def forget(rehearsal: Lecture, *, by: Member) -> None:
    """Delete an ended rehearsal; its line and its recording go with the next round of the worker.

    Raises `Forbidden`, `StillRunning`, and `WrongMoment` for a lecture that was real.
    """
    access.require(by, Right.RUN, rehearsal.studio.unit)
    current = lectures.lock(rehearsal)
    if not current.rehearsal_of_id:
        raise moments.WrongMoment(state=State(current.state).label)
    if current.state not in OVER:
        raise errors.StillRunning
    lectures.record(current, "forget", {}, by=by.username)
    prepared.forget(current.pk)
    Forgotten.objects.create(lecture_id=current.pk, at=clock.now())
    Lecture.objects.filter(pk=current.pk).delete()


def forget_old() -> int:
    """Forget rehearsals that ended a week ago; how many. Called by the worker."""
    ended = Lecture.objects.filter(rehearsal_of__isnull=False, state__in=sorted(OVER))
    gone = list(ended.filter(ended_at__lt=clock.now() - KEPT).select_related("studio__unit"))
    for rehearsal in gone:
        forget(rehearsal, by=access.HOUSE)
    return len(gone)


def swept(lecture: str) -> None:
    """The worker deleted what was left of a forgotten rehearsal's line and recording."""
    Forgotten.objects.filter(pk=lecture).update(swept_at=clock.now())
