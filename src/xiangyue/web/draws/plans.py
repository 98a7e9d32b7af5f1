"""What a studio prepares: its draws, a draw's plan, its library of prizes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.draws import actions, queries
from xiangyue.hall.draws.rules import Plan
from xiangyue.hall.draws.states import State
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OPEN, OVER
from xiangyue.hall.prizes import actions as prizes
from xiangyue.hall.prizes import queries as library
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.draws import forms
from xiangyue.web.draws.forms import PlanForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.studios.models import Studio

LISTED = 30


@require_safe
@personal
def studio(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """A studio's draws, the lectures that could have one, and what there is to give away."""
    row = studios.get_mine(member, code)
    coming = lectures.for_studio(member, row).exclude(state__in=sorted(OVER)).order_by("planned_at", "pk")
    context = {
        "studio": row,
        "draws": [(draw, queries.plan(draw)) for draw in queries.of_studio(member, code)[:LISTED]],
        "lectures": coming[:LISTED],
        "prizes": library.library(member, row.unit),
        "may_plan": access.may(member, Right.PLAN, row.unit),
    }
    return render(request, "draws/studio.html", context)


@require_safe
@personal
def new(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The form for a new draw of a lecture."""
    lecture = _lecture(member, code, name)
    access.require(member, Right.PLAN, lecture.studio.unit)
    there = queries.of_lecture(member, lecture).count()
    form = PlanForm(initial={"title": _("第 {n} 次抽奖").format(n=there + 1)} if there else None)
    return _form(request, member, lecture, form, (), to=reverse("draws:prepare", args=[code, name]))


@require_POST
@personal
def prepare(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Prepare a draw; what is wrong is said on the form."""
    lecture = _lecture(member, code, name)
    access.require(member, Right.PLAN, lecture.studio.unit)
    to = reverse("draws:prepare", args=[code, name])
    return _kept(request, member, lecture, to, lambda plan: actions.prepare(lecture, plan, by=member).pk)


@require_safe
@personal
def edit(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """The form of a draw that was not announced yet."""
    row = queries.get_mine(member, draw)
    access.require(member, Right.PLAN, row.lecture.studio.unit)
    if row.state != State.PREPARED:
        return redirect("draws:steps", draw)
    plan = queries.plan(row)
    form = PlanForm(initial=forms.initial(plan))
    return _form(request, member, row.lecture, form, plan.prizes, to=reverse("draws:change", args=[draw]))


@require_POST
@personal
def change(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Change a draw that was not announced yet."""
    row = queries.get_mine(member, draw)
    access.require(member, Right.PLAN, row.lecture.studio.unit)

    def keep(plan: Plan) -> str:
        actions.change(row, plan, by=member)
        return row.pk

    return _kept(request, member, row.lecture, reverse("draws:change", args=[draw]), keep)


@require_POST
@personal
def drop(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Forget a draw that was not announced yet."""
    row = queries.get_mine(member, draw)
    actions.drop(row, by=member)
    messages.success(request, _("已经撤下这次抽奖。"))
    return redirect("draws:studio", row.lecture.studio.code)


@require_POST
@personal
def add_prize(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Put a prize into the library."""
    row = studios.get_mine(member, code)
    form = forms.PrizeForm(request.POST)
    words = form.cleaned_data if form.is_valid() else {"name": "", "note": ""}
    try:
        prizes.add(row.unit, words["name"], note=words["note"], by=member)
    except Refusal as no:
        if no.status == 403:
            raise
        messages.error(request, no.sentence)
    return redirect("draws:studio", code)


@require_POST
@personal
def retire_prize(request: HttpRequest, member: Member, code: str, prize: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Take a prize out of the library."""
    row = studios.get_mine(member, code)
    prizes.retire(library.get(member, row.unit, prize), by=member)
    return redirect("draws:studio", code)


def _lecture(member: Member, code: str, name: str) -> "Lecture":
    lecture = lectures.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def _kept(
    request: HttpRequest, member: Member, lecture: "Lecture", to: str, keep: Callable[[Plan], str]
) -> HttpResponse:
    form = PlanForm(request.POST)
    shown: Sequence[dict[str, Any]] = [
        {"name": name, "count": count}
        for name, count in zip(request.POST.getlist("prize-name"), request.POST.getlist("prize-count"), strict=False)
    ]
    if form.is_valid() and not lecture.is_fixed:
        try:
            name = keep(forms.plan(form.cleaned_data, request.POST))
        except Refusal as no:
            if no.status == 403:
                raise
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("抽奖已经备好，密码已经封存。"))
            return redirect("draws:steps", name)
    return _form(request, member, lecture, form, shown, to=to, status=409 if lecture.is_fixed else 400)


def _form(
    request: HttpRequest, member: Member, lecture: "Lecture", form: PlanForm, shown: Sequence[Any], **more: Any
) -> HttpResponse:
    empty = {"name": "", "count": ""}
    rows = [*shown, *(empty for _ in range(max(1, forms.PRIZE_ROWS - len(shown))))]
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "is_open": lecture.state in OPEN,
        "fixed": _fixed(lecture),
        "others": [(draw, queries.plan(draw)) for draw in queries.of_lecture(member, lecture)],
        "first": form.group("title", "eligibility", "least", errors=True),
        "last": form.group("dice", "claim", "claim_days"),
        "lotteries": form.group("lottery_1", "issue_1", "lottery_2", "issue_2"),
        "lotteries_open": bool(form["lottery_1"].value()),
        "rows": rows,
        "library": _library(member, lecture.studio),
        "to": more["to"],
    }
    return render(request, "draws/prepare.html", context, status=more.get("status", 200))


def _fixed(lecture: "Lecture") -> str:
    """Why nothing can be prepared at this moment, in one sentence; empty when it can."""
    if lecture.state in OVER:
        return _("这一场已经结束，不能再备抽奖。")
    if lecture.is_fixed:
        return _(
            "候场以后，内容照审核通过的定下来了：不能再备新的抽奖，也不能改。备好的照常开；作废了的，可以在它那一页“重抽一次”。"
        )
    return ""


def _library(member: Member, row: "Studio") -> list[str]:
    return [prize.name for prize in library.library(member, row.unit)]
