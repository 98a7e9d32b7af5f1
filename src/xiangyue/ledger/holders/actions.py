"""Everything about notices to duty holders. What they answer is noted in the matter's chain, by the house."""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from xiangyue.kernel import clock, ids, signing
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.holders import errors, queries
from xiangyue.ledger.holders import rules as terms
from xiangyue.ledger.holders.models import Invitation
from xiangyue.ledger.holders.rules import LONGEST_DAYS
from xiangyue.ledger.holders.states import Said
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.actions import Order, Reply
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.errors import CommandReused
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access.rules import HOUSE, Member

MOST_ANSWERS = 30

_NAMESPACE = uuid.UUID("5d3c9f5e-6a42-5f0b-9c1d-7b8e2f40a6d9")
"""Under which an order of the lead's people becomes the house's note; changing it would let one happen twice."""


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation and its secret, shown once: what the link or the QR carries."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(matter: str, name: str, demand: str, *, days: int, by: Member, command: str = "") -> Link:
    """Send a notice to a duty holder, for who works for the lead. The same command gives the same link.

    Raises `NotFound`, `NotYours`, `BadInvitation`, `CommandReused`.
    """
    row = ledger.locked(by, matter)
    rules.require_work(by, Verb.PROGRESS, [row.lead])
    told, demand = name.strip()[:80], rules.said(demand)
    command = command or str(uuid.uuid4())
    secret, now = _secret(command), clock.now()
    if (before := Invitation.objects.filter(slip=ids.fingerprint(secret)).first()) is not None:
        if (before.matter_id, before.made_by, before.name, before.demand) != (row.pk, by.username, told, demand):
            raise CommandReused
        return Link(before, secret)
    rules.require_move(Verb.PROGRESS, row.state)
    if not told or not 1 <= days <= LONGEST_DAYS:
        raise errors.BadInvitation(limit=LONGEST_DAYS)
    invitation = Invitation.objects.create(
        id=ids.new_id(), matter=row, name=told, demand=demand, slip=ids.fingerprint(secret),
        made_at=now, made_by=by.username, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    order = _order(Said.INVITED, command)
    _note(invitation, Said.INVITED, order, text=invitation.demand, until=invitation.expires_at, actor=by)
    return Link(invitation, secret)


def show(matter: str, command: str, *, by: Member) -> Link:
    """What somebody's own command sent: with its secret the first time, without it ever after. Raises `NotFound`."""
    secret = _secret(command)
    sent = Invitation.objects.filter(slip=ids.fingerprint(secret), matter=matter, made_by=by.username).first()
    if sent is None:
        raise NotFound
    first = Invitation.objects.filter(pk=sent.pk, shown_at__isnull=True).update(shown_at=clock.now()) == 1
    return Link(sent, secret if first else "")


@transaction.atomic
def revoke(invitation: str, *, by: Member) -> None:
    """Let a link end now: it was lost, or sent to the wrong one. Raises `NotFound`, `NotYours`."""
    row = queries.of_lead(by, invitation)
    if Invitation.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=clock.now()) == 1:
        _note(row, Said.REVOKED, Order(HOUSE), actor=by)


def opened(secret: str) -> None:
    """Note that the link was opened: the notice has arrived."""
    row = queries.by_secret(secret)
    Invitation.objects.filter(pk=row.pk, opened_at__isnull=True).update(opened_at=clock.now())


@transaction.atomic
def answer(
    secret: str, text: str, *, command: str, pictures: Sequence[str] = (), until: datetime | None = None
) -> Reply:
    """Answer a notice, perhaps asking for time until then. The same command gives the same reply.

    Raises `LinkOver`, `TooManyAnswers`, `PastDay`, `BadMatter`, `NoSuchPicture`.
    """
    row = queries.by_secret(secret)
    ledger.locked(HOUSE, row.matter_id)
    order = Order(HOUSE, command=command)
    if (before := matters.answered(order, Verb.NOTE, name=row.matter_id)) is not None:
        return before
    if row.answers >= MOST_ANSWERS:
        raise errors.TooManyAnswers(limit=MOST_ANSWERS)
    if until is not None and until <= clock.now():
        raise errors.PastDay
    what = Said.ANSWERED if until is None else Said.ASKED
    reply = _note(row, what, order, text=rules.said(text), until=until, pictures=pictures)
    wish = {} if until is None else {"asked_until": until}
    Invitation.objects.filter(pk=row.pk).update(answers=F("answers") + 1, **wish)
    return reply


@dataclass(frozen=True, slots=True)
class Decision:
    """What the lead says to a wish for time: a day, or none."""

    text: str
    on: date | None
    heard: int
    """How often the duty holder had written when the lead looked."""


@transaction.atomic
def decide(matter: str, invitation: str, decision: Decision, order: Order) -> Reply:
    """Grant a day, or none, to a duty holder that asked for time. The matter's own deadline stays where it is.

    A link that ends before the day is lengthened to it. The same command gives the same reply. Raises `NotFound`,
    `NothingAsked`, `AskedAgain`, `BadDay`, `NoTimeLeft`, `BadMatter`.
    """
    ledger.locked(order.by, matter)
    row = queries.led(order.by, matter, invitation)
    noted = _order("decided", f"{invitation}/{order.command}")
    if (before := matters.answered(noted, Verb.NOTE, name=matter)) is not None:
        return before
    queries.require_wish(row)
    if row.answers != decision.heard:
        raise errors.AskedAgain
    what, until, kept = Said.REFUSED, None, {}
    if decision.on is not None:
        until = terms.granted(decision.on, due=row.matter.due, now=clock.now())
        what, kept = Said.GRANTED, {"granted_until": until, "expires_at": max(row.expires_at, until)}
    reply = _note(row, what, noted, text=rules.said(decision.text), until=until, actor=order.by)
    Invitation.objects.filter(pk=row.pk).update(asked_until=None, **kept)
    return reply


def _secret(command: str) -> str:
    """What follows from the command of whoever sent the notice, so that a retry finds the same."""
    key = signing.derive(settings.SECRET_KEY, "holder/secret")
    number = int.from_bytes(hmac.digest(key, command.encode(), hashlib.sha256), "big")
    return "".join(ids.ALPHABET[number >> (5 * at) & 31] for at in range(26))


def _order(what: str, command: str) -> Order:
    return Order(HOUSE, command=str(uuid.uuid5(_NAMESPACE, f"{what}/{command}")))


def _note(
    row: Invitation,
    what: Said,
    order: Order,
    *,
    text: str = "",
    until: datetime | None = None,
    pictures: Sequence[str] = (),
    actor: Member | None = None,
) -> Reply:
    """Note it as the house: `actor` is who of the lead did it; what the firm or shop does has none."""
    data = matters.Noted(what.value, {"invitation": row.pk})
    if actor is not None:
        data.data.update(by=actor.username, unit=row.matter.lead_id)
    if until is not None:
        data.data["until"] = ms(until)
    said = {"name": row.name, **({"text": text} if text else {})}
    attach = (lambda: evidence.attach(row.matter_id, pictures, role=Role.OTHER)) if pictures else None
    return matters.note(row.matter_id, data, order, said=said, attach=attach)
