"""The quiz of a lecture: the page to prepare it, and the director's two orders, put and reveal."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.bank import queries as bank
from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.quiz import actions, queries
from xiangyue.hall.quiz.rules import MAX_ITEMS
from xiangyue.hall.quiz.states import Step
from xiangyue.hall.scores import actions as scoring
from xiangyue.hall.scores import queries as scores
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.hall import director
from xiangyue.web.hall.ordered import Ordered
from xiangyue.web.hall.question_forms import QuestionForm, filled
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.stage import Receipt

OFFERED = 40
"""Questions of the bank on the page; the rest is found by its words."""

AROUND_S = 40
"""Seconds that an item takes beside its own: 26 for late pictures, the rest to speak about the answer."""


@require_POST
@personal
def take(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Copy what was ticked from the bank."""
    lecture = director.lecture_of(member, code, name)
    wanted = request.POST.getlist("question")[:MAX_ITEMS]
    chosen = {question.pk: question for question in bank.usable(member, lecture.studio.unit).filter(pk__in=wanted)}
    taken = actions.take(lecture, [chosen[each] for each in wanted if each in chosen], by=member)
    messages.success(request, _("加进了 {n} 道题。").format(n=taken))
    return redirect("hall:quiz", code, name)


@require_POST
@personal
def speed(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Let speed count, or not."""
    on = request.POST.get("on") == "1"
    scoring.set_speed(director.lecture_of(member, code, name), on, by=member)
    messages.success(request, _("速度最多占两成。") if on else _("只看对错，不看快慢。"))
    return redirect("hall:quiz", code, name)


# ------------------------------------------------ for the console
@require_safe
@personal
def state(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Every item and where it stands, as JSON: members only, the right answers are in it."""
    lecture = director.lecture_of(member, code, name)
    items = [_told(code, name, standing) for standing in queries.standing(member, lecture)]
    return director.answer(server_ms=clock.now_ms(), speed=scores.speed(member, lecture), items=items)


@require_POST
@personal
def put(request: HttpRequest, member: Member, code: str, name: str, item: str) -> HttpResponse:
    """Put an item before the audience."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    found = queries.get(member, lecture, item)
    receipt = actions.put(found, by=member, expected=press.expected)
    return _done(request, member, lecture, found.pk, receipt, _("第 {no} 题已经放出。").format(no=found.position))


@require_POST
@personal
def reveal(request: HttpRequest, member: Member, code: str, name: str, item: str) -> HttpResponse:
    """Open the right answer; before the time is over the line says how many seconds are left."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    found = queries.get(member, lecture, item)
    receipt = actions.reveal(found, by=member, expected=press.expected)
    return _done(request, member, lecture, found.pk, receipt, _("第 {no} 题的答案已经公布。").format(no=found.position))


def _done(
    request: HttpRequest, member: Member, lecture: "Lecture", item: str, receipt: "Receipt", said: str
) -> HttpResponse:
    code, name = lecture.studio.code, lecture.pk
    told = [_told(code, name, each) for each in queries.standing(member, lecture) if each.item.pk == item]
    return director.done(request, receipt, page=reverse("hall:quiz", args=[code, name]), said=said, item=told[0])


def _told(code: str, name: str, standing: queries.Standing) -> dict[str, object]:
    item, row = standing.item, standing.put
    verbs = {Step.PREPARED: "put", Step.OPEN: "reveal", Step.CLOSED: "reveal"}
    verb = verbs.get(standing.step, "")
    return {
        "item": item.pk,
        "no": item.position,
        "kind": item.draft.kind.on_line,
        "text": item.text,
        "options": item.options,
        "s": item.seconds,
        "right": item.draft.spoken,
        "why": item.draft.reason,
        "step": standing.step.value.lower(),
        "i": row.i if row else None,
        "until_ms": row.until_ms if row else None,
        "left_s": standing.left_s,
        "answered": standing.answered,
        "next": verb,
        "url": reverse(f"hall:quiz-{verb}", args=[code, name, item.pk]) if verb else "",
    }


def _show(request: HttpRequest, member: Member, lecture: "Lecture", form: Form, status: int) -> HttpResponse:
    standing = queries.standing(member, lecture)
    words = request.GET.get("words", "")[:100]
    there = {each.item.text for each in standing}
    usable = bank.usable(member, lecture.studio.unit, words=words)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "here": LIST.name,
        "one": LIST.one,
        "rows": LIST.rows(lecture, standing),
        "minutes": -(-sum(AROUND_S + each.item.seconds for each in standing) // 60),
        "may_plan": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
        "speed": scores.speed(member, lecture),
        "begun": any(each.put for each in standing),
        "offered": [question for question in usable[:OFFERED] if question.text not in there],
        "words": words,
        "form": form,
    }
    return render(request, "hall/quiz.html", context, status=status)


LIST = Ordered(
    name="quiz",
    one="item",
    verbs=actions,
    get=queries.get,
    form=QuestionForm,
    filled=filled,
    fields="hall/_question_fields.html",
    added=gettext_lazy("这道题已经加进来。"),
    title=gettext_lazy("改这道题"),
    show=_show,
)

urlpatterns = [
    *LIST.urlpatterns,
    path("take/", take, name="quiz-take"),
    path("speed/", speed, name="quiz-speed"),
    path("state/", state, name="quiz-state"),
    path("<slug:item>/put/", put, name="quiz-put"),
    path("<slug:item>/reveal/", reveal, name="quiz-reveal"),
]
