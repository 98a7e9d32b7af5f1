"""The polls of a lecture: the page to prepare them, and the director's two orders, open and close."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.polls import actions, queries
from xiangyue.hall.polls.states import Step
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.hall import director
from xiangyue.web.hall.question_forms import MoveForm, PollForm, filled_poll
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.stage import Receipt


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What is prepared, and how it went."""
    return _show(request, member, director.lecture_of(member, code, name), PollForm())


@require_POST
@personal
def add(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Prepare a poll; what is wrong is said on the form."""
    lecture, form = director.lecture_of(member, code, name), PollForm(request.POST)
    if form.is_valid():
        try:
            actions.add(lecture, form.draft(), by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("这个投票已经备好。"))
            return redirect("hall:polls", code, name)
    return _show(request, member, lecture, form, status=400)


@personal
def edit(request: HttpRequest, member: Member, code: str, name: str, poll: str) -> HttpResponse:
    """Write a poll anew."""
    lecture = director.lecture_of(member, code, name)
    access.require(member, Right.PLAN, lecture.studio.unit)
    found = queries.get(member, lecture, poll)
    form = PollForm(request.POST or None, initial=filled_poll(found.draft))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, form.draft(), by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("已经改好。"))
            return redirect("hall:polls", code, name)
    context = {
        "lecture": lecture, "studio": lecture.studio, "here": "polls", "form": form, "title": _("改这个投票"),
        "back": reverse("hall:polls", args=[code, name]),
    }  # fmt: skip
    return render(request, "hall/plain_edit.html", context, status=400 if form.errors else 200)


@require_POST
@personal
def remove(request: HttpRequest, member: Member, code: str, name: str, poll: str) -> HttpResponse:
    """Take a poll out."""
    actions.remove(queries.get(member, director.lecture_of(member, code, name), poll), by=member)
    messages.success(request, _("已经删去。"))
    return redirect("hall:polls", code, name)


@require_POST
@personal
def move(request: HttpRequest, member: Member, code: str, name: str, poll: str) -> HttpResponse:
    """Put a poll at another place."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise director.NotUnderstood
    actions.move(queries.get(member, director.lecture_of(member, code, name), poll), form.cleaned_data["to"], by=member)
    return redirect("hall:polls", code, name)


# ------------------------------------------------ for the console
@require_safe
@personal
def state(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Every poll and where it stands, as JSON: members only, sums are in it before they are public."""
    lecture = director.lecture_of(member, code, name)
    polls = [_told(code, name, standing) for standing in queries.standing(member, lecture)]
    return director.answer(server_ms=clock.now_ms(), polls=polls)


@require_POST
@personal
def open_poll(request: HttpRequest, member: Member, code: str, name: str, poll: str) -> HttpResponse:
    """Put a poll before the audience."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    receipt = actions.open_poll(queries.get(member, lecture, poll), by=member, expected=press.expected)
    return _done(request, member, lecture, poll, receipt, _("投票已经放出。"))


@require_POST
@personal
def close_poll(request: HttpRequest, member: Member, code: str, name: str, poll: str) -> HttpResponse:
    """Take no more votes; the result is public with the next tick."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    receipt = actions.close_poll(queries.get(member, lecture, poll), by=member, expected=press.expected)
    return _done(request, member, lecture, poll, receipt, _("投票已经结束，结果公布了。"))


def _done(
    request: HttpRequest, member: Member, lecture: "Lecture", poll: str, receipt: "Receipt", said: str
) -> HttpResponse:
    code, name = lecture.studio.code, lecture.pk
    told = [_told(code, name, each) for each in queries.standing(member, lecture) if each.poll.pk == poll]
    return director.done(request, receipt, page=reverse("hall:polls", args=[code, name]), said=said, poll=told[0])


def _told(code: str, name: str, standing: queries.Standing) -> dict[str, object]:
    poll, result = standing.poll, standing.result
    verb = {Step.PREPARED: "open", Step.OPEN: "close"}.get(standing.step, "")
    return {
        "poll": poll.pk,
        "no": poll.position,
        "text": poll.text,
        "options": poll.options,
        "multi": poll.multi,
        "most": poll.most,
        "shown": poll.shown,
        "step": standing.step.value.lower(),
        "i": result.i if result else None,
        "voters": result.voters if result else 0,
        "counts": result.counts if result else [],
        "next": verb,
        "url": reverse(f"hall:polls-{verb}", args=[code, name, poll.pk]) if verb else "",
    }


def _show(
    request: HttpRequest, member: Member, lecture: "Lecture", form: PollForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "here": "polls",
        "standing": queries.standing(member, lecture),
        "may_plan": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
        "form": form,
    }
    return render(request, "hall/polls.html", context, status=status)


urlpatterns = [
    path("", page, name="polls"),
    path("add/", add, name="polls-add"),
    path("state/", state, name="polls-state"),
    path("<slug:poll>/edit/", edit, name="polls-edit"),
    path("<slug:poll>/remove/", remove, name="polls-remove"),
    path("<slug:poll>/move/", move, name="polls-move"),
    path("<slug:poll>/open/", open_poll, name="polls-open"),
    path("<slug:poll>/close/", close_poll, name="polls-close"),
]
