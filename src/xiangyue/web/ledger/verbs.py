"""Verbs as pages: each explains what will happen, asks what it needs, and keeps what was typed when it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import actions, errors
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.states import LABELS, Verb
from xiangyue.org.access.rules import Member
from xiangyue.web import uploading
from xiangyue.web.ledger import deeds, facts, offered, rows, timeline
from xiangyue.web.ledger.deeds import DEEDS, Asked, Deed
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from django.forms import BoundField

    from xiangyue.web.ledger.facts import Facts
    from xiangyue.web.ledger.forms import ActForm
    from xiangyue.web.uploading import Brought

__all__ = ["DEEDS", "act", "form"]

CHOSEN = ("category", "grade", "lead")
"""What an address may choose beforehand: the page asks so what a choice would set."""


@require_safe
@personal
def form(request: HttpRequest, member: Member, matter: str, deed: str) -> HttpResponse:
    """What a verb asks. For one that cannot be carried out now, the page says so and leads back."""
    wanted = _deed(deed)
    known = facts.of(member, matter)
    if not offered.may(known, wanted.verb):
        refusal = _why_not(known, wanted)
        return _page(request, known, wanted, _Shown(wanted.form(known), refused=refusal), status=refusal.status)
    chosen = {name: request.GET[name] for name in CHOSEN if name in request.GET}
    return _page(request, known, wanted, _Shown(wanted.form(known, initial=wanted.initial(known) | chosen)))


@require_POST
@personal
def act(request: HttpRequest, member: Member, matter: str, deed: str) -> HttpResponse:
    """Carry out a verb. A refusal shows the same page, with what was typed and with what happened meanwhile."""
    wanted = _deed(deed)
    known = facts.of(member, matter)
    if wanted.verb is Verb.COMMENT:
        deeds.require_hand(known, wanted.verb)
    asked = wanted.form(known, request.POST)
    if not asked.is_valid():
        return _page(request, known, wanted, _Shown(asked), status=400)
    words = asked.cleaned_data
    brought = uploading.receive(request, member, words["command"]) if wanted.pictures else uploading.Brought()
    if brought.wrong:
        return _page(request, known, wanted, _Shown(asked, brought), status=400)
    order = Order(member, command=str(words["command"]), expected=words["expected"])
    try:
        wanted.carry_out(Asked(known, asked, order, tuple(brought.names)))
    except NotFound:
        raise
    except Refusal as no:
        return _refused(request, facts.of(member, matter), wanted, _Shown(asked, brought, no))
    messages.success(request, _("已办：{verb}。").format(verb=LABELS[wanted.verb]))
    # Who declined, or gave it back, may have nothing to do with it any more.
    still = matters.visible(member).filter(pk=matter).exists()
    return redirect("ledger:matter", matter) if still else redirect("ledger:desk")


@dataclass(slots=True)
class _Shown:
    """What the page of a verb shows besides the matter."""

    form: "ActForm"
    brought: "Brought" = field(default_factory=uploading.Brought)
    refused: Refusal | None = None
    missed: Sequence[timeline.Told] = ()


def _refused(request: HttpRequest, known: "Facts", deed: Deed, shown: _Shown) -> HttpResponse:
    """The page again: the sentence, what happened since the page was opened, everything that was typed."""
    seen = shown.form.cleaned_data["expected"]
    shown.missed = [entry for entry in timeline.told(known, {}, {}) if entry.seq >= seen]
    shown.form.again(known.matter.seq)
    assert shown.refused is not None
    return _page(request, known, deed, shown, status=shown.refused.status)


def _page(request: HttpRequest, known: "Facts", deed: Deed, shown: _Shown, *, status: int = 200) -> HttpResponse:
    needed = deed.pictures is not None and deed.pictures(known)
    context: dict[str, Any] = {
        "here": "ledger",
        "matter": known.matter,
        "category": rows.category_of(known.matter, known.kind),
        "closing": known.category,
        "deed": deed,
        "form": shown.form,
        "kept": shown.brought.pictures,
        "wrong": shown.brought.wrong,
        "refused": shown.refused,
        "missed": shown.missed,
        "takes_pictures": deed.pictures is not None,
        "picture_needed": needed,
        "may": shown.refused is None or offered.may(known, deed.verb),
        "typed": _typed(shown.form),
        "numbered": deed.verb is Verb.ASSIGN and known.holds_number,
        "corrects": offered.may(known, Verb.CORRECT),
    }
    return render(request, "ledger/verb.html", context, status=status)


def _typed(form: "ActForm") -> list[tuple[str, str]]:
    """What somebody had written, to copy it elsewhere when the verb cannot be carried out any more."""
    if not form.is_bound:
        return []
    found = [(str(field.label), _chosen(field)) for field in form.visible_fields()]
    return [(label, value) for label, value in found if isinstance(value, str) and value.strip()]


def _chosen(field: "BoundField") -> object:
    """What was typed, or the word of what was chosen: nobody copies a code."""
    value = field.value()
    if not isinstance(field.field, ChoiceField) or not value:
        return value
    words = (
        each for _index, group, _start in field.field.widget.optgroups(field.html_name, [str(value)]) for each in group
    )
    return next((str(each["label"]) for each in words if each["selected"]), value)


def _why_not(known: "Facts", deed: Deed) -> Refusal:
    """Why a verb is not offered: the core's own sentence where it has one."""
    try:
        deeds.require(known, deed.verb)
        if deed.verb is Verb.CLAIM:
            actions.require_claimable(known.matter, by=known.member, now=known.now)
    except Refusal as no:
        return no
    return errors.WrongMove(state=rows.stamp(known.matter, known.now).word, verb=LABELS[deed.verb])


def _deed(slug: str) -> Deed:
    try:
        return DEEDS[Verb(slug)]
    except (ValueError, KeyError) as unknown:
        raise NotFound from unknown
