"""A new lecture, begun from the desk: one page, whichever studio it is for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.states import Right
from xiangyue.web.hall.forms import PlanForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.studios.models import Studio
    from xiangyue.org.access.rules import Member


class NewForm(PlanForm):
    """A lecture, and in which studio; where there is but one, nobody is asked."""

    studio = forms.ChoiceField(label=gettext_lazy("在哪个直播间讲"))
    field_order = ("studio", "title", "speaker", "planned_at", "summary")

    def __init__(self, *args: Any, choices: "list[Studio]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["studio"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, each.name) for each in choices]
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = choices[0].code


def may_plan_in(member: "Member") -> "list[Studio]":
    """The studios in which somebody may plan."""
    return [each for each in studios.mine(member) if access.may(member, Right.PLAN, each.unit)]


@require_safe
@personal
def page(request: HttpRequest, member: "Member") -> HttpResponse:
    """The form. Raises `Forbidden` for who may plan nowhere."""
    mine = _required(member)
    return _page(request, mine, NewForm(choices=mine, initial=PlanForm.soon().initial))


@require_POST
@personal
def make(request: HttpRequest, member: "Member") -> HttpResponse:
    """Plan it and lead on to its preparation; what is wrong is said beside its field."""
    mine = _required(member)
    form = NewForm(request.POST, choices=mine)
    if form.is_valid():
        words = dict(form.cleaned_data)
        studio = next(each for each in mine if each.code == words.pop("studio"))
        try:
            planned = lectures.plan(studio, by=member, **words)
        except Refusal as no:
            form.add_error(None, no.sentence)
        else:
            known = planned.state == State.PUBLISHED
            messages.success(request, ON_PROGRAMME if known else TO_PREPARE)
            return redirect("hall:prepare", studio.code, planned.pk)
    return _page(request, mine, form, status=400)


ON_PROGRAMME = gettext_lazy("已经排上节目单。")
TO_PREPARE = gettext_lazy("已经排好。海报和答题先备好，再照“下一步”走。")


def _required(member: "Member") -> "list[Studio]":
    mine = may_plan_in(member)
    if not mine:
        raise Forbidden
    return mine


def _page(request: HttpRequest, mine: "list[Studio]", form: NewForm, *, status: int = 200) -> HttpResponse:
    only = mine[0] if len(mine) == 1 else None
    return render(request, "hall/new.html", {"form": form, "only": only}, status=status)
