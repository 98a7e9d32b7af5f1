"""Reads of reviews."""

from django.db.models import F

from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.procedures import queries as procedures
from xiangyue.hall.reviews import rules
from xiangyue.hall.reviews.models import Review
from xiangyue.hall.reviews.rules import Pending
from xiangyue.org.access import queries as grants
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

WAITING = 50
"""Submitted lectures looked at for one desk; a county has a few."""


def pending(lecture: Lecture) -> Pending:
    """How far the approval of a lecture is, for those who hold it."""
    taken = Review.objects.filter(lecture=lecture, round=lecture.round).values_list("by", flat=True)
    return Pending(procedures.steps_of(lecture.studio.unit), tuple(taken), tuple(lecture.authors))


def given(viewer: Member, lecture: Lecture) -> list[Review]:
    """The approvals of the present round, for those inside. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return list(Review.objects.filter(lecture=lecture, round=lecture.round))


def could(viewer: Member, lecture: Lecture) -> list[str]:
    """Accounts that could take the next step, for those inside. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    waiting = pending(lecture)
    return rules.others(grants.holders(waiting.step.roles, lecture.studio.unit), waiting)


def waiting_for(viewer: Member) -> list[Lecture]:
    """What waits for this viewer's approval, the nearest evening first."""
    inside = units.under(access.paths(viewer, Right.REVIEW), field="studio__unit__path")
    submitted = Lecture.objects.filter(inside, state=State.SUBMITTED, rehearsal_of__isnull=True)
    found = list(submitted.select_related("studio__unit").order_by("planned_at", "pk")[:WAITING])
    steps = procedures.steps_of_many({each.studio.unit.path for each in found})
    taken: dict[str, list[str]] = {}
    for row in Review.objects.filter(lecture__in=found, round=F("lecture__round")):
        taken.setdefault(row.lecture_id, []).append(row.by)
    return [
        each
        for each in found
        if rules.may_review(
            viewer,
            Pending(steps[each.studio.unit.path], tuple(taken.get(each.pk, ())), tuple(each.authors)),
            each.studio.unit,
        )
    ]
