"""Time for a duty holder: what both sides wrote, and the lead's answer to a wish for more."""

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.holders import actions, errors, queries, rules
from xiangyue.ledger.holders.states import DECIDED, Said
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access.rules import Member
from xiangyue.org.units import queries as units
from xiangyue.web.ledger import facts, offered, photographs, when
from xiangyue.web.ledger.forms import day, text
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.holders.models import Invitation
    from xiangyue.ledger.holders.queries import Spoken
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.web.ledger.facts import Facts
    from xiangyue.web.ledger.photographs import Door, Photograph

TONES = {Said.GRANTED: "moss", Said.REFUSED: "seal"}


# ------------------------------------------------ what both sides wrote
@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was written, as either side reads it. `waits`: it is a wish that nobody has answered yet."""

    at: "datetime"
    who: str
    label: str
    tone: str
    text: str
    erased: bool
    waits: bool
    decides: bool
    """Whether it is the lead's answer to a wish."""
    photographs: "list[Photograph]" = field(default_factory=list)


def turns(row: "Invitation", spoken: "list[Spoken]", pictures: "list[Evidence]", door: "Door") -> list[Turn]:
    """What was written since a notice was sent, newest first: one query."""
    shown = photographs.shown(pictures, door=door)
    named = units.by_code({each.unit for each in spoken if each.unit})
    waiting = next((each for each in spoken if each.what is Said.ASKED), None) if row.asked_until else None
    return [
        Turn(
            each.at, named[each.unit].name if each.unit in named else row.name, _label(each),
            TONES.get(each.what, ""), each.text or "", each.text is None, each is waiting,
            each.what in DECIDED,
            [shown[name] for name in each.pictures if name in shown],
        )
        for each in spoken
    ]  # fmt: skip


def _label(spoken: "Spoken") -> str:
    if spoken.what is Said.REFUSED:
        return _("不同意延期")
    if spoken.until is None:
        return _("答复")
    said = _("同意延到 {until}") if spoken.what in DECIDED else _("想延到 {until}")
    return said.format(until=when.moment(spoken.until))


# ------------------------------------------------ what waits
@dataclass(frozen=True, slots=True)
class Wish:
    """A wish for time that waits for the lead's answer: a line of its desk."""

    of: "Invitation"
    until: str


def waiting(found: "Iterable[Invitation]") -> list[Wish]:
    """Wishes as their lines: one query."""
    return [Wish(row, when.moment(row.asked_until)) for row in found if row.asked_until is not None]


# ------------------------------------------------ the lead's answer
class DecideForm(forms.Form):
    """A day or none, in words. `heard` is how often the duty holder had written when the page was opened."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    heard = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    granted = forms.ChoiceField(
        label=gettext_lazy("答复"), choices=[("yes", gettext_lazy("同意延")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = day(gettext_lazy("延到哪一天"), needed=False)
    text = text(gettext_lazy("对他们说"), gettext_lazy("对方在链接里看得到，写明理由和要求。"), rows=3)

    def __init__(self, row: "Invitation", data: "Mapping[str, Any] | None" = None, **more: Any) -> None:
        super().__init__(data, use_required_attribute=False, **more)
        self.may_grant = row.matter.due is None or row.matter.due > clock.now()
        if not self.may_grant:
            self.fields["granted"].choices = [("no", gettext_lazy("不同意"))]  # type: ignore[attr-defined]
            self.fields["granted"].initial = "no"
            del self.fields["on"]
            return
        most = rules.latest(row.matter.due, clock.now())
        self.fields["on"].help_text = _("最晚 {last}，不能晚于这件事自己的期限。不同意就不用填。").format(
            last=when.day(most)
        )
        self.fields["on"].widget.attrs |= {
            "min": workdays.county_day(clock.now()).isoformat(), "max": workdays.county_day(most).isoformat(),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A day goes with a yes, and with nothing else."""
        words = super().clean() or {}
        if words.get("granted") == "yes" and not words.get("on") and "on" not in self.errors:
            self.add_error("on", _("同意延，就要写明延到哪一天。"))
        return words

    def again(self, heard: int) -> None:
        """Let the next press of the button count on what the page shows now. What was typed stays."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "heard": str(heard)}


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def decide(request: HttpRequest, member: Member, matter: str, invitation: str) -> HttpResponse:
    """Answer a wish for time: the matter's own deadline stays where it is."""
    row = queries.led(member, matter, invitation)
    known = facts.of(member, matter)
    if request.method != "POST":
        queries.require_wish(row)
        return _page(request, known, row, DecideForm(row, initial=_start(row)))
    form = DecideForm(row, request.POST)
    if not form.is_valid():
        return _page(request, known, row, form, status=400)
    words = form.cleaned_data
    on = words.get("on") if words["granted"] == "yes" else None
    decision = actions.Decision(words["text"], on, words["heard"])
    try:
        actions.decide(matter, invitation, decision, Order(member, command=str(words["command"])))
    except NotFound:
        raise
    except Refusal as no:
        row = queries.led(member, matter, invitation)
        if isinstance(no, errors.AskedAgain):
            form.again(row.answers)
        return _page(request, known, row, form, refused=no, status=no.status)
    messages.success(request, _("已经答复{name}，对方打开链接就看得到。").format(name=row.name))
    return redirect("ledger:notices", matter)


def _start(row: "Invitation") -> dict[str, Any]:
    """What was wished for, as far as it can be granted."""
    start = {"command": uuid.uuid4(), "heard": row.answers}
    assert row.asked_until is not None
    wanted, due = workdays.county_day(row.asked_until), row.matter.due
    return start | {"on": min(wanted, workdays.county_day(due)) if due else wanted}


def _page(
    request: HttpRequest, known: "Facts", row: "Invitation", form: DecideForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    matter = row.matter
    beyond = bool(matter.due and row.asked_until and row.asked_until > matter.due)
    context = {
        "here": "ledger",
        "matter": matter,
        "row": row,
        "turns": _said(row),
        "form": form,
        "waits": _waits(row),
        "due": when.moment(matter.due) if matter.due else "",
        "beyond": beyond,
        "extends": (beyond or not form.may_grant) and offered.may(known, Verb.ASK_EXTENSION),
        "over": when.moment(row.expires_at) if row.expires_at <= known.now else "",
        "typed": request.POST.get("text", ""),
        **more,
    }
    return render(request, "ledger/notice_time.html", context, status=status)


def _waits(row: "Invitation") -> bool:
    try:
        queries.require_wish(row)
    except errors.NothingAsked:
        return False
    return True


def _said(row: "Invitation") -> list[Turn]:
    spoken = queries.exchange(row)
    pictures = evidence.named([name for each in spoken for name in each.pictures])
    return turns(row, spoken, pictures, photographs.of_matter)


def about(member: Member, matter: "Matter") -> list[Wish]:
    """The wishes for time about one matter, for who works for its lead: one query at most."""
    return waiting(queries.wishes_about(member, matter))
