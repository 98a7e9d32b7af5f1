"""Who approves a unit's lectures: one page a unit, where its office or its administrator sets the steps as data."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.procedures import actions, queries, rules
from xiangyue.hall.procedures.rules import Step
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right, Role
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiangyue.org.access.rules import Member
    from xiangyue.org.units.models import Unit

ABOVE, NOBODY, OWN = "above", "nobody", "own"


class StepsForm(forms.Form):
    """How a unit approves: as above, by nobody, or by up to five steps of its own; a step without a name is none."""

    how = forms.ChoiceField(choices=[(ABOVE, ABOVE), (NOBODY, NOBODY), (OWN, OWN)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in rules.REVIEWERS]
        for number in range(rules.MAX_STEPS):
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext_lazy("这一步叫什么"), required=False, max_length=rules.MAX_NAME
            )
            self.fields[f"roles_{number}"] = forms.MultipleChoiceField(
                label=gettext_lazy("谁可以审"), required=False, choices=roles, widget=forms.CheckboxSelectMultiple
            )

    @classmethod
    def of(cls, how: str, steps: "Iterable[Step]") -> "StepsForm":
        """The form as it stands filled in."""
        filled: dict[str, object] = {"how": how}
        for number, step in enumerate(steps):
            filled |= {f"name_{number}": step.name, f"roles_{number}": [role.value for role in step.roles]}
        return cls(initial=filled)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and roles of each step."""
        return [(self[f"name_{number}"], self[f"roles_{number}"]) for number in range(rules.MAX_STEPS)]

    @property
    def chosen(self) -> str:
        """Which of the three ways is marked."""
        return str(self["how"].value() or ABOVE)

    def steps(self) -> tuple[Step, ...]:
        """The steps that were written. Call it on a valid form."""
        given = self.cleaned_data
        if given["how"] == NOBODY:
            return ()
        return tuple(
            Step(name, tuple(Role(role) for role in given[f"roles_{number}"]))
            for number in range(rules.MAX_STEPS)
            if (name := given[f"name_{number}"].strip())
        )


@require_safe
@personal
def page(request: HttpRequest, member: "Member", code: str) -> HttpResponse:
    """Which steps hold here, who could take them; for those who may, a form. `?fill=three` writes three steps in."""
    unit = units.get(code)
    if request.GET.get("fill") == "three":
        return _show(request, member, unit, StepsForm.of(OWN, rules.THREE))
    steps = queries.steps_of(unit)
    how = ABOVE if not queries.is_set(unit) else OWN if steps else NOBODY
    return _show(request, member, unit, StepsForm.of(how, steps))


@require_POST
@personal
def set_steps(request: HttpRequest, member: "Member", code: str) -> HttpResponse:
    """Say who approves from now on; what is wrong is said above the form."""
    unit, form = units.get(code), StepsForm(request.POST)
    access.require(member, Right.ESTABLISH, unit)
    if form.is_valid():
        try:
            if form.cleaned_data["how"] == ABOVE:
                actions.follow_above(unit, by=member)
            elif form.cleaned_data["how"] == OWN and not form.steps():
                form.add_error(None, _("至少写一步的名称；谁都不用审，就选“不用审”。"))
            else:
                actions.set_steps(unit, form.steps(), by=member)
        except Refusal as no:
            if no.status != HTTPStatus.BAD_REQUEST:
                raise
            form.add_error(None, no.sentence)
    if form.errors:
        return _show(request, member, unit, form, status=HTTPStatus.BAD_REQUEST)
    messages.success(request, _("已经定好。正在审核的，从下一步起照新的流程。"))
    return redirect("hall:approval", unit.code)


def _show(
    request: HttpRequest, member: "Member", unit: "Unit", form: StepsForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    steps, above = queries.steps_of(unit), queries.above(unit)
    sets = access.may(member, Right.ESTABLISH, unit)
    inside = sets or access.may(member, Right.VIEW_STUDIO, unit)
    able = queries.able(member, unit, steps) if inside else [[] for _step in steps]
    own = queries.own_below(unit)
    context = {
        "here": "units",
        "unit": unit,
        "steps": [(step, [people.name_of(name) for name in names]) for step, names in zip(steps, able, strict=True)],
        "is_own": queries.is_set(unit),
        "above": above,
        "inside": inside,
        "sets": sets,
        "form": form,
        "few": inside and len({name for names in able for name in names}) < len(steps),
        "below": [(each, each.code in own) for each in units.tree() if each.parent_id == unit.pk or each.code in own],
    }
    return render(request, "hall/approval.html", context, status=status)
