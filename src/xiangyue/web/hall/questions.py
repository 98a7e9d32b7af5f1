"""Questions of a lecture: the moderators' list, what the house brings along, and official answers for everybody."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OPEN, OVER
from xiangyue.hall.questions import actions, queries
from xiangyue.hall.questions.states import MOVES, State
from xiangyue.kernel import answers as spelling
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.questions import queries as ledger
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import GUEST, Member
from xiangyue.org.access.states import Right
from xiangyue.web.hall import director
from xiangyue.web.hall.question_forms import PreparedForm
from xiangyue.web.looking import personal, public

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.questions.models import Asked

VERBS = {"approve": actions.approve, "live": actions.show, "decline": actions.decline}
TO = {"approve": State.APPROVED, "live": State.LIVE, "answer": State.ANSWERED, "decline": State.DECLINED}


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What was asked and what was made of it; what the house brings along."""
    return _show(request, member, director.lecture_of(member, code, name), PreparedForm())


@require_POST
@personal
def prepare(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Bring a question along."""
    lecture, form = director.lecture_of(member, code, name), PreparedForm(request.POST)
    if form.is_valid():
        try:
            actions.prepare(lecture, form.cleaned_data["text"], by=member)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            messages.success(request, _("备好了一个问题。"))
            return redirect("hall:questions", code, name)
    return _show(request, member, lecture, form, status=400)


@require_POST
@personal
def remove(request: HttpRequest, member: Member, code: str, name: str, prepared: str) -> HttpResponse:
    """Leave a prepared question at home."""
    lecture = director.lecture_of(member, code, name)
    actions.remove(queries.get_prepared(member, lecture, prepared), by=member)
    messages.success(request, _("已经删去。"))
    return redirect("hall:questions", code, name)


# ------------------------------------------------ for the console
@require_POST
@personal
def put(request: HttpRequest, member: Member, code: str, name: str, prepared: str) -> HttpResponse:
    """Put a prepared question among the residents'."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    receipt = actions.put(queries.get_prepared(member, lecture, prepared), by=member, expected=press.expected)
    where = reverse("hall:questions", args=[code, name])
    return director.done(request, receipt, page=where, said=_("问题已经放出。"))


@require_POST
@personal
def move(request: HttpRequest, member: Member, code: str, name: str, i: int, verb: str) -> HttpResponse:
    """Approve, put on air or decline a question."""
    if verb not in VERBS:
        raise NotFound
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    asked = queries.get(member, lecture, i)
    receipt = VERBS[verb](asked, by=member, command=press.command, expected=press.expected)
    said = {"approve": _("已经公开。"), "live": _("正在回答这个问题。"), "decline": _("没有采用。")}[verb]
    where = reverse("hall:questions", args=[code, name])
    return director.done(request, receipt, page=where, said=said, question=_told(code, name, asked))


@require_POST
@personal
def answer(request: HttpRequest, member: Member, code: str, name: str, i: int) -> HttpResponse:
    """Answer officially: `answer`, `unit`, `source`. After the lecture too."""
    press, lecture = director.pressed(request), director.lecture_of(member, code, name)
    asked = queries.get(member, lecture, i)
    receipt = actions.answer(
        asked, press.word("answer"), unit=press.word("unit"), source=press.word("source"), by=member,
        command=press.command, expected=press.expected,
    )  # fmt: skip
    where = reverse("hall:questions", args=[code, name])
    told = _told(code, name, asked)
    return director.done(request, receipt, page=where, said=_("官方答复已经公布，会一直留着。"), question=told)


@require_POST
@personal
def hand_on(request: HttpRequest, member: Member, code: str, name: str, i: int) -> HttpResponse:
    """Hand a question on to a department: it becomes a matter with a deadline."""
    lecture = director.lecture_of(member, code, name)
    made = actions.hand_on(queries.get(member, lecture, i), request.POST.get("category", "")[:40], by=member)
    said = _("已经转给{unit}，编号 {number}。").format(unit=made.unit or _("办公室"), number=made.number)
    messages.success(request, said)
    return redirect("hall:questions", code, name)


# ------------------------------------------------ for everybody
@require_safe
@public
def later(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The answers that no line has: given after the end, or by a department. For the replay."""
    found = [one for one in queries.answers(GUEST, name) if one.after]
    told = [
        {
            "i": one.i,
            "answer": spelling.composed(one.answer, one.source),
            "unit": one.unit,
            "at": round(one.at.timestamp() * 1000),
        }
        for one in found
    ]
    return JsonResponse({"answers": told}, json_dumps_params={"ensure_ascii": False})


@require_safe
@public
def answers(request: HttpRequest, name: str) -> HttpResponse:
    """The official answers of a lecture, with date, unit and source; they stay."""
    words = " ".join(request.GET.get("words", "")[:100].split())
    lecture = lectures.get(GUEST, name)
    every = queries.answers(GUEST, name)
    found = queries.answers(GUEST, name, words=words) if words else every
    context = {"lecture": lecture, "answers": found, "every": len(every), "words": words, "here": "lectures"}
    return render(request, "hall/answers.html", context)


def _told(code: str, name: str, row: "Asked") -> dict[str, object]:
    moves = {verb for verb, to in TO.items() if to in MOVES[State(row.state)]}
    where = [code, name, row.i]
    return {
        "i": row.i,
        "state": row.state.lower(),
        "name": row.name,
        "pseudonym": row.pseudonym,
        "text": row.text,
        "at": row.at,
        "up": row.up,
        "answer": row.answer,
        "unit": row.unit,
        "source": row.source,
        "moves": {
            verb: reverse("hall:questions-answer", args=where)
            if verb == "answer"
            else reverse("hall:questions-move", args=[*where, verb])
            for verb in TO
            if verb in moves
        },
    }


def _show(
    request: HttpRequest, member: Member, lecture: "Lecture", form: PreparedForm, *, status: int = 200
) -> HttpResponse:
    rows, given = list(queries.asked(member, lecture)), queries.later(member, lecture)
    handed = queries.handed(member, lecture)
    may_moderate = access.may(member, Right.MODERATE, lecture.studio.unit)
    put_already = queries.put(member, lecture)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "here": "questions",
        "waiting": [{"row": row, "handed": handed.get(row.i)} for row in rows if row.state == State.NEW],
        "taken": [
            {"row": row, "later": given.get(row.i), "handed": handed.get(row.i), "command": str(uuid.uuid4())}
            for row in rows
            if row.state not in (State.NEW, State.DECLINED)
        ],
        "declined": [row for row in rows if row.state == State.DECLINED],
        "prepared": [{"row": row, "put": row.command in put_already} for row in queries.prepared(member, lecture)],
        "may_moderate": may_moderate and lecture.state in OPEN,
        "may_answer": may_moderate and (lecture.state in OPEN or lecture.state in OVER),
        "may_plan": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
        "unit": lecture.studio.unit.name,
        "departments": _departments() if may_moderate and not lecture.rehearsal_of_id else [],
        "form": form,
    }
    return render(request, "hall/questions.html", context, status=status)


def _departments() -> list[tuple[str, str]]:
    """What a question can be about; the ledger's table says which department that is."""
    kind = ledger.kind()
    english = get_language() == "en"
    return [(row.code, row.name_en if english else row.name) for row in kind.categories] if kind is not None else []


urlpatterns = [
    path("", page, name="questions"),
    path("prepare/", prepare, name="questions-prepare"),
    path("<slug:prepared>/remove/", remove, name="questions-remove"),
    path("<slug:prepared>/put/", put, name="questions-put"),
    path("<int:i>/answer/", answer, name="questions-answer"),
    path("<int:i>/hand/", hand_on, name="questions-hand"),
    path("<int:i>/<slug:verb>/", move, name="questions-move"),
]
