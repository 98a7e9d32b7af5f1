"""Reads of notices to duty holders: by their secret for them, by the matter for its lead."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.holders import errors
from xiangyue.ledger.holders.models import Invitation
from xiangyue.ledger.holders.states import EXCHANGED, Said
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import rules
from xiangyue.ledger.matters.errors import NotYours
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import OPEN, Verb
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one side wrote to the other. `unit` is the lead's code, "" where the duty holder spoke; `text` is None once
    it was erased.
    """

    at: datetime
    what: Said
    unit: str
    text: str | None
    until: datetime | None
    pictures: tuple[str, ...]


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


def led(viewer: Member, matter: str, name: str) -> Invitation:
    """A notice of a matter, for who works for its lead; to everybody else it is not there. Raises `NotFound`."""
    try:
        row = of_lead(viewer, name)
    except NotYours as no:
        raise NotFound from no
    if row.matter_id != matter:
        raise NotFound
    return row


def require_wish(row: Invitation) -> None:
    """Pass a notice whose wish for time waits; one whose link ran out meanwhile waits too, for it was taken in.

    Raises `NothingAsked`.
    """
    if row.asked_until is None or row.revoked_at is not None or row.matter.state not in OPEN:
        raise errors.NothingAsked


def wishes(viewer: Member, unit: "Unit") -> QuerySet[Invitation]:
    """The wishes for time that a unit and those under it have not answered, the nearest day first."""
    if not access.may(viewer, Right.WORK, unit):
        return Invitation.objects.none()
    return _waiting().filter(Q(matter__lead_id__in=units.codes((unit.path,))))


def wishes_about(viewer: Member, matter: Matter) -> QuerySet[Invitation]:
    """The same of one matter that the viewer got from `matters.queries`; nothing for who does not work for its lead."""
    if matter.lead is None or not access.may(viewer, Right.WORK, matter.lead):
        return Invitation.objects.none()
    return _waiting().filter(matter=matter)


def _waiting() -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(
        asked_until__isnull=False, revoked_at__isnull=True, matter__closed_at__isnull=True
    )
    return waiting.select_related("matter").order_by("asked_until", "pk")


def exchange(row: Invitation) -> list[Spoken]:
    """What both sides of a notice wrote since it was sent, newest first, for who got the notice from here."""
    told = ledger.timeline(HOUSE, row.matter)
    return [_spoken(line) for line in reversed(told) if _belongs(line, row)]


def _belongs(line: ledger.Line, row: Invitation) -> bool:
    return line.verb is Verb.NOTE and line.data.get("what") in EXCHANGED and line.data.get("invitation") == row.pk


def _spoken(line: ledger.Line) -> Spoken:
    until = line.data.get("until")
    return Spoken(
        line.at, Said(line.data["what"]), line.unit, None if line.said is None else str(line.said.get("text", "")),
        clock.from_ms(until) if until else None, tuple(str(name) for name, *_rest in line.data.get("evidence", ())),
    )  # fmt: skip
