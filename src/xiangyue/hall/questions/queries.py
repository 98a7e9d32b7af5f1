"""Reads of questions. Official answers are public; the list with what waits is for moderators."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.questions.models import Asked, Later, Prepared
from xiangyue.hall.questions.states import State
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class Answered:
    """An official answer as everybody reads it. `after`: it was given after the lecture."""

    i: int
    question: str
    name: str
    up: int
    answer: str
    unit: str
    source: str
    at: datetime
    after: bool = False


def asked(viewer: Member, lecture: "Lecture") -> QuerySet[Asked]:
    """Everything asked, in the order of asking. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Asked.objects.filter(lecture=lecture).order_by("i")


def get(viewer: Member, lecture: "Lecture", i: int) -> Asked:
    """One question. Raises `NotFound`, `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    found = Asked.objects.filter(lecture=lecture, i=i).select_related("lecture__studio__unit").first()
    if found is None:
        raise NotFound
    return found


def prepared(viewer: Member, lecture: "Lecture") -> QuerySet[Prepared]:
    """What the house brings along, in order. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Prepared.objects.filter(lecture=lecture).select_related("lecture__studio__unit").order_by("position", "pk")


def get_prepared(viewer: Member, lecture: "Lecture", name: str) -> Prepared:
    """One prepared question. Raises `NotFound`, `Forbidden`."""
    found = prepared(viewer, lecture).filter(pk=name).first()
    if found is None:
        raise NotFound
    return found


def put(viewer: Member, lecture: "Lecture") -> set[str]:
    """The commands that are on the line: which prepared questions were put."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return set(Asked.objects.filter(lecture=lecture).exclude(put="").values_list("put", flat=True))


def answers(viewer: Member, public_id: str, *, words: str = "") -> list[Answered]:
    """The official answers of a lecture, those most wanted first; with all of the words in them. Raises `NotFound`."""
    lecture = lectures.get(viewer, public_id)
    later = {row.i: row for row in Later.objects.filter(lecture=lecture)}
    rows = Asked.objects.filter(lecture=lecture).exclude(state__in=[State.NEW, State.DECLINED])
    found = [_answered(row, later.get(row.i)) for row in rows if row.state == State.ANSWERED or row.i in later]
    wanted = [word.lower() for word in words.split()]
    shown = [one for one in found if all(word in _all_words(one) for word in wanted)]
    return sorted(shown, key=lambda one: (-one.up, one.i))


def content(lecture: str) -> list[dict[str, Any]]:
    """What a second person approves of the prepared questions."""
    rows = Prepared.objects.filter(lecture=lecture).order_by("position", "pk")
    return [{"text": row.text} for row in rows]


def later(viewer: Member, lecture: "Lecture") -> dict[int, Later]:
    """Answers given after the lecture, by question. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return {row.i: row for row in Later.objects.filter(lecture=lecture)}


def _answered(row: Asked, later: Later | None) -> Answered:
    if later is not None:
        return Answered(
            row.i, row.text, row.name, row.up, later.answer, later.unit, later.source, later.at, after=True
        )  # fmt: skip
    at = clock.from_ms(row.answered_ms or row.at)
    return Answered(row.i, row.text, row.name, row.up, row.answer, row.unit, row.source, at)


def _all_words(one: Answered) -> str:
    return f"{one.question} {one.answer} {one.unit} {one.source}".lower()
