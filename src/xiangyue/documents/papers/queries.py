"""Reads of papers: for those inside the studio."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiangyue.documents.papers import figures
from xiangyue.documents.papers.account import Account, Question
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import queries as press
from xiangyue.documents.press.models import Print
from xiangyue.documents.press.states import State
from xiangyue.hall import stage
from xiangyue.hall.audience import queries as audience
from xiangyue.hall.questions import queries as questions
from xiangyue.kernel import answers
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.audience.models import Figures
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.questions.queries import Answered


@dataclass(frozen=True, slots=True)
class Item:
    """One paper as the page shows it; `print` is None while nobody asked for it."""

    paper: Paper
    print: Print | None

    @property
    def is_ready(self) -> bool:
        return self.print is not None and self.print.state == State.READY

    @property
    def is_waiting(self) -> bool:
        return self.print is not None and self.print.state == State.WAITING


def what(paper: Paper) -> str:
    """The name of a paper among prints."""
    return f"paper/{paper.value}"


def items(viewer: Member, lecture: "Lecture") -> list[Item]:
    """Every paper. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    found = press.newest(lecture, [what(paper) for paper in Paper])
    return [Item(paper, found.get(what(paper))) for paper in Paper]


def content(viewer: Member, lecture: "Lecture", paper: Paper) -> Print:
    """A finished paper. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    made = press.ready(lecture, what(paper))
    if made is None:
        raise NotFound
    return made


def definitions() -> list[tuple[str, str, str]]:
    """Every figure's name, unit and what it counts."""
    return [(figure.name, figure.unit, figure.means) for figure in figures.FIGURES]


def counted(lecture: "Lecture") -> "Figures":
    """What the audience's follower has counted; for the worker, which looks for the house."""
    return audience.figures(HOUSE, lecture)


def account(lecture: "Lecture") -> Account:
    """What happened, from the whole line, and what was answered since; seconds for a long evening: for the worker."""
    account = Account(stage.whole(lecture.pk))
    for left in questions.withdrawn(HOUSE, lecture):
        account.leave(left.i, Question(left.text, left.state.lower(), ups=left.up))
    for one in official(lecture):
        account.hear(one.i, answers.composed(one.answer, one.source), one.unit)
    return account


def official(lecture: "Lecture") -> "list[Answered]":
    """The official answers as everybody reads them today: those given after the lecture are in no line."""
    return questions.answers(HOUSE, lecture.pk)
