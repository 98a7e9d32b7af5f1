"""Reads of reminders. Whoever holds the signed link to one holds the right to see and end it."""

from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.reminders.models import Reminder
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


def by_link(number: int) -> Reminder:
    """The reminder that a signed link named. Raises `NotFound`: it was ended, or its lecture is over."""
    found = Reminder.objects.filter(pk=number).select_related("lecture__studio").first()
    if found is None:
        raise NotFound
    return found


def counted(viewer: Member, lecture: Lecture) -> int:
    """How many asked to be told, for those inside. Raises `Forbidden`."""
    rules.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Reminder.objects.filter(lecture=lecture, confirmed_at__isnull=False).count()
