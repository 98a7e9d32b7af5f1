"""The release, looked at before it happens; who read the plan; the phones that carry it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.actions import Opened, Row
from xiangyue.ledger.inspections.states import Purpose, State
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.rules import Member
from xiangyue.org.people import queries as people
from xiangyue.web.inspections import opening, showing
from xiangyue.web.inspections.forms import command
from xiangyue.web.inspections.showing import Shown
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject

LISTED = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One finding of the preview, with what will be filed."""

    row: Row
    shown: Shown


@opening.sealed("release")
def page(request: HttpRequest, member: Member, opened: Opened) -> HttpResponse:
    """What would be filed, line by line."""
    row, stood = opened.row, opened.stood
    if member.username != row.lead or row.state != State.DRAWN:
        raise NotFound
    seen = actions.preview(row, stood)
    shown = showing.findings([each.finding for each in seen.rows])
    missing: list[Subject] = list(queries.places(seen.missing).values())
    context = {
        "here": "ledger", "name": row.pk, "title": stood.scope["title"], "seen": seen, "missing": missing,
        "lines": [Line(each, one) for each, one in zip(seen.rows, shown, strict=True)], "command": command().initial(),
        "clean": sum(one.result != "FOUND" for one in stood.visits.values()), "ready": not (missing or seen.troubles),
    }  # fmt: skip
    return render(request, "inspections/release.html", context)


@require_POST
@personal
def release(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """File everything at once. What was seen is what is filed: something new stops it."""
    expected = request.POST.get("seq", "")
    seq = int(expected) if expected.isascii() and expected.isdigit() and len(expected) < 10 else -1
    try:
        actions.release(name, Order(member, request.POST.get("command", ""), seq))
    except Refusal as no:
        messages.error(request, opening.sentence(no))
        return redirect("inspections:release", name)
    messages.success(request, _("已经发布：全部登记，现场定了的都已交办。"))
    return redirect("inspections:plan", name)


@opening.sealed("readings")
def readings(request: HttpRequest, member: Member, opened: Opened) -> HttpResponse:
    """Who opened it, when and why; which phones carry it. For the lead."""
    rows = list(queries.readings(member, opened.row)[:LISTED])
    phones = queries.phones(opened.row)
    names = people.names_of({row.person for row in rows} | {phone.person for phone in phones})
    context: dict[str, Any] = {
        "here": "ledger", "name": opened.row.pk, "title": opened.stood.scope["title"],
        "readings": [(row, names[row.person], Purpose(row.purpose).label, _called(row.what)) for row in rows],
        "phones": [(phone, names[phone.person]) for phone in phones],
    }  # fmt: skip
    return render(request, "inspections/readings.html", context)


@require_POST
@personal
def revoke(request: HttpRequest, member: Member, name: str, phone: str) -> HttpResponse:
    """Destroy the key of a phone that was lost."""
    actions.revoke(member, name, phone)
    messages.success(request, _("钥匙已经销毁，那部手机上的计划再也打不开了。"))
    lead = queries.get(member, name).lead == member.username
    return redirect("inspections:readings", name) if lead else redirect("inspections:plan", name)


def _called(what: str) -> str:
    """What the log calls a page, in the language of who reads it."""
    said = {
        "plan": _("计划和路线"), "place": _("一个点位"), "elsewhere": _("名单外的发现"), "decision": _("现场办公"),
        "release": _("发布前核对"), "readings": _("查看记录"), "phone": _("带到手机上"), "unlock": _("手机解锁"),
    }  # fmt: skip
    return said.get(what, what)
