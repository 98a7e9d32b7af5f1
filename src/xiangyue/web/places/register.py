"""The places of a unit or of the county: found by name, with what is open at each, and their cards printed together."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.documents.plates import making
from xiangyue.ledger.matters import desks
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web import paging, tabs
from xiangyue.web.looking import personal
from xiangyue.web.places import cards

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

SIZE = 50

MOST_PRINTED = 40
"""Cards of one printing: ten sheets."""


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The open places of a unit; those of one's own first, any other's by choice, for a place is no secret."""
    _require_desk(member)
    towns = list(units.places())
    unit = _chosen(member, request.GET.get("unit"), towns)
    words = request.GET.get("words", "").strip()[:100]
    found = subjects.named(subjects.register_of(member, unit).exclude(type=Type.HOUSEHOLD), words)
    number = paging.asked(request)
    listed = list(found[(number - 1) * SIZE : number * SIZE + 1])
    open_ = desks.open_at(member, [subject.public_id for subject in listed[:SIZE]])
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "unit": unit,
        "towns": towns,
        "root": units.root(),
        "words": words,
        "rows": [
            {
                "subject": subject,
                "open": open_.get(subject.public_id, 0),
                "prints": access.may(member, Right.REGISTER, subject.unit),
            }
            for subject in listed[:SIZE]
        ],
        "most": MOST_PRINTED,
        "page": paging.Page(number, SIZE, (number - 1) * SIZE + len(listed), is_counted=False),
        "query": f"unit={unit.code}&" + (f"words={words}&" if words else ""),
    }
    return render(request, "places/register.html", context)


@require_safe
@personal
def plates(request: HttpRequest, member: Member) -> HttpResponse:
    """The cards of those that were ticked, four on a sheet of A4, to be cut apart."""
    _require_desk(member)
    codes = list(dict.fromkeys(request.GET.getlist("p")))
    if not 1 <= len(codes) <= MOST_PRINTED:
        messages.error(request, _("没有打印：请先勾选地点，一次最多 {n} 个。").format(n=MOST_PRINTED))
        asked = {name: request.GET[name] for name in ("unit", "words", "page") if request.GET.get(name)}
        return redirect(f"{reverse('places:register')}?{urlencode(asked)}")
    chosen = [cards.mine(member, code) for code in codes]
    content = making.sheet([cards.plate_of(subject) for subject in chosen], county=settings.COUNTY)
    return cards.printed(content, _("点位牌 {n} 个.pdf").format(n=len(chosen)))


def _require_desk(member: Member) -> None:
    """Pass who works in the ledger anywhere. Raises `Forbidden`, `SecondFactorMissing`."""
    if not tabs.of(member)["desk"]:
        access.require(member, Right.VIEW_LEDGER, units.root())


def _chosen(member: Member, code: str | None, towns: "list[Unit]") -> "Unit":
    """The unit asked for, else one's own."""
    root = units.root()
    known = {unit.code: unit for unit in (root, *towns)}
    own = units.by_code(access.units(member, Right.VIEW_LEDGER))
    known |= own
    if code in known:
        return known[code]
    return min(own.values(), key=lambda unit: unit.path, default=root)
