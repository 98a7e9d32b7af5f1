"""The desk where prizes are given: a code in, a prize out, once."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.claims import actions, queries
from xiangyue.hall.claims.states import Bearer, Outcome
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.draws.states import State
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access.rules import Member
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw


@require_safe
@personal
def page(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Who won what, what was fetched, and the field for a code."""
    row = draws.get_mine(member, draw)
    held = queries.at_desk(member, row)
    until = queries.due_until(row) if row.state == State.RESULT else None
    context = {
        "draw": row,
        "lecture": row.lecture,
        "holders": [{"of": one, "prize": row.prizes[one.prize]["name"]} for one in held],
        "given": sum(one.outcome == Outcome.GIVEN for one in held),
        "until": until,
        "is_late": until is not None and clock.now() >= until,
    }
    return render(request, "draws/desk.html", context)


@require_POST
@personal
def give(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Give a prize to whoever shows its code."""
    row = draws.get_mine(member, draw)
    bearer = Bearer.FAMILY if request.POST.get("bearer") == Bearer.FAMILY else Bearer.SELF
    try:
        holder = actions.give(row, request.POST.get("code", ""), bearer, by=member)
    except Refusal as no:
        return _refused(request, no, row)
    prize = row.prizes[holder.prize]["name"]
    return _done(request, row, _("请发：{prize}（号码 {label}）。").format(prize=prize, label=holder.label))


@require_POST
@personal
def forfeit(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Hand on the prize of somebody who did not come in time."""
    row = draws.get_mine(member, draw)
    try:
        holder = actions.forfeit(row, request.POST.get("label", ""), by=member)
    except Refusal as no:
        return _refused(request, no, row)
    return _done(request, row, _("号码 {label} 逾期未领，已经由候补递补。").format(label=holder.label))


def _refused(request: HttpRequest, no: Refusal, row: "Draw") -> HttpResponse:
    if no.status == 403 or not request.accepts("text/html"):
        raise no
    messages.error(request, no.sentence)
    return redirect("draws:desk", row.pk)


def _done(request: HttpRequest, row: "Draw", said: str) -> HttpResponse:
    if request.accepts("text/html"):
        messages.success(request, said)
        return redirect("draws:desk", row.pk)
    return JsonResponse({"said": said}, json_dumps_params={"ensure_ascii": False})
