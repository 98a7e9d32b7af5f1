"""The list of one's own inspections, a new plan, the draw, stepping aside, giving up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access import rules as access
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web.inspections import opening
from xiangyue.web.inspections.forms import PlanForm, ReasonForm
from xiangyue.web.looking import personal

LISTED = 50


@require_safe
@personal
def mine(request: HttpRequest, member: Member) -> HttpResponse:
    """The inspections one is of the crew of. Titles stay sealed: a list is looked at over a shoulder."""
    if not access.paths(member, Right.INSPECT):
        raise Forbidden
    rows = list(queries.mine(member)[:LISTED])
    context = {
        "here": "ledger",
        "open": [row for row in rows if not queries.ended(row)],
        "ended": [row for row in rows if queries.ended(row)],
        "may_plan": queries.may_plan(member),
        "me": member.username,
    }
    return render(request, "inspections/mine.html", context)


@require_safe
@personal
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """The form for a new plan."""
    access.require(member, Right.SEAL, units.root())
    return _form(request, PlanForm.fresh())


@require_POST
@personal
def plan(request: HttpRequest, member: Member) -> HttpResponse:
    """Make a plan; what is wrong is said on the form."""
    access.require(member, Right.SEAL, units.root())
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        kept = actions.plan(form.scope(), Order(member, str(form.cleaned_data["command"])))
    except Refusal as no:
        form.add_error(None, opening.sentence(no))
        return _form(request, form, status=400)
    messages.success(request, _("计划已经封存，只有你看得到。下一步：抽点位、抽人。"))
    return redirect("inspections:plan", kept.inspection)


@require_POST
@personal
def draw(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """Let places and people be drawn."""
    actions.draw(name, Order(member))
    messages.success(request, _("已经抽定，权重和名单都封进了记录。"))
    return redirect("inspections:plan", name)


@require_POST
@personal
def recuse(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """Somebody steps aside; who did it themselves has no way back to the page."""
    queries.get(member, name)
    form = _reason(request)
    person = form.cleaned_data["person"] or member.username
    actions.recuse(name, person, form.cleaned_data["text"], Order(member, str(form.cleaned_data["command"])))
    if person == member.username:
        return redirect("inspections:mine")
    messages.success(request, _("已经换人：按抽签的次序，下一位接上。"))
    return redirect("inspections:plan", name)


@require_POST
@personal
def drop(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """Give a plan up."""
    queries.get(member, name)
    form = _reason(request)
    actions.drop(name, form.cleaned_data["text"], Order(member, str(form.cleaned_data["command"])))
    messages.success(request, _("已经撤销。抽签和理由留在记录里。"))
    return redirect("inspections:mine")


def _reason(request: HttpRequest) -> ReasonForm:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise ReasonWanted
    return form


class ReasonWanted(Refusal):
    code = "inspection-reason-missing"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("请写明理由，不超过一千字。"))


def _form(request: HttpRequest, form: PlanForm, *, status: int = 200) -> HttpResponse:
    return render(request, "inspections/new.html", {"here": "ledger", "form": form}, status=status)
