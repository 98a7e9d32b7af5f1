"""Everything that residents without an account do to matters."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import boxes, clock, ids, signing
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.actions import Order, Reply
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State, Verb
from xiangyue.ledger.tellers import errors, queries
from xiangyue.ledger.tellers.models import Teller
from xiangyue.org.access.rules import GUEST, HOUSE, Member

MOST_A_DAY = 20
"""Of one contact or one address: above it a person at the office is the better way."""

MAX_CONTACT = 100

_NAMESPACE = uuid.UUID("c7f0b1de-90a5-5a55-8f0e-2a4a67c3b6d5")
"""Under which a teller's answers get their commands; changing it would let one happen twice."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How a teller can be reached, if they want to be; `origin` is where the report came from, for counting only."""

    said: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The reply to a report, and the secret by which its teller follows it: shown once."""

    reply: Reply
    secret: str


@transaction.atomic
def tell(finding: Finding, contact: Contact, *, command: str) -> Told:
    """Report as a resident. The same command gives the same number and the same secret.

    Raises `TooOften`, `BadContact` and what `matters.report` raises.
    """
    if len(contact.said) > MAX_CONTACT:
        raise errors.BadContact(limit=MAX_CONTACT)
    secret = _secret(command)
    known = Teller.objects.filter(slip=ids.fingerprint(secret)).exists()
    mark = _mark(contact.said.strip() or contact.origin)
    if not known and _often(mark) >= MOST_A_DAY:
        raise errors.TooOften(limit=MOST_A_DAY)
    public = replace(finding, via=Reporter.PUBLIC, unit="", parent="")
    reply = matters.report(public, Order(GUEST, command=command))
    if not known:
        box = boxes.seal(settings.SECRET_KEY, f"teller/{reply.matter}", contact.said.strip().encode())
        Teller.objects.create(
            matter_id=reply.matter, box=box, mark=mark, slip=ids.fingerprint(secret), told_at=clock.now()
        )
    return Told(reply, secret)


@transaction.atomic
def answer(secret: str, *, satisfied: bool, missing: str = "") -> Reply:
    """Say whether an official answer answers: yes closes the matter, no sends it back, with what is missing.

    Raises `NothingAsked`, `BadMatter`.
    """
    matter = queries.matter_of(secret)
    if matter.state != State.CLAIMED:
        raise errors.NothingAsked
    command = str(uuid.uuid5(_NAMESPACE, f"{matter.pk}/{matter.seq}/{satisfied}"))
    order = Order(HOUSE, command=command)
    if satisfied:
        return matters.confirm(matter.pk, order)
    return matters.not_answered(matter.pk, order, missing=missing)


@transaction.atomic
def open_contact(viewer: Member, matter: str, purpose: str) -> str:
    """Read how a teller can be reached, for who dispatches and stands outside the lead's line.

    The reading is recorded with its purpose. Raises `NotFound`, `NotYours`, `OwnLine`, `BadMatter`.
    """
    row = ledger.get(viewer, matter)
    rules.require_office(viewer, Verb.NOTE, row.office, row.lead)
    box = queries.box_of(matter)
    journal.record(f"teller/{matter}", "read", {"purpose": rules.said(purpose)}, by=viewer.username)
    return (boxes.unseal(settings.SECRET_KEY, f"teller/{matter}", box) or b"").decode()


def _secret(command: str) -> str:
    """What follows from the command of whoever reported, so that a retry shows the same."""
    key = signing.derive(settings.SECRET_KEY, "teller/secret")
    number = int.from_bytes(hmac.digest(key, command.encode(), hashlib.sha256), "big")
    return "".join(ids.ALPHABET[number >> (5 * at) & 31] for at in range(26))


def _mark(text: str) -> str:
    key = signing.derive(settings.SECRET_KEY, "teller/mark")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _often(mark: str) -> int:
    return Teller.objects.filter(mark=mark, told_at__gt=clock.now() - timedelta(days=1)).count()
