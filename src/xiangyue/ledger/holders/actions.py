"""Everything about notices to duty holders. What they answer is noted in the matter's chain, by the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from xiangyue.kernel import clock, ids
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.holders import errors, queries
from xiangyue.ledger.holders.models import Invitation
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.actions import Order, Reply
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access.rules import HOUSE, Member

LONGEST_DAYS = 60
MOST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation and its secret, shown once: what the link or the QR carries."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(matter: str, name: str, demand: str, *, days: int, by: Member) -> Link:
    """Send a notice to a duty holder, for who works for the lead. Raises `NotFound`, `NotYours`, `BadInvitation`."""
    row = ledger.locked(by, matter)
    rules.require_move(Verb.PROGRESS, row.state)
    rules.require_work(by, Verb.PROGRESS, [row.lead])
    if not name.strip() or not 1 <= days <= LONGEST_DAYS:
        raise errors.BadInvitation(limit=LONGEST_DAYS)
    secret, now = ids.new_secret(), clock.now()
    invitation = Invitation.objects.create(
        id=ids.new_id(), matter=row, name=name.strip()[:80], demand=rules.said(demand), slip=ids.fingerprint(secret),
        made_at=now, made_by=by.username, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    _note(invitation, "invited", Order(HOUSE), text=invitation.demand, until=invitation.expires_at, actor=by)
    return Link(invitation, secret)


@transaction.atomic
def revoke(invitation: str, *, by: Member) -> None:
    """Let a link end now: it was lost, or sent to the wrong one. Raises `NotFound`, `NotYours`."""
    row = queries.of_lead(by, invitation)
    if Invitation.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=clock.now()) == 1:
        _note(row, "revoked", Order(HOUSE), actor=by)


def opened(secret: str) -> None:
    """Note that the link was opened: the notice has arrived."""
    row = queries.by_secret(secret)
    Invitation.objects.filter(pk=row.pk, opened_at__isnull=True).update(opened_at=clock.now())


@transaction.atomic
def answer(
    secret: str, text: str, *, command: str, pictures: Sequence[str] = (), until: datetime | None = None
) -> Reply:
    """Answer a notice, perhaps asking for time until then. The same command gives the same reply.

    Raises `LinkOver`, `TooManyAnswers`, `BadMatter`, `NoSuchPicture`.
    """
    row = queries.by_secret(secret)
    if row.answers >= MOST_ANSWERS:
        raise errors.TooManyAnswers(limit=MOST_ANSWERS)
    before = ledger.get(HOUSE, row.matter_id).seq
    what = "asked-time" if until is not None else "answered"
    reply = _note(row, what, Order(HOUSE, command=command), text=rules.said(text), until=until, pictures=pictures)
    if reply.seq > before:
        Invitation.objects.filter(pk=row.pk).update(answers=F("answers") + 1)
    return reply


def _note(
    row: Invitation,
    what: str,
    order: Order,
    *,
    text: str = "",
    until: datetime | None = None,
    pictures: Sequence[str] = (),
    actor: Member | None = None,
) -> Reply:
    """Note it as the house: `actor` is who of the lead did it; what the firm or shop does has none."""
    data = matters.Noted(f"holder-{what}", {"invitation": row.pk})
    if actor is not None:
        data.data.update(by=actor.username, unit=row.matter.lead_id)
    if until is not None:
        data.data["until"] = ms(until)
    said = {"name": row.name, **({"text": text} if text else {})}
    attach = (lambda: evidence.attach(row.matter_id, pictures, role=Role.OTHER)) if pictures else None
    return matters.note(row.matter_id, data, order, said=said, attach=attach)
