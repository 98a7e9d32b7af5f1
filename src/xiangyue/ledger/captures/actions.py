"""What a phone sends. Its command makes it happen once; what was uploaded for it goes along in the same transaction."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xiangyue.ledger.captures import errors, queries, rules
from xiangyue.ledger.captures.rules import Baggage
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence import queries as pictures
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as held
from xiangyue.ledger.matters.actions import Noted, Order, Reply, Verdict, acting
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import Verb
from xiangyue.ledger.voices import actions as voices
from xiangyue.org.access.rules import HOUSE

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence

NOTE = "captured"
"""What the matter's chain calls the arrows and the recording that came along."""


@transaction.atomic
def report(finding: Finding, sentence: str, baggage: Baggage, order: Order, *, anew: bool = False) -> Reply:
    """Take in a finding. Its title and text are made of one sentence, or of the category where it was only recorded.

    Where the same was mended so short ago that it is still watched, whoever may find it again is asked first, unless
    they said that it is another one (`anew`). Raises `NotArrived`, `WasMended`, and what `matters.report` raises.
    """
    if (before := acting.answered(order, Verb.REPORT)) is not None:
        return before
    if not anew and (watched := queries.watched(order.by, finding)) is not None:
        raise errors.WasMended(number=watched.number, matter=watched.pk)
    brought = taken(baggage, order)
    reply = matters.report(replace(_headed(finding, sentence), evidence=tuple(row.pk for row in brought)), order)
    _note(reply.matter, brought, baggage, order)
    return reply


@transaction.atomic
def find_again(name: str, finding: Finding, sentence: str, baggage: Baggage, order: Order) -> Reply:
    """Say that what was closed as mended is there again. Raises `NotArrived`, and as `matters.found_again`."""
    if (before := acting.answered(order, Verb.ANNUL, Verb.REPORT)) is not None:
        return before
    brought = taken(baggage, order)
    found = replace(_headed(finding, sentence), evidence=tuple(row.pk for row in brought))
    reply = matters.found_again(name, found, order)
    _note(reply.matter, brought, baggage, order)
    return reply


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to a matter that is there already."""

    verb: str
    matter: str
    sentence: str = ""


@transaction.atomic
def act(deed: Deed, baggage: Baggage, order: Order) -> Reply:
    """Carry out one of DEEDS. Raises `UnknownVerb`, `NotArrived`, and what the verb raises."""
    if deed.verb not in DEEDS:
        raise errors.UnknownVerb(verb=deed.verb)
    if (before := acting.answered(order, RECORDED[deed.verb], name=deed.matter)) is not None:
        return before
    brought = taken(baggage, order)
    seq = held.locked(order.by, deed.matter).seq
    if order.expected in {None, seq} and _note(deed.matter, brought, baggage, order):
        # Noted first, so that the reply's number is the last one, and what follows on the phone can expect it.
        order = replace(order, expected=seq + 1)
    return DEEDS[deed.verb](deed, [row.pk for row in brought], order)


def _accept(deed: Deed, _names: list[str], order: Order) -> Reply:
    return matters.accept(deed.matter, order)


def _progress(deed: Deed, names: list[str], order: Order) -> Reply:
    return matters.progress(deed.matter, deed.sentence, order, pictures=names)


def _claim(deed: Deed, names: list[str], order: Order) -> Reply:
    return matters.claim(deed.matter, deed.sentence, order, pictures=names)


def _comment(deed: Deed, names: list[str], order: Order) -> Reply:
    return matters.comment(deed.matter, deed.sentence, order, pictures=names)


def _pass(deed: Deed, names: list[str], order: Order) -> Reply:
    return matters.verify(deed.matter, Verdict(True, deed.sentence, names), order)


def _fail(deed: Deed, names: list[str], order: Order) -> Reply:
    return matters.verify(deed.matter, Verdict(False, deed.sentence, names), order)


DEEDS: dict[str, Callable[[Deed, list[str], Order], Reply]] = {
    "accept": _accept,
    "progress": _progress,
    "claim": _claim,
    "comment": _comment,
    "pass": _pass,
    "fail": _fail,
}
"""What can be done to a matter from the street, by the word the phone uses."""

RECORDED = {
    "accept": Verb.ACCEPT,
    "progress": Verb.PROGRESS,
    "claim": Verb.CLAIM,
    "comment": Verb.COMMENT,
    "pass": Verb.PASS,
    "fail": Verb.FAIL,
}


# ------------------------------------------------ what inspections bring along too
def taken(baggage: Baggage, order: Order) -> list["Evidence"]:
    """The pictures that were uploaded for it, in the phone's order, with their arrows kept. Joins the caller's
    transaction. Raises `NotArrived`, `BadArrow`.
    """
    commands = [shot.command for shot in baggage.shots]
    there = pictures.sent(commands, by=order.by.username)
    missing = [str(command) for command in commands if command not in there]
    if missing:
        raise errors.NotArrived(missing=missing)
    for shot in baggage.shots:
        if shot.arrows:
            evidence.mark(there[shot.command].pk, shot.arrows)
    return [there[command] for command in commands]


def headed(kind: str, category: str, sentence: str) -> tuple[str, str]:
    """Title and text of one sentence about something of a category. Raises `UnknownKind`, `UnknownCategory`."""
    known = kinds.current(kind)
    return rules.headed(sentence, known.category(category).name if category else known.name)


# ------------------------------------------------ underneath
def _headed(finding: Finding, sentence: str) -> Finding:
    title, text = headed(finding.kind, finding.category, sentence)
    return replace(finding, title=title, text=text)


def _note(matter: str, taken: list["Evidence"], baggage: Baggage, order: Order) -> bool:
    """Write into the matter's chain what its own event has no place for; whether there was anything."""
    data: dict[str, Any] = {"by": order.by.username}
    drawn = {str(shot.command): list(map(list, shot.arrows)) for shot in baggage.shots if shot.arrows}
    if drawn:
        data["arrows"] = {row.pk: drawn[str(row.command)] for row in taken if str(row.command) in drawn}
    if baggage.voice is not None:
        data["voice"] = _voice(matter, baggage.voice, order)
    if len(data) > 1:
        matters.note(matter, Noted(NOTE, data), Order(HOUSE))
    return len(data) > 1


def _voice(matter: str, command: uuid.UUID, order: Order) -> list[Any]:
    return voices.attach(matter, command, by=order.by.username)
