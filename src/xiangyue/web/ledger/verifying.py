"""What somebody was drawn for: what was found, what closes it, two answers. A second look learns nothing more."""

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.ledger.verifying import actions, queries
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.ledger.verifying.states import Seat as SeatState
from xiangyue.org.access.rules import Member
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.web import serving, uploading
from xiangyue.web.ledger import facts, photographs, rows, timeline, when, words
from xiangyue.web.ledger.forms import text
from xiangyue.web.looking import inside, personal

if TYPE_CHECKING:
    from xiangyue.ledger.matters.queries import Claim
    from xiangyue.ledger.verifying.queries import Blind
    from xiangyue.web.ledger.photographs import Photograph
    from xiangyue.web.ledger.timeline import Told
    from xiangyue.web.uploading import Brought


class VerdictForm(forms.Form):
    """The two answers to one question: does the closing condition hold?"""

    command = forms.UUIDField(widget=forms.HiddenInput)
    passed = forms.ChoiceField(
        label=gettext_lazy("销号条件满足了吗"),
        choices=[("yes", gettext_lazy("满足，通过")), ("no", gettext_lazy("不满足，退回"))],
        widget=forms.RadioSelect,
    )
    text = text(gettext_lazy("看到了什么；不通过的，写明还缺什么"))


class RecuseForm(forms.Form):
    """Why somebody steps aside."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    text = text(gettext_lazy("为什么回避"), rows=2)


@dataclass(slots=True)
class _Shown:
    """What the page shows besides the seat."""

    verdict: forms.Form
    recuse: forms.Form
    brought: "Brought" = field(default_factory=uploading.Brought)
    sentence: str = ""
    status: int = 200


@require_safe
@personal
def page(request: HttpRequest, member: Member, seat: str) -> HttpResponse:
    """One seat of one's own; for everybody else it does not exist."""
    return _page(request, member, seat, _fresh())


@require_safe
@inside
def photo(request: HttpRequest, member: Member, seat: str, picture: str, size: str) -> HttpResponse:
    """A photograph of the page of one's own seat: of a second look no more than its page shows."""
    return serving.photograph(request, queries.shown(member, seat).pictures, picture, size)


@require_POST
@personal
def decide(request: HttpRequest, member: Member, seat: str) -> HttpResponse:
    """Say what was found."""
    place = queries.seat(member, seat)
    form = VerdictForm(request.POST, use_required_attribute=False)
    shown = _fresh()
    shown.verdict = form
    if not form.is_valid():
        shown.status = 400
        return _page(request, member, seat, shown)
    command: uuid.UUID = form.cleaned_data["command"]
    shown.brought = uploading.receive(request, member, command)
    if shown.brought.wrong:
        shown.sentence, shown.status = "；".join(shown.brought.wrong), 400
        return _page(request, member, seat, shown)
    passed = form.cleaned_data["passed"] == "yes"
    verdict = Verdict(passed, form.cleaned_data["text"], tuple(shown.brought.names))
    try:
        actions.decide(place, verdict, Order(member, command=str(command)))
    except NotFound:
        raise
    except Refusal as no:
        shown.sentence, shown.status = no.sentence, no.status
        return _page(request, member, seat, shown)
    messages.success(request, _("核查通过，已记下。") if passed else _("已退回，写明了缺什么。"))
    return redirect("ledger:desk")


@require_POST
@personal
def recuse(request: HttpRequest, member: Member, seat: str) -> HttpResponse:
    """Step aside."""
    place = queries.seat(member, seat)
    form = RecuseForm(request.POST, use_required_attribute=False)
    shown = _fresh()
    shown.recuse = form
    if not form.is_valid():
        shown.status = 400
        return _page(request, member, seat, shown)
    try:
        actions.recuse(place, form.cleaned_data["text"], Order(member, command=str(form.cleaned_data["command"])))
    except NotFound:
        raise
    except Refusal as no:
        shown.sentence, shown.status = no.sentence, no.status
        return _page(request, member, seat, shown)
    messages.success(request, _("已回避，按抽签的顺序由下一位递补。"))
    return redirect("ledger:desk")


def _fresh() -> _Shown:
    return _Shown(
        VerdictForm(initial={"command": uuid.uuid4()}, use_required_attribute=False),
        RecuseForm(initial={"command": uuid.uuid4()}, auto_id="recuse_%s", use_required_attribute=False),
    )


def _page(request: HttpRequest, member: Member, seat: str, shown: _Shown) -> HttpResponse:
    blind = queries.shown(member, seat)

    def door(picture: str, size: str) -> str:
        return reverse("ledger:check-photo", args=[seat, picture, size])

    pictures = photographs.shown(blind.pictures, door=door, withdrawn=blind.withdrawn)
    pair = photographs.pair(pictures.values())
    context = {
        "here": "ledger",
        "blind": blind,
        "category": rows.named(blind.category),
        "how": words.how(How(blind.seat.how)),
        "must_show": blind.must_show,
        "again": blind.seat.purpose == Purpose.RECHECK,
        "until": when.moment(blind.seat.until),
        "place": _place(member, blind),
        "claim": _claim(blind.claim),
        "pair": pair,
        "others": [one for one in pictures.values() if one not in (pair.before, pair.after)],
        "history": _history(member, blind, pictures),
        "form": shown.verdict,
        "recuse": shown.recuse,
        "kept": shown.brought.pictures,
        "sentence": shown.sentence,
        "waits": blind.seat.state == SeatState.WAITING,
        "state": SeatState(blind.seat.state).label,
        "typed": [
            form["text"].value() for form in (shown.verdict, shown.recuse) if form.is_bound and form["text"].value()
        ],
    }
    return render(request, "ledger/check.html", context, status=shown.status)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to go: what it is called, its address, its own page, and where a phone can be led."""

    name: str = ""
    address: str = ""
    plate: str = ""
    map: str = ""


def _place(member: Member, blind: "Blind") -> _Place:
    """The place as far as it was said; of a household nothing."""
    subject = subjects.by_ids(member, [blind.subject]).get(blind.subject)
    if subject is not None and subject.type == Type.HOUSEHOLD:
        subject = None
    position = blind.position
    if position is None and subject is not None and subject.datum == Datum.WGS84:
        position = subjects.position(subject)
    led = f"geo:{position.latitude_e6 / 1e6},{position.longitude_e6 / 1e6}" if position is not None else ""
    if subject is None:
        return _Place(address=blind.spot, map=led)
    return _Place(subject.name, blind.spot or subject.address, subject.code, led)


def _claim(claim: "Claim | None") -> dict[str, str] | None:
    """What the unit says that it did, and when."""
    if claim is None:
        return None
    unit = units.by_code([claim.unit]).get(claim.unit)
    return {"unit": unit.name if unit else "", "at": when.moment(claim.at), "text": claim.text}


def _history(member: Member, blind: "Blind", pictures: "dict[str, Photograph]") -> "list[Told]":
    """What happened, for who may read the matter: somebody drawn for a claim, not who looks a second time."""
    if not blind.matter:
        return []
    try:
        known = facts.of(member, blind.matter)
    except NotFound:
        return []
    return timeline.told(known, pictures, people.names_of(timeline.people_in(known.lines)))
