"""What is ordered from the preparation page. Each order is one verb of the hall; after it comes the page again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyue.documents.posters import actions as posters
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries
from xiangyue.hall.lectures.states import State
from xiangyue.hall.rehearsals import actions as rehearsals
from xiangyue.hall.reviews import actions as reviews
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.web.hall import preparation
from xiangyue.web.hall.forms import ApproveForm, MomentForm, ScriptForm, SentenceForm, SubmitForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from django.forms import Form

    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.org.access.rules import Member


@require_POST
@personal
def write(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Write title, speakers and parts; what is wrong is said beside its field."""
    lecture, form = preparation.find(member, code, name), ScriptForm(request.POST)
    if form.is_valid():
        before = lecture.state
        try:
            lectures.prepare(lecture, form.script(), by=member)
        except Refusal as no:
            _require_explicable(no)
            form.add_error(None, no.sentence)
        else:
            posters.renew(lecture, by=member)  # who looks at it next sees the words just saved
            again = before in {State.APPROVED, State.PUBLISHED} and lecture.state == State.SUBMITTED
            messages.success(request, _("已经保存。内容改过，重新送审了。") if again else _("已经保存。"))
            return _back(lecture)
    return preparation.show(request, member, lecture, preparation.Pending(script=form), status=HTTPStatus.BAD_REQUEST)


@require_POST
@personal
def reschedule(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Move it; those who asked to be told are told."""
    lecture, form = preparation.find(member, code, name), MomentForm(request.POST)
    if form.is_valid():
        try:
            lectures.reschedule(lecture, form.cleaned_data["planned_at"], by=member)
        except Refusal as no:
            _require_explicable(no)
            form.add_error(None, no.sentence)
        else:
            posters.renew(lecture, by=member)
            messages.success(request, _("时间已经改好，要提醒的人会收到通知。"))
            return _back(lecture)
    return preparation.show(request, member, lecture, preparation.Pending(moment=form), status=HTTPStatus.BAD_REQUEST)


@require_POST
@personal
def submit(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Hand it in; where nobody has to approve it is on the programme."""
    lecture, wanted = preparation.find(member, code, name), _valid(SubmitForm(request.POST))
    return _do(
        request,
        lecture,
        lambda: lectures.submit(lecture, by=member, publish=wanted["publish"]),
        lambda: _("已经登上节目单。") if lecture.state == State.PUBLISHED else _("已经提交审核。"),
    )


@require_POST
@personal
def withdraw(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Take it back before it is approved."""
    lecture = preparation.find(member, code, name)
    return _do(request, lecture, lambda: lectures.withdraw(lecture, by=member), lambda: _("已经撤回，可以接着改。"))


@require_POST
@personal
def approve(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Take the next step of approval."""
    lecture, words = preparation.find(member, code, name), _valid(ApproveForm(request.POST))
    return _do(
        request,
        lecture,
        lambda: reviews.approve(lecture, seen=words["seen"], by=member),
        lambda: {
            State.PUBLISHED: _("审核通过，已经登上节目单。"),
            State.APPROVED: _("审核通过。"),
        }.get(State(lecture.state), _("这一步通过了，等下一步。")),
    )


@require_POST
@personal
def send_back(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Send it back with a sentence."""
    lecture, words = preparation.find(member, code, name), _valid(SentenceForm(request.POST))
    return _do(
        request,
        lecture,
        lambda: reviews.send_back(lecture, words["sentence"], by=member),
        lambda: _("已经退回。"),
    )


@require_POST
@personal
def publish(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Put what is approved on the programme."""
    lecture = preparation.find(member, code, name)
    return _do(request, lecture, lambda: lectures.publish(lecture, by=member), lambda: _("已经登上节目单。"))


@require_POST
@personal
def copy(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Plan the next one like this one."""
    return _copied(request, member, preparation.find(member, code, name))


@require_POST
@personal
def again(request: HttpRequest, member: "Member", code: str) -> HttpResponse:
    """Plan the next one like the studio's last one: one click."""
    studio = studios.get_mine(member, code)
    try:
        return _copied(request, member, queries.to_copy(member, studio))
    except Refusal as no:
        _require_conflict(no)
        messages.error(request, no.sentence)
        return redirect("hall:console", code)


@require_POST
@personal
def rehearse(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Open a rehearsal; the console is where it is run."""
    lecture = preparation.find(member, code, name)
    try:
        rehearsals.rehearse(lecture, by=member)
    except Refusal as no:
        _require_conflict(no)
        messages.error(request, no.sentence)
        return _back(lecture)
    messages.success(request, _("彩排已经打开：送画面、开播、翻页都和正式一样，居民看不到。"))
    return redirect("hall:console", code)


@require_POST
@personal
def forget(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Delete an ended rehearsal."""
    rehearsal = queries.get_mine(member, name)
    if rehearsal.studio.code != code or not rehearsal.rehearsal_of_id:
        raise NotFound
    real = preparation.find(member, code, rehearsal.rehearsal_of_id)
    return _do(request, real, lambda: rehearsals.forget(rehearsal, by=member), lambda: _("彩排和它的录像已经删除。"))


def _copied(request: HttpRequest, member: "Member", lecture: "Lecture") -> HttpResponse:
    made = lectures.copy(lecture, by=member)
    messages.success(request, _("已经照上一场排好，时间往后推了整周。请改题目和内容。"))
    return _back(made)


def _do(request: HttpRequest, lecture: "Lecture", verb: Callable[[], None], said: Callable[[], str]) -> HttpResponse:
    """Carry out a verb; somebody who was too late, or may not now, gets the page with the sentence on it."""
    try:
        verb()
    except Refusal as no:
        _require_explicable(no)
        messages.error(request, no.sentence)
    else:
        messages.success(request, said())
    return _back(lecture)


def _require_conflict(no: Refusal) -> None:
    if no.status != HTTPStatus.CONFLICT:
        raise no


def _require_explicable(no: Refusal) -> None:
    """Mistakes and conflicts are answered with the page itself; everything else is the refusal's own page."""
    if no.status not in {HTTPStatus.CONFLICT, HTTPStatus.BAD_REQUEST}:
        raise no


def _back(lecture: "Lecture") -> HttpResponse:
    return redirect("hall:prepare", lecture.studio.code, lecture.pk)


def _valid(form: "Form") -> dict[str, Any]:
    if not form.is_valid():
        raise Refusal(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return form.cleaned_data
