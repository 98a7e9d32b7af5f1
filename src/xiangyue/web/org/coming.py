"""The lectures to come as a desk shows them: what stands, what is missing, and the one thing to do next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyue.documents.posters import queries as posters
from xiangyue.hall.lectures.states import OPEN, State
from xiangyue.hall.procedures import queries as procedures
from xiangyue.hall.quiz import queries as quiz
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right
from xiangyue.web.reviewed import unreviewed

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.org.access.rules import Member
    from xiangyue.web.org.tasks import Row

SHOWN = 8
"""Lectures on a desk; what comes after them is on the pages of their studios."""

DONE, NOW, TODO = "done", "now", "todo"
PASSED = frozenset({State.APPROVED, State.PUBLISHED}) | OPEN


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the things a lecture needs: done, under way, or still to do."""

    word: str
    said: str
    at: str
    address: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A lecture with its stages and its next step; `step` says what the button does."""

    lecture: "Lecture"
    stages: tuple[Stage, ...]
    step: str
    address: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a lecture beside its own row."""

    poster: bool
    quiz: bool
    approved_by_nobody: bool
    may_plan: bool
    may_run: bool


def of(member: "Member", rows: "list[Row]") -> list[Coming]:
    """Of all studios somebody sees from inside: what is open first, then the nearest; four reads however many."""
    found = [row.open for row in rows if row.open] + sorted(
        (each for row in rows for each in row.coming), key=lambda each: each.planned_at
    )
    lectures = found[:SHOWN]
    if not lectures:
        return []
    drawn, asked = posters.made(lectures), quiz.asked(lectures)
    steps = procedures.steps_of_many({each.studio.unit.path for each in lectures})
    known = [
        Known(
            poster=each.pk in drawn,
            quiz=each.pk in asked,
            approved_by_nobody=not steps[each.studio.unit.path],
            may_plan=access.may(member, Right.PLAN, each.studio.unit),
            may_run=access.may(member, Right.RUN, each.studio.unit),
        )
        for each in lectures
    ]
    return [stand(each, what) for each, what in zip(lectures, known, strict=True)]


def stand(lecture: "Lecture", known: Known) -> Coming:
    """Where a lecture stands."""
    at = (lecture.studio.code, lecture.pk)
    prepare = reverse("hall:prepare", args=at)
    step, address = _next(lecture, known)
    return Coming(lecture, tuple(_stages(lecture, known, prepare)), step, address)


def _stages(lecture: "Lecture", known: Known, prepare: str) -> list[Stage]:
    at = (lecture.studio.code, lecture.pk)
    there, missing = _("有了"), _("还没有")
    drawn = there if known.poster else _("还没排好")  # nobody has to: the worker sets it
    stages = [
        Stage(_("海报"), drawn, _done(known.poster), reverse("documents:poster", args=at)),
        Stage(_("答题"), there if known.quiz else missing, _done(known.quiz), reverse("hall:quiz", args=at)),
    ]
    state = State(lecture.state)
    if not (known.approved_by_nobody and state == State.DRAFT):
        word, where = (_("已通过"), DONE) if state in PASSED else (_("还没送"), TODO)
        word = unreviewed(lecture, asks=not known.approved_by_nobody) or word
        if state == State.SUBMITTED:
            word, where = _("等审核"), NOW
        stages.append(Stage(_("审核"), word, where, prepare))
    public = state in OPEN or state == State.PUBLISHED
    stages.append(Stage(_("公布"), _("已公布") if public else _("还没有"), _done(public), prepare))
    word = {State.ON_AIR: _("正在直播"), State.LOBBY: _("候场中")}.get(state, _("到时候"))
    stages.append(Stage(_("开播"), word, NOW if state in OPEN else TODO, prepare))
    return stages


def _done(is_done: bool) -> str:
    return DONE if is_done else TODO


def _next(lecture: "Lecture", known: Known) -> tuple[str, str]:
    """The one button: its words and where it leads."""
    at = (lecture.studio.code, lecture.pk)
    prepare = reverse("hall:prepare", args=at)
    state = State(lecture.state)
    if lecture.state in OPEN:
        return _("进导播台"), reverse("hall:director", args=at)
    if state == State.PUBLISHED:
        return (_("打开候场"), f"{prepare}#next") if known.may_run else (_("看看准备好了什么"), prepare)
    if not known.may_plan:
        return _("看看准备好了什么"), prepare
    if lecture.returned:
        return _("照退回的话改"), prepare
    if state == State.SUBMITTED:
        return _("看审到哪一步"), f"{prepare}#next"
    if state == State.APPROVED:
        return _("登上节目单"), f"{prepare}#next"
    if not known.quiz:
        return _("出答题的题"), reverse("hall:quiz", args=at)
    return (_("登上节目单") if known.approved_by_nobody else _("提交审核")), f"{prepare}#next"
