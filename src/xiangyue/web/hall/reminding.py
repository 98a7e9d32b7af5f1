"""Pages of "remind me": a calendar entry, a mail, a note of the browser; and the page that ends it again."""

from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.reminders import actions as reminders
from xiangyue.hall.reminders import errors, queries
from xiangyue.kernel import signing
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.notify import push
from xiangyue.org.access.rules import GUEST
from xiangyue.web.hall import letters

if TYPE_CHECKING:
    from xiangyue.hall.reminders.models import Reminder

KEEP_S = 300
"""How long a calendar file may be kept (seconds): calendars ask every few hours."""


class MailForm(forms.Form):
    """Where to."""

    address = forms.CharField(label="", max_length=200)


class PushForm(forms.Form):
    """What a browser hands out when its owner says yes."""

    endpoint = forms.CharField(max_length=700)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def calendar_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One lecture for a calendar: asked again, it moves or strikes out the entry (SEQUENCE, STATUS)."""
    lecture = lectures.in_revision(name) or lectures.get(GUEST, name)
    answer = HttpResponse(letters.calendar_of(lecture), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="lecture.ics"'
    return answer


@require_safe
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Three ways to be reminded of a lecture that is on the programme."""
    lecture = lectures.get(GUEST, name)
    if lecture.state != State.PUBLISHED:
        return redirect("hall:room", name)
    context = {
        "here": "lectures",
        "lecture": lecture,
        "by_mail": bool(settings.MAIL),
        "push_key": push.public_key(settings.SECRET_KEY),
    }
    return render(request, "hall/remind.html", context)


@require_POST
@never_cache
def by_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Keep a mail address until its owner confirms it."""
    lecture, form = lectures.get(GUEST, name), MailForm(request.POST)
    try:
        if not settings.MAIL or not form.is_valid():
            raise errors.BadAddress
        reminders.ask_mail(lecture, form.cleaned_data["address"], mail=settings.MAIL, writes=letters.confirm)
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("请到邮箱里点“确认提醒”，确认了才算登记。"))
    return redirect("hall:remind", name)


@require_POST
@never_cache
def by_push(request: HttpRequest, name: str) -> HttpResponse:
    """Keep a browser's subscription; a page's script asks and shows what is answered."""
    lecture, form = lectures.get(GUEST, name), PushForm(request.POST)
    if not form.is_valid():
        raise errors.BadBrowser
    given = form.cleaned_data
    kept = reminders.ask_push(lecture, given["endpoint"], given["p256dh"], given["auth"])
    answer = {"said": _("好了，开讲前一刻钟提醒您。"), "end": letters.link(kept)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The service worker that shows the notes; here, and not among the static files, for the sake of its scope."""
    source = finders.find("js/remind/worker.js")
    assert isinstance(source, str)
    return HttpResponse(Path(source).read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@never_cache
def reminder(request: HttpRequest, link: str) -> HttpResponse:
    """One reminder, for whoever holds its link. Looking changes nothing: mail programs open links by themselves."""
    return render(request, "hall/reminder.html", {"here": "lectures", "reminder": _held(link), "link": link})


@require_POST
@never_cache
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """It was the owner of the address who asked."""
    reminders.confirm(_held(link))
    messages.success(request, _("已经确认，开讲前一刻钟提醒您。"))
    return redirect("hall:reminder", link)


@require_POST
@never_cache
def drop(request: HttpRequest, link: str) -> HttpResponse:
    """End it."""
    held = _held(link)
    reminders.drop(held)
    messages.success(request, _("已经取消提醒，您的地址已经删除。"))
    return redirect("hall:room", held.lecture_id)


def _held(link: str) -> "Reminder":
    try:
        stated = signing.verify(signing.derive(settings.SECRET_KEY, "reminder"), link)
    except Refusal as no:
        raise NotFound from no
    return queries.by_link(int(stated["reminder"]))
