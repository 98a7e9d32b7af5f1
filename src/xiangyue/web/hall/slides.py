"""Slides of a lecture, from inside its studio: upload, look, put in order, describe, and the director's "show"."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.files.rules import MB, Upload
from xiangyue.hall.decks import actions, queries
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OVER
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


class MoveForm(forms.Form):
    """Where a page goes."""

    to = forms.IntegerField(min_value=1, max_value=1000)


class DescribeForm(forms.Form):
    """What a page shows, in words."""

    alt = forms.CharField(required=False, max_length=300)


class ShowForm(forms.Form):
    """The director's order; `expected` is the last control event the console saw."""

    n = forms.IntegerField(min_value=0, max_value=1000)
    command = forms.UUIDField()
    expected = forms.IntegerField(required=False, min_value=0)


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The deck as it stands, and what may be done with it."""
    lecture = _lecture(member, code, name)
    deck, latest = queries.current(member, lecture), queries.latest(member, lecture)
    context = {
        "lecture": lecture,
        "studio": lecture.studio,
        "deck": deck,
        "sheets": queries.sheets(member, deck) if deck else [],
        "making": latest if latest and latest.state == State.MAKING else None,
        "refused": latest if latest and latest.state == State.REFUSED else None,
        "may_change": access.may(member, Right.PLAN, lecture.studio.unit) and lecture.state not in OVER,
        "most_mb": settings.UPLOAD_MB,
        "most_bytes": settings.UPLOAD_MB * MB,
        "most_pages": settings.SLIDE_PAGES,
    }
    return render(request, "hall/slides.html", context)


@require_safe
@personal
def listed(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Progress and pages as JSON, for the page itself and for the console."""
    lecture = _lecture(member, code, name)
    deck, latest = queries.current(member, lecture), queries.latest(member, lecture)
    facts = {
        "deck": deck.pk if deck else None,
        "name": deck.name if deck else "",
        "pages": [
            {"n": sheet.n, "id": sheet.id, "src": sheet.src, "small": sheet.small, "alt": sheet.alt}
            for sheet in (queries.sheets(member, deck) if deck else [])
        ],
        "latest": {"deck": latest.pk, "state": latest.state, "made": latest.made, "pages": latest.pages,
                   "reason": latest.reason} if latest else None,
    }  # fmt: skip
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False})


@require_POST
@personal
def upload(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Take in a PDF or photographs; what is wrong is said on the page."""
    lecture = _lecture(member, code, name)
    brought = [Upload(file.name or "", file.read()) for file in request.FILES.getlist("files")]
    try:
        actions.upload(lecture, brought, by=member)
    except Refusal as no:
        if no.status != 400 or not request.accepts("text/html"):
            raise
        messages.error(request, no.sentence)
    return _done(request, lecture, "")


@require_POST
@personal
def move(request: HttpRequest, member: Member, code: str, name: str, number: int) -> HttpResponse:
    """Put a page at another place."""
    lecture = _lecture(member, code, name)
    actions.move(lecture, number, _valid(MoveForm(request.POST))["to"], by=member)
    return _done(request, lecture, _("顺序已经保存。"))


@require_POST
@personal
def describe(request: HttpRequest, member: Member, code: str, name: str, number: int) -> HttpResponse:
    """Say what a page shows."""
    lecture = _lecture(member, code, name)
    actions.describe(lecture, number, _valid(DescribeForm(request.POST))["alt"], by=member)
    return _done(request, lecture, _("说明已经保存。"))


@require_POST
@personal
def remove(request: HttpRequest, member: Member, code: str, name: str, number: int) -> HttpResponse:
    """Take a page out."""
    lecture = _lecture(member, code, name)
    actions.remove(lecture, number, by=member)
    return _done(request, lecture, _("这一页已经删去。"))


@require_POST
@personal
def show(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Show a page to everybody; answered with the line's receipt."""
    lecture = _lecture(member, code, name)
    words = _valid(ShowForm(request.POST))
    receipt = actions.show(
        lecture, words["n"], by=member, command=str(words["command"]), expected=words.get("expected")
    )
    return JsonResponse({"lecture": lecture.pk, "n": words["n"], "seq": receipt.seq, "repeated": receipt.repeated})


urlpatterns = [
    path("", page, name="slides"),
    path("list.json", listed, name="slides-list"),
    path("upload/", upload, name="slides-upload"),
    path("show/", show, name="slides-show"),
    path("<int:number>/move/", move, name="slides-move"),
    path("<int:number>/alt/", describe, name="slides-alt"),
    path("<int:number>/remove/", remove, name="slides-remove"),
]


def _lecture(member: Member, code: str, name: str) -> "Lecture":
    lecture = lectures.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def _done(request: HttpRequest, lecture: "Lecture", said: str) -> HttpResponse:
    """A script reads what was done; a plain form gets the page again, with the sentence on it."""
    if not request.accepts("text/html"):
        return JsonResponse({"said": said}, json_dumps_params={"ensure_ascii": False})
    if said:
        messages.success(request, said)
    return redirect("hall:slides", lecture.studio.code, lecture.pk)


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Refusal(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    return form.cleaned_data
