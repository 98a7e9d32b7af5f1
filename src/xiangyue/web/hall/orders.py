"""What a host orders from the console. Each order is one verb of the hall; the page after it is the console again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios import actions as keys
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access.rules import Member
from xiangyue.web.hall import console, planning
from xiangyue.web.hall.forms import KeyForm, NoticeForm, PlanForm, SilenceForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from django.forms import Form

    from xiangyue.hall.lectures.models import Lecture


@require_POST
@personal
def plan(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Put a lecture on the programme; what is wrong is said beside its field."""
    studio = studios.get_mine(member, code)
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            planned = lectures.plan(studio, by=member, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            known = planned.state == State.PUBLISHED
            messages.success(request, planning.ON_PROGRAMME if known else planning.TO_PREPARE)
            return redirect("hall:prepare", code, planned.pk)
    return console.show(request, member, studio, console.Pending(plan=form), status=400)


@require_POST
@personal
@sensitive_variables("fresh")
def make_key(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """Make a stream key and show it, this once: in the answer itself, so that it is stored nowhere."""
    studio = studios.get_mine(member, code)
    fresh = keys.make_key(studio, _valid(KeyForm(request.POST))["label"], by=member)
    return console.show(request, member, studio, console.Pending(fresh_key=fresh.secret))


@require_POST
@personal
def revoke_key(request: HttpRequest, member: Member, code: str, number: int) -> HttpResponse:
    """Make a key worthless; an encoder that uses it is cut off within a second."""
    studio = studios.get_mine(member, code)
    keys.revoke_key(studios.get_key(member, studio, number), by=member)
    messages.success(request, _("推流码已经作废，用它推流的编码器会立刻断开。"))
    return redirect("hall:console", code)


@require_POST
@personal
def open_lobby(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Open the room's page and let the studio's encoders in."""
    return _step(request, member, code, name, lectures.open_lobby, _("候场已经打开，可以送画面了。"))


@require_POST
@personal
def go_on_air(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Let the audience see and hear."""
    return _step(request, member, code, name, lectures.begin, _("已经开播。"))


@require_POST
@personal
def end(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """End the lecture; whoever may publish its replay says here whether it is to be public at once."""
    lecture = _lecture(member, code, name)
    if lecture.rehearsal_of_id:
        return _step(request, member, code, name, lectures.end, _("彩排已经结束，没有留回放。"))
    public = request.POST.get("replay", "public" if lecture.replay_wanted else "later") == "public"

    def finish(lecture: "Lecture", *, by: Member) -> None:
        if "replay" in request.POST:
            lectures.want_replay(lecture, public, by=by)
        lectures.end(lecture, by=by)

    said = _("宣讲已经结束，回放现在就能看。") if public else _("宣讲已经结束，回放先不公开。")
    return _step(request, member, code, name, finish, said, page="hall:prepare")


@require_POST
@personal
def cancel(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Take a lecture off the programme, or call off an open lobby."""
    called_off = bool(_lecture(member, code, name).rehearsal_of_id)
    said = _("彩排已经关掉，没有留回放。") if called_off else _("已经取消。")
    return _step(request, member, code, name, lectures.cancel, said)


@require_POST
@personal
def replay(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Show a replay that was withheld, or take it off the programme."""
    lecture = _lecture(member, code, name)
    page = "hall:prepare" if request.POST.get("back") == "preparation" else ""
    if lecture.state == State.REPLAY:
        return _step(request, member, code, name, lectures.withhold_replay, _("回放已经撤下。"), page=page)
    return _step(request, member, code, name, lectures.publish_replay, _("回放已经公开。"), page=page)


@require_POST
@personal
def notice(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Pin a sentence above the talk, or take it down."""
    words = _valid(NoticeForm(request.POST))
    text = "" if "unpin" in request.POST else words["text"]
    lectures.notice(_lecture(member, code, name), text, by=member, command=str(words["command"]))
    return _done(request, code, _("公告已经置顶。") if text else _("公告已经撤下。"))


@require_POST
@personal
def silence(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Let nobody speak, or everybody again."""
    words = _valid(SilenceForm(request.POST))
    on = words["on"] == "1"
    lectures.silence(_lecture(member, code, name), on, by=member, command=str(words["command"]))
    return _done(request, code, _("已经全场静音。") if on else _("已经恢复发言。"))


def _lecture(member: Member, code: str, name: str) -> "Lecture":
    lecture = queries.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def _step(
    request: HttpRequest,
    member: Member,
    code: str,
    name: str,
    verb: "Callable[..., object]",
    said: str,
    page: str = "",
) -> HttpResponse:
    """Carry out one move and answer with the studio's page, or with the lecture's own `page`."""
    try:
        verb(_lecture(member, code, name), by=member)
    except Refusal as no:
        # Somebody was first, or the studio is busy: the console itself is the best answer, with the sentence on it.
        if no.status != HTTPStatus.CONFLICT or not request.accepts("text/html"):
            raise
        messages.error(request, no.sentence)
        return redirect("hall:console", code)
    if page and request.accepts("text/html"):
        messages.success(request, said)
        return redirect(page, code, name)
    return _done(request, code, said)


def _done(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """A page's script reads what was done; a plain form gets the console again, with the sentence on it."""
    if request.accepts("text/html"):
        messages.success(request, said)
        return redirect("hall:console", code)
    return JsonResponse({"said": said}, json_dumps_params={"ensure_ascii": False})


def _valid(form: "Form") -> dict[str, Any]:
    if not form.is_valid():
        raise Refusal(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return form.cleaned_data
