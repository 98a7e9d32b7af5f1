"""Reads of prints. Whoever asks has already been asked by the noun whose documents they are."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from xiangyue.documents.press.models import Print
from xiangyue.documents.press.states import State
from xiangyue.files import queries as files

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


def newest(lecture: "Lecture", whats: Collection[str]) -> dict[str, Print]:
    """The newest print of each kind, whatever its state, by what it is."""
    prints = Print.objects.filter(lecture=lecture, what__in=whats).select_related("file").order_by("pk")
    return {each.what: each for each in prints}


def ready(lecture: "Lecture", what: str) -> Print | None:
    """The finished print of a kind that was asked for last; while a newer one is made, the one before it."""
    found = Print.objects.filter(lecture=lecture, what=what, state=State.READY).select_related("file")
    return found.order_by("-pk").first()


def is_ready(lecture_id: str, what: str) -> bool:
    """Whether there is a finished print of a kind."""
    return Print.objects.filter(lecture=lecture_id, what=what, state=State.READY).exists()


def ready_among(lectures: Collection[str]) -> set[tuple[str, str]]:
    """What is finished of some lectures: lecture and kind."""
    found = Print.objects.filter(lecture__in=lectures, state=State.READY)
    return {(each.lecture_id, each.what) for each in found.only("lecture_id", "what")}


def content(made: Print) -> bytes:
    """The bytes of a finished print."""
    assert made.file is not None, "asked of what `ready` found"
    return files.content(made.file)
