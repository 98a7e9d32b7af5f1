"""Reads of a lecture's quiz, for those inside the studio: the right answers are in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from xiangyue.hall.quiz import rules
from xiangyue.hall.quiz.models import Item
from xiangyue.hall.quiz.states import Step
from xiangyue.hall.scores import queries as scores
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.scores.models import Put


@dataclass(frozen=True, slots=True)
class Standing:
    """An item and where it is: `put` is its event, `left_s` the seconds until its answer may be revealed."""

    item: Item
    step: Step
    put: "Put | None" = None
    left_s: int = 0
    answered: int = 0

    @property
    def thing(self) -> Item:
        return self.item

    @property
    def is_free(self) -> bool:
        """Not on the line yet: it may still be changed, moved, removed."""
        return self.put is None


def items(viewer: Member, lecture: "Lecture") -> QuerySet[Item]:
    """What is prepared, in order. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Item.objects.filter(lecture=lecture).select_related("lecture__studio__unit").order_by("position", "pk")


def get(viewer: Member, lecture: "Lecture", name: str) -> Item:
    """One prepared item. Raises `NotFound`, `Forbidden`."""
    item = items(viewer, lecture).filter(pk=name).first()
    if item is None:
        raise NotFound
    return item


def standing(viewer: Member, lecture: "Lecture") -> list[Standing]:
    """Every prepared item with where it stands now."""
    now = clock.now_ms()
    put = {row.command: row for row in scores.put(viewer, lecture)}
    counts = scores.answered(viewer, lecture)
    found = []
    for item in items(viewer, lecture):
        row = put.get(item.command)
        if row is None:
            found.append(Standing(item, Step.PREPARED))
        else:
            step = rules.step(row.until_ms, row.right is not None, now)
            found.append(Standing(item, step, row, rules.seconds_left(row.until_ms, now), counts.get(row.i, 0)))
    return found


def content(lecture: str) -> list[dict[str, Any]]:
    """What a second person approves of a lecture's quiz: every word and every answer; no salt."""
    return [item.draft.as_dict() for item in Item.objects.filter(lecture=lecture).order_by("position", "pk")]


def asked(lectures: Iterable["Lecture"]) -> set[str]:
    """Those of some lectures for which a quiz is prepared, for those who hold them: one query."""
    return set(Item.objects.filter(lecture__in=list(lectures)).values_list("lecture_id", flat=True))


def names(lecture: str) -> list[tuple[str, str]]:
    """Name and text of what is prepared, in order: for the run of show."""
    return list(Item.objects.filter(lecture=lecture).order_by("position", "pk").values_list("pk", "text"))
