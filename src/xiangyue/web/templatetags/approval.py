"""What a change does to a lecture that was approved: said before it is saved, and afterwards who is waited for."""

from typing import TYPE_CHECKING

from django import template

from xiangyue.hall.lectures.states import State
from xiangyue.hall.reviews import queries as reviews
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people import queries as people

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

register = template.Library()


@register.inclusion_tag("hall/_again.html")
def approved_before(lecture: "Lecture | str | None") -> dict[str, object]:
    """The sentence for whoever prepares a lecture: a change asks for another approval, or that is waited for now.

    A page that is about no lecture has none in its context, which a template reads as an empty word.
    """
    if not lecture or isinstance(lecture, str):
        return {}
    if lecture.state not in {State.APPROVED, State.PUBLISHED, State.SUBMITTED}:
        return {}
    waiting = reviews.pending(lecture)
    if lecture.state == State.SUBMITTED:
        could = [people.name_of(name) for name in reviews.could(HOUSE, lecture)]
        return {"waits": True, "step": waiting.step, "could": could, "was_public": lecture.published_at is not None}
    if not waiting.steps:
        return {}
    return {"warns": True, "step": waiting.steps[0], "was_public": lecture.state == State.PUBLISHED}
