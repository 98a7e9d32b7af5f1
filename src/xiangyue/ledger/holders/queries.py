"""Reads of notices to duty holders: by their secret for them, by the matter for its lead."""

from django.db.models import QuerySet

from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.holders import errors
from xiangyue.ledger.holders.models import Invitation
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import OPEN, Verb
from xiangyue.org.access.rules import Member


def by_secret(secret: str) -> Invitation:
    """The notice that a link opens. Raises `NotFound` for a secret that never was, `LinkOver` for one that is over."""
    row = Invitation.objects.filter(slip=ids.fingerprint(secret)).select_related("matter__lead").first()
    if row is None:
        raise NotFound
    if row.revoked_at is not None or row.expires_at <= clock.now() or row.matter.state not in OPEN:
        raise errors.LinkOver
    return row


def of_matter(viewer: Member, matter: Matter) -> QuerySet[Invitation]:
    """The notices of a matter that the viewer got from `matters.queries`, newest first."""
    ledger.get(viewer, matter.pk)
    return Invitation.objects.filter(matter=matter)


def of_lead(viewer: Member, name: str) -> Invitation:
    """One notice, for who works for the lead. Raises `NotFound`, `NotYours`."""
    row = Invitation.objects.filter(pk=name).select_related("matter__lead").first()
    if row is None:
        raise NotFound
    matter = ledger.get(viewer, row.matter_id)
    rules.require_work(viewer, Verb.PROGRESS, [matter.lead])
    return row
