"""What is prepared for a lecture and brought on in its turn: slides, polls, quiz, draws. Each noun is one `Source`.

A row says what the console shows of one prepared thing; `i` is the number under which the line knows it, once it is on.
The console brings it on by kind, `ref` and step, and learns nothing else of the noun.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from xiangyue.hall import stage
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import Member

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a director on a prepared thing: which, which step of it, and what makes it once."""

    ref: str
    step: str
    command: str
    expected: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One noun: `rows` of what is prepared, and the verb that brings one on."""

    rows: "Callable[[Member, Lecture], list[dict[str, Any]]]"
    act: "Callable[[Member, Lecture, Press], stage.Receipt]"


SOURCES: dict[str, Source] = {}
"""By the name under which the console knows them: "slides", "polls", "items", "draws"."""

PARTS = (
    (1, _("候场"), 10),
    (2, _("开讲导语"), 2),
    (3, _("微宣讲"), 20),
    (4, _("互动"), 10),
    (5, _("结语"), 3),
    (6, _("答题抽奖"), 10),
)
"""The six parts, and for how many minutes each is planned unless the lecture says otherwise."""


def prepared(member: Member, lecture: "Lecture") -> dict[str, Any]:
    """Everything the run of show can bring on."""
    parts = [{"p": p, "title": str(title), "minutes": minutes} for p, title, minutes in PARTS]
    rows: dict[str, Any] = {name: [] for name in ("slides", "polls", "items", "draws")}
    return {"parts": parts, **rows, **{name: source.rows(member, lecture) for name, source in SOURCES.items()}}


def act(member: Member, lecture: "Lecture", kind: str, press: Press) -> stage.Receipt:
    """Bring something on, or take its next step. Raises `NotFound` for a kind there is none of."""
    if kind not in SOURCES:
        raise NotFound
    return SOURCES[kind].act(member, lecture, press)
