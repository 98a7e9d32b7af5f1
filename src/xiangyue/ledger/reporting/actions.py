"""What residents do with photos, from anywhere, as often as is sensible. Who they are is the business of `tellers`."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from xiangyue.files.rules import Upload
from xiangyue.kernel import boxes, clock
from xiangyue.ledger.captures import rules as capturing
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors as refused
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Noted, Order
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import OPEN
from xiangyue.ledger.reporting import errors, queries, rules
from xiangyue.ledger.reporting.models import Knock
from xiangyue.ledger.reporting.rules import More, Told
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers import queries as telling
from xiangyue.ledger.tellers.actions import Contact
from xiangyue.org.access.rules import HOUSE


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a resident gets: the link's code, and the number people call the matter."""

    code: str
    number: str


@transaction.atomic
def tell(told: Told, *, command: str, net: str) -> Receipt:
    """Take in a report. The same command gives the same receipt.

    Raises `SaidNothing`, `TooManyReports`, `TooManyHere`, what pictures are refused for, and what `tellers.tell`
    raises.
    """
    named, marked = _uuid(command), queries.net_of(net)
    if not _is_known(named):
        rules.require_told(told.sentence, told.photos)
        rules.require_few(queries.frequency(marked, told.subject))
    receipt, matter = _tell(told, named, marked)
    _knock(named, marked, told.subject, matter)
    return receipt


@transaction.atomic
def add(code: str, more: More, *, command: str, net: str) -> None:
    """Add to one's own report. While a claim waits it is her word against the unit's: then somebody looks for certain.

    Raises `NotFound`, `SaidNothing`, `TooManyReports`.
    """
    named, matter = _uuid(command), telling.matter_of(code)
    if _is_known(named):
        return
    rules.require_told(more.sentence, more.photos)
    marked = queries.net_of(net)
    rules.require_few(queries.frequency(marked, ""))
    data: dict[str, Any] = {"added": True}
    if more.photos:
        data["evidence"] = evidence.attach(matter.pk, _kept(more.photos, named), role=Role.OTHER)
    said = {"text": more.sentence.strip()[: rules.MAX_SENTENCE]} if more.sentence.strip() else {}
    matters.note(matter.pk, Noted(ledger.ADDED, data), Order(HOUSE), said=said)
    _knock(named, marked, "", matter.pk)


@transaction.atomic
def dispute(code: str, more: More, *, command: str, net: str) -> Receipt:
    """Say that what was closed is not mended: a new report, linked to the old, which stays as it is until the office
    has looked. Raises `NotFound`, `NotClosed`, and as `tell`.
    """
    named, old = _uuid(command), telling.matter_of(code)
    if old.state in OPEN:
        raise errors.NotClosed
    known, marked = _is_known(named), queries.net_of(net)
    if not known:
        rules.require_told(more.sentence, more.photos)
        rules.require_few(queries.frequency(marked, old.subject))
    again = Told(
        sentence=more.sentence, kind=old.kind, category=old.category, subject=old.subject, place=old.place_id or "",
        spot=old.spot, contact=_contact(old.pk), photos=more.photos,
    )  # fmt: skip
    receipt, fresh = _tell(again, named, marked)
    if not known:
        matters.note(fresh, Noted("disputes", {"of": old.pk}), Order(HOUSE))
        matters.note(old.pk, Noted("disputed", {"by": fresh}), Order(HOUSE))
    _knock(named, marked, old.subject, fresh)
    return receipt


def forget_knocks() -> int:
    """Delete what counts no more. Called by the work child."""
    gone, _each = Knock.objects.filter(at__lt=clock.now() - rules.KNOCKS_KEPT).delete()
    return gone


# ------------------------------------------------ underneath
def _tell(told: Told, command: uuid.UUID, net: str) -> tuple[Receipt, str]:
    """The receipt, and the matter's name. Pictures are kept under commands of their own, so once."""
    kind = kinds.current(told.kind)
    category = kind.category(told.category).name if told.category else kind.name
    title, text = capturing.headed(told.sentence[: rules.MAX_SENTENCE], category)
    finding = Finding(
        kind=told.kind, category=told.category, title=title, text=text, subject=told.subject, place=told.place,
        spot=told.spot, position=told.position, evidence=tuple(_kept(told.photos, command)),
    )  # fmt: skip
    made = tellers.tell(finding, Contact(told.contact, net), command=str(command))
    return Receipt(made.secret, made.reply.number), made.reply.matter


def _kept(photos: tuple[Upload, ...], command: uuid.UUID) -> list[str]:
    """The names of a report's pictures; each has a command that follows from the report's own."""
    return [
        evidence.keep(photo, Claims(), command=str(uuid.uuid5(command, str(place))), by="").pk
        for place, photo in enumerate(photos)
    ]


def _contact(matter: str) -> str:
    """What was left to be reached, for the same person's next report; nobody sees it on the way."""
    return (boxes.unseal(settings.SECRET_KEY, f"teller/{matter}", telling.box_of(matter)) or b"").decode()


def _is_known(command: uuid.UUID) -> bool:
    return Knock.objects.filter(pk=command).exists()


def _knock(command: uuid.UUID, net: str, subject: str, matter: str) -> None:
    Knock.objects.get_or_create(
        pk=command, defaults={"net": net, "subject": subject, "matter": matter, "at": clock.now()}
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise refused.BadCommand from wrong
