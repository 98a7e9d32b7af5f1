"""Lectures that are wanted of a studio: taken with a moment and a speaker, or declined with a sentence."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.commissions import actions, queries
from xiangyue.hall.commissions.states import State
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.studios.models import Studio


class TakeForm(forms.Form):
    """When it is given, and by whom."""

    speaker = forms.CharField(label=__("宣讲员"), max_length=60)
    planned_at = forms.DateTimeField(
        label=__("开讲时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """What is wanted of the studio."""
    return _show(request, member, studios.get_mine(member, code), TakeForm())


@require_POST
@personal
def take(request: HttpRequest, member: Member, code: str, commission: str) -> HttpResponse:
    """Plan the lecture that is wanted."""
    studio, form = studios.get_mine(member, code), TakeForm(request.POST)
    wanted = queries.get(member, studio, commission)
    if form.is_valid():
        try:
            lecture = actions.take(wanted, by=member, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as no:
            messages.error(request, no.sentence)
            return _show(request, member, studio, form, status=no.status)
        messages.success(request, _("接下了，题目和竞答题已经带进来。"))
        return redirect("hall:prepare", code, lecture.pk)
    return _show(request, member, studio, form, status=400)


@require_POST
@personal
def decline(request: HttpRequest, member: Member, code: str, commission: str) -> HttpResponse:
    """Say no."""
    studio = studios.get_mine(member, code)
    actions.decline(queries.get(member, studio, commission), request.POST.get("reason", ""), by=member)
    messages.success(request, _("已经回复不接。"))
    return redirect("hall:commissions", code)


def _show(request: HttpRequest, member: Member, studio: "Studio", form: TakeForm, *, status: int = 200) -> HttpResponse:
    rows = list(queries.of_studio(member, studio))
    context = {
        "studio": studio, "form": form,
        "waiting": [row for row in rows if row.state == State.OPEN],
        "others": [row for row in rows if row.state != State.OPEN],
        "may": access.may(member, Right.PLAN, studio.unit),
    }  # fmt: skip
    return render(request, "hall/commissions.html", context, status=status)


urlpatterns = [
    path("", page, name="commissions"),
    path("<slug:commission>/take/", take, name="commission-take"),
    path("<slug:commission>/decline/", decline, name="commission-decline"),
]
