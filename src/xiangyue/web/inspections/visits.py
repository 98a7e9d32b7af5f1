"""The plan, a place somebody stands at, one finding, the decision on the spot."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.actions import Opened
from xiangyue.ledger.inspections.states import Result, State
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import Outcome
from xiangyue.ledger.matters.states import State as MatterState
from xiangyue.org.access.rules import Member
from xiangyue.org.people import queries as people
from xiangyue.web import serving, uploading
from xiangyue.web.inspections import opening, showing
from xiangyue.web.inspections.forms import HELPERS, DecisionForm, FindingForm, ReasonForm, VisitForm, english
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.inspections.folding import Finding
    from xiangyue.ledger.subjects.models import Subject


@opening.sealed("plan")
def plan(request: HttpRequest, member: Member, opened: Opened) -> HttpResponse:
    """Where to go, in which order, and what was found so far."""
    row, stood = opened.row, opened.stood
    names = people.names_of({*stood.crew, *stood.recused})
    context = _frame(opened, member) | {
        "stops": showing.stops(stood),
        "findings": showing.findings(list(stood.findings.values())),
        "crew": [(who, names[who]) for who in stood.people],
        "lead": names.get(row.lead, row.lead),
        "recused": [(names[who], why) for who, why in stood.recused.items()],
        "from_at": clock.from_ms(stood.scope["from_at"]),
        "until_at": clock.from_ms(stood.scope["until_at"]),
        "reason": ReasonForm(),
        "left": sum(name not in stood.visits for name in stood.places),
    }
    return render(request, "inspections/plan.html", context)


@opening.sealed("place")
def place(request: HttpRequest, member: Member, opened: Opened, subject: str) -> HttpResponse:
    """One place: what was there before, what is there now."""
    one = _place(opened, subject)
    return _place_page(request, member, opened, one, FindingForm(closed=_closed(one.public_id)))


@opening.sealed("elsewhere")
def elsewhere(request: HttpRequest, member: Member, opened: Opened) -> HttpResponse:
    """Something seen where nobody was sent."""
    context = _frame(opened, member) | {"form": FindingForm(elsewhere=True)}
    return render(request, "inspections/elsewhere.html", context)


@require_safe
@personal
def photo(request: HttpRequest, member: Member, name: str, picture: str, size: str) -> HttpResponse:
    """A photograph of a finding, inside a page that was opened with a purpose; it is written on no disk on the way."""
    row = queries.get(member, name)
    stood = queries.standing(row)
    queries.require_outside(member, row, stood)
    if opening.purpose_of(request, name) is None:
        raise NotFound
    names = [each for finding in stood.findings.values() for each in finding.data["evidence"] if each == picture]
    return serving.photograph(request, evidence.named(names), picture, size, cache=serving.NOWHERE)


@require_POST
@personal
def add(request: HttpRequest, member: Member, name: str, subject: str = "") -> HttpResponse:
    """Take in a finding at a place, or elsewhere; what is wrong is said on the form, and the pictures stay."""
    queries.get(member, name)
    form = FindingForm(request.POST, closed=_closed(subject) if subject else None, elsewhere=not subject)
    brought = uploading.receive(request, member, _command(request), unused=True)
    if form.is_valid() and not brought.wrong:
        order = Order(member, str(form.cleaned_data["command"]))
        try:
            actions.add_finding(name, form.found(subject, brought.names), order)
        except Refusal as no:
            form.add_error(None, opening.sentence(no))
        else:
            messages.success(request, _("记下了。"))
            return redirect("inspections:place", name, subject) if subject else redirect("inspections:plan", name)
    for sentence in brought.wrong:
        form.add_error(None, sentence)
    return _again(request, member, name, subject, form, brought)


@require_POST
@personal
def visit(request: HttpRequest, member: Member, name: str, subject: str) -> HttpResponse:
    """Nothing found here, or not reached."""
    queries.get(member, name)
    form = VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选一项。"))
        return redirect("inspections:place", name, subject)
    words = form.cleaned_data
    try:
        actions.visit(name, subject, Result(words["result"]), words["text"], Order(member, str(words["command"])))
    except Refusal as no:
        messages.error(request, opening.sentence(no))
        return redirect("inspections:place", name, subject)
    messages.success(request, _("记下了。"))
    return redirect("inspections:plan", name)


@opening.sealed("decision")
def decision(request: HttpRequest, member: Member, opened: Opened, finding: str) -> HttpResponse:
    """The form of a decision on the spot, with whom the table of categories would send it to."""
    one = _finding(opened, finding)
    return _decision(request, member, opened, one, DecisionForm(grades=_grades(one), initial=_suggested(one)))


@require_POST
@personal
def decide(request: HttpRequest, member: Member, name: str, finding: str) -> HttpResponse:
    """Decide on the spot."""
    row = queries.get(member, name)
    opened = Opened(row, queries.standing(row))
    queries.require_outside(member, row, opened.stood)
    one = _finding(opened, finding)
    form = DecisionForm(request.POST, grades=_grades(one))
    if form.is_valid():
        try:
            actions.decide(name, finding, form.on_site(), Order(member, str(form.cleaned_data["command"])))
        except Refusal as no:
            form.add_error(None, opening.sentence(no))
        else:
            messages.success(request, _("定下了。发布时一并交办。"))
            return redirect("inspections:plan", name)
    return _decision(request, member, opened, one, form, status=400)


@require_POST
@personal
def withdraw(request: HttpRequest, member: Member, name: str, finding: str) -> HttpResponse:
    """Say why a finding is not to be reported."""
    form = ReasonForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        actions.withdraw(name, finding, text, Order(member))
    except Refusal as no:
        messages.error(request, opening.sentence(no))
    else:
        messages.success(request, _("记下了：这一条不报。"))
    return redirect("inspections:plan", name)


# ------------------------------------------------ underneath
def _frame(opened: Opened, member: Member) -> dict[str, Any]:
    row = opened.row
    return {
        "here": "ledger", "row": row, "stood": opened.stood, "name": row.pk, "title": opened.stood.scope["title"],
        "leads": member.username == row.lead, "sealed": not queries.ended(row), "is_drawn": row.state == State.DRAWN,
    }  # fmt: skip


def _place(opened: Opened, subject: str) -> "Subject":
    found = queries.places([subject]).get(subject)
    if found is None or (subject not in opened.stood.places and not opened.stood.of_place(subject)):
        raise NotFound
    return found


def _place_page(
    request: HttpRequest, member: Member, opened: Opened, one: "Subject", form: FindingForm, **more: Any
) -> HttpResponse:
    stop = next((each for each in showing.stops(opened.stood) if each.subject.pk == one.pk), None)
    before = [
        (each, str(MatterState(each.state).label), str(Outcome(each.outcome).label) if each.outcome else "")
        for each in queries.before(one.public_id)
    ]
    context = _frame(opened, member) | {
        "place": one, "stop": stop, "before": before, "form": form, "visit": VisitForm(),
        "findings": showing.findings(opened.stood.of_place(one.public_id)), "brought": more.get("brought"),
    }  # fmt: skip
    return render(request, "inspections/place.html", context, status=more.get("status", 200))


def _command(request: HttpRequest) -> uuid.UUID:
    """The name of this press, even of one whose form is refused: its pictures are kept under it."""
    try:
        return uuid.UUID(request.POST.get("command", ""))
    except ValueError:
        return uuid.uuid4()


def _again(
    request: HttpRequest, member: Member, name: str, subject: str, form: FindingForm, brought: "uploading.Brought"
) -> HttpResponse:
    row = queries.get(member, name)
    opened = Opened(row, queries.standing(row))
    queries.require_outside(member, row, opened.stood)
    if subject:
        one = _place(opened, subject)
        return _place_page(request, member, opened, one, form, brought=brought, status=400)
    context = _frame(opened, member) | {"form": form, "brought": brought}
    return render(request, "inspections/elsewhere.html", context, status=400)


def _decision(
    request: HttpRequest, member: Member, opened: Opened, one: "Finding", form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    rows = [(form[f"unit_{row}"], form[f"until_{row}"]) for row in range(HELPERS)]
    first = [form[name] for name in ("lead", "grade") if name in form.fields]
    context = _frame(opened, member) | {
        "one": showing.findings([one])[0], "form": form, "first": first, "rows": rows, "text": form["text"],
    }  # fmt: skip
    return render(request, "inspections/decision.html", context, status=status)


def _finding(opened: Opened, name: str) -> "Finding":
    found = opened.stood.findings.get(name)
    if found is None or found.withdrawn:
        raise NotFound
    return found


def _closed(subject: str) -> list[tuple[str, Any]]:
    """Closed matters of a place, as something that may have come back."""
    return [
        (one.matter, _("又回来了：{number} {title}").format(number=one.number, title=one.title))
        for one in queries.before(subject)
        if one.outcome in {Outcome.FIXED, Outcome.UNCHECKED}
    ]


def _grades(finding: "Finding") -> list[tuple[str, Any]]:
    kind = kinds.current(finding.data["kind"])
    fixed = kind.category(finding.data["category"]).grade
    return [(grade.code, english(grade.name, grade.name_en)) for grade in kind.grades if fixed in {None, grade.code}]


def _suggested(finding: "Finding") -> dict[str, Any]:
    """Whom the table of categories names; what was decided before, if anything was."""
    said = finding.decision
    if said:
        found: dict[str, Any] = {"lead": said["lead"], "grade": said["grade"], "text": said["text"]}
        for row, (code, until) in enumerate(said["helpers"][:HELPERS]):
            found |= {f"unit_{row}": code, f"until_{row}": clock.from_ms(until).astimezone(clock.COUNTY_ZONE)}
        return found
    category = kinds.current(finding.data["kind"]).category(finding.data["category"])
    subject = (
        queries.places([finding.data["subject"]]).get(finding.data["subject"]) if finding.data["subject"] else None
    )
    route = kinds.route(category, subject)
    found = {"lead": route.lead.code if route.lead is not None else finding.data["place"]}
    return found | {f"unit_{row}": unit.code for row, unit in enumerate(route.co[:HELPERS])}
