"""The polls of a lecture: the page to prepare them, and the director's two orders, open and close."""

from typing import TYPE_CHECKING

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.polls import actions, queries
from xiangyue.hall.polls.states import Step
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.hall import director
from xiangyue.web.hall.ordered import Ordered
from xiangyue.web.hall.question_forms import PollForm, filled_poll
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.stage import Receipt


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


def _show(request: HttpRequest, member: Member, lecture: "Lecture", form: Form, status: int) -> HttpResponse:
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "here": LIST.name,
        "one": LIST.one,
        "rows": LIST.rows(lecture, queries.standing(member, lecture)),
        "may_plan": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
        "form": form,
    }
    return render(request, "hall/polls.html", context, status=status)


LIST = Ordered(
    name="polls",
    one="poll",
    verbs=actions,
    get=queries.get,
    form=PollForm,
    filled=filled_poll,
    fields="_fields.html",
    added=gettext_lazy("这个投票已经备好。"),
    title=gettext_lazy("改这个投票"),
    show=_show,
)

urlpatterns = [
    *LIST.urlpatterns,
    path("state/", state, name="polls-state"),
    path("<slug:poll>/open/", open_poll, name="polls-open"),
    path("<slug:poll>/close/", close_poll, name="polls-close"),
]
