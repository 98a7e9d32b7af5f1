"""Handing several matters down at once: each by the division of labour, or all to one unit. Each stands for itself."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel import clock, ids, workdays
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web.ledger import choices, offered, rows, setting
from xiangyue.web.ledger.facts import Facts
from xiangyue.web.ledger.forms import HELPERS, day, text
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from datetime import datetime

    from xiangyue.ledger.kinds.queries import Routing

MOST = 50
"""Handed down at once: more cannot be looked over."""


class TogetherForm(forms.Form):
    """What holds for all of them."""

    lead = forms.ChoiceField(label=gettext_lazy("承办单位"), required=False)
    text = text(gettext_lazy("交办的话"), needed=False, rows=2)

    def __init__(self, data: "Mapping[str, Any] | None" = None) -> None:
        super().__init__(data, use_required_attribute=False)
        offered_units = choices.mending()
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = [("", _("各按分工表")), *offered_units]
        for row in range(1, HELPERS + 1):
            self.fields[f"helper_{row}"] = forms.ChoiceField(
                label=_("协办单位 {n}").format(n=row), required=False, choices=[choices.NONE, *offered_units]
            )
            self.fields[f"until_{row}"] = day(_("它的期限"), needed=False)

    def main(self) -> list[forms.BoundField]:
        return [self["lead"], self["text"]]

    def helper_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"helper_{row}"], self[f"until_{row}"]) for row in range(1, HELPERS + 1)]

    def helpers(self) -> "list[tuple[str, datetime | None]]":
        found = []
        for row in range(1, HELPERS + 1):
            until = self.cleaned_data.get(f"until_{row}")
            if code := self.cleaned_data.get(f"helper_{row}"):
                found.append((code, workdays.end_of(until) if until else None))
        return found


@dataclass(frozen=True, slots=True)
class Picked:
    """One of them: to whom the table sends it, or why it cannot go along."""

    facts: Facts
    row: rows.Row
    to: str
    why_not: str
    command: str


@require_safe
@personal
def form(request: HttpRequest, member: Member) -> HttpResponse:
    """What was picked, to whom each would go, and what holds for all."""
    return _page(request, member, TogetherForm(), _asked(request.GET.getlist("m")))


@require_POST
@personal
def act(request: HttpRequest, member: Member) -> HttpResponse:
    """Hand each down by its own command. What is refused stays on the page with its reason; the others are done."""
    access.require(member, Right.DISPATCH, units.root())
    shared = TogetherForm(request.POST)
    names = _asked(request.POST.getlist("m"))
    if not shared.is_valid():
        return _page(request, member, shared, names, status=400)
    refused = {}
    for name in names:
        try:
            _hand_down(request, member, shared, name)
        except Refusal as no:
            refused[name] = no.sentence
    done = len(names) - len(refused)
    if done:
        messages.success(request, _("交办了 {n} 件。").format(n=done))
    if refused:
        return _page(request, member, shared, list(refused), refused=refused, status=409)
    return redirect("ledger:desk")


def _hand_down(request: HttpRequest, member: Member, shared: TogetherForm, name: str) -> None:
    known = Facts(member, queries.get(member, name), clock.now())
    if known.category is None:
        raise Refusal(_("还没有分类，请单独交办。"))
    routing = setting.route(known, known.category)
    words = shared.cleaned_data
    lead = words["lead"] or (routing.lead.code if routing.lead else "")
    if not lead:
        raise Refusal(_("分工表没有写明由谁承办，请单独交办。"))
    helpers = shared.helpers() or ([] if words["lead"] else [(unit.code, None) for unit in routing.co])
    line = routing.line.code if routing.line else ""
    assignment = Assignment(lead, known.category.code, known.matter.grade, line, helpers, words["text"])
    seen = request.POST.get(f"expected-{name}", "")
    expected = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < MOST else None
    order = Order(member, command=request.POST.get(f"command-{name}", ""), expected=expected)
    matters.assign(name, assignment, order)


def _page(
    request: HttpRequest,
    member: Member,
    shared: TogetherForm,
    names: list[str],
    *,
    refused: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    access.require(member, Right.DISPATCH, units.root())
    found = queries.visible(member).filter(pk__in=names).order_by("reported_at", "pk")
    listed = rows.listed(found)
    seen: dict[tuple[str, str, str], str] = {}
    picked = [_picked(member, row, seen, (refused or {}).get(row.matter.pk, "")) for row in listed]
    context = {
        "here": "ledger",
        "form": shared,
        "picked": [one for one in picked if not one.why_not or refused],
        "left": [] if refused else [one for one in picked if one.why_not],
        "refused": bool(refused),
    }
    return render(request, "ledger/hand_down.html", context, status=status)


def _picked(member: Member, row: rows.Row, seen: dict[tuple[str, str, str], str], said: str) -> Picked:
    known = Facts(member, row.matter, clock.now())
    why_not, to = said, ""
    if not why_not and not offered.may(known, Verb.ASSIGN):
        why_not = _("现在不能交办")
    if known.category is None:
        why_not = why_not or _("还没有分类，请单独交办。")
    else:
        key = (known.matter.kind + known.category.code, known.matter.subject, known.matter.place_id or "")
        if key not in seen:
            seen[key] = _lead(setting.route(known, known.category))
        to = seen[key]
    return Picked(known, row, to, why_not, str(uuid.uuid4()))


def _lead(routing: "Routing") -> str:
    return routing.lead.short_name if routing.lead is not None else _("分工表没有写明")


def _asked(names: list[str]) -> list[str]:
    """What was picked. Raises `NotFound` for what is no matter's name."""
    wanted = list(dict.fromkeys(names))[:MOST]
    if not all(ids.is_id(name) for name in wanted):
        raise NotFound
    return wanted
