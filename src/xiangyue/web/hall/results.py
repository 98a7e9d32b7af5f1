"""What came of a lecture's quiz, polls and questions: a page of sums for those inside, and the same as files."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.hall.bank.states import Kind
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.draws.states import State as Drawn
from xiangyue.hall.lectures.states import OPEN
from xiangyue.hall.polls import queries as polls
from xiangyue.hall.questions import queries as questions
from xiangyue.hall.questions.states import State
from xiangyue.hall.scores import queries as scores
from xiangyue.hall.traces import queries as traces
from xiangyue.kernel import clock
from xiangyue.org.access.rules import Member
from xiangyue.web.hall import director
from xiangyue.web.hall.sheets import Cell, Table, as_csv, as_xlsx
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw
    from xiangyue.hall.lectures.models import Lecture


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The sums, with what each of them counts beside it."""
    lecture = director.lecture_of(member, code, name)
    asked = questions.asked(member, lecture)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "here": "results",
        "quiz": scores.results(member, lecture),
        "polls": polls.results(member, lecture),
        "draws": [_drawn(draw) for draw in draws.of_lecture(member, lecture)],
        "asked": asked.count(),
        "answered": len(questions.answers(member, lecture.pk)),
        "erased": traces.erased(member, lecture),
        "running": lecture.state in OPEN,
    }
    return render(request, "hall/results.html", context)


@require_safe
@personal
def results_csv(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The items in sums."""
    lecture = director.lecture_of(member, code, name)
    return as_csv(_items(member, lecture), f"{lecture.title}-答题结果")


@require_safe
@personal
def scores_csv(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - same
    """What each pseudonym has."""
    lecture = director.lecture_of(member, code, name)
    return as_csv(_scores(member, lecture), f"{lecture.title}-得分")


@require_safe
@personal
def workbook(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - same
    """Everything, with the definitions as the last sheet."""
    lecture = director.lecture_of(member, code, name)
    tables = [make(member, lecture) for make in (_items, _scores, _polls, _asked)]
    return as_xlsx([*tables, _definitions()], f"{lecture.title}-互动结果")


def _drawn(draw: "Draw") -> dict[str, object]:
    """One draw: who it was for, of how many it was drawn, and who has won what."""
    taken = draws.steps(draw)
    won = taken["draw_result"].data["winners"] if "draw_result" in taken else []
    prizes = [
        (prize["name"], prize["count"], [one["label"] for one in won if one["prize"] == place])
        for place, prize in enumerate(draw.prizes)
    ]
    roster = taken["draw_roster"].data["count"] if "draw_roster" in taken else None
    tone = {Drawn.RESULT: "moss", Drawn.VOID: "amber"}.get(Drawn(draw.state), "ink")
    return {"draw": draw, "tone": tone, "who": draws.plan(draw).rule.sentence, "roster": roster, "prizes": prizes}


def _items(member: Member, lecture: "Lecture") -> Table:
    heads = [
        _("题号"), _("题型"), _("题目"), _("正确答案"), _("答题人数"), _("答对人数"), _("得分合计"), _("各选项人数"),
    ]  # fmt: skip

    def rows() -> Iterator[Sequence[Cell]]:
        for item in scores.results(member, lecture).items:
            chosen = "；".join(f"{option} {n}" for option, n in zip(item.options, item.counts, strict=True))
            kind = str(Kind(item.kind.upper()).label)
            yield [item.no, kind, item.text, item.spoken, item.answered, item.right, item.points, chosen]

    return Table(_("题目"), heads, rows())


def _scores(member: Member, lecture: "Lecture") -> Table:
    heads = [_("笔名"), _("答题数"), _("答对数"), _("得分")]
    rows: Iterator[Sequence[Cell]] = (
        [one.pseudonym, one.answered, one.right, one.points] for one in scores.scores(member, lecture).iterator()
    )
    return Table(_("得分"), heads, rows)


def _polls(member: Member, lecture: "Lecture") -> Table:
    heads = [_("投票"), _("选项"), _("票数"), _("投票人数"), _("百分比")]
    rows: Iterator[Sequence[Cell]] = (
        [result.text, option, n, result.voters, percent]
        for result in polls.results(member, lecture)
        for option, n, percent in result.rows
    )
    return Table(_("投票"), heads, rows)


def _asked(member: Member, lecture: "Lecture") -> Table:
    heads = [_("问题"), _("状态"), _("支持人数"), _("官方答复"), _("答复单位"), _("依据"), _("答复时间")]
    answered = {one.i: one for one in questions.answers(member, lecture.pk)}

    def rows() -> Iterator[Sequence[Cell]]:
        for row in questions.asked(member, lecture):
            one = answered.get(row.i)
            state = State.ANSWERED if one else State(row.state)
            when = one.at.astimezone(clock.COUNTY_ZONE).strftime("%Y-%m-%d %H:%M") if one else ""
            words = [one.answer, one.unit, one.source] if one else ["", "", ""]
            yield [row.text, str(state.label), row.up, *words, when]

    return Table(_("提问"), heads, rows())


def _definitions() -> Table:
    rows = [
        [_("答题人数"), _("在规定时间内对这道题交了答案的笔名数；每个笔名每题只记第一次。")],
        [_("答对人数"), _("答案与事先封存、事后公布的正确答案完全一致的笔名数。多选题要全对才算对。")],
        [_("得分"), _("答对一题 1000 分，答错或没答 0 分。开启“速度计分”时，最慢的答对者少 200 分。")],
        [_("投票人数"), _("投过票的笔名数；改投的以结束前最后一次为准。")],
        [_("百分比"), _("票数除以投票人数；可以选几个的投票，各项相加会超过 100。")],
        [_("支持人数"), _("点了“我也想问”的笔名数，每个笔名每个问题一次。")],
        [_("笔名"), _("每场宣讲随机生成，只在这一场有效；平台不知道也不公布背后是谁。")],
    ]
    return Table(_("说明"), [_("指标"), _("怎么算的")], rows)


urlpatterns = [
    path("", page, name="results"),
    path("items.csv", results_csv, name="results-items"),
    path("scores.csv", scores_csv, name="results-scores"),
    path("all.xlsx", workbook, name="results-all"),
]
