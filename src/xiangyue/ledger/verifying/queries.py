"""Reads of verification: what somebody was drawn for, and no more than they may know of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.verifying.models import Batch, Look, Seat
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.ledger.verifying.states import Seat as SeatState
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True, slots=True)
class Blind:
    """What a verifier gets of a matter: what was found and what closes it. A second look gets nothing more."""

    seat: Seat
    number: str
    category: str
    closing: str
    title: str
    text: str
    spot: str
    subject: str
    pictures: list[Evidence]


def chain(office: str) -> str:
    """The name of the chain of an office's draws."""
    return f"verifying/{office}"


def waiting(viewer: Member) -> QuerySet[Seat]:
    """What somebody has to look at, nearest first."""
    return Seat.objects.filter(person=viewer.username, state=SeatState.WAITING).order_by("until", "pk")


def seat(viewer: Member, name: str) -> Seat:
    """One seat of the viewer's own. Raises `NotFound`."""
    found = Seat.objects.filter(pk=name, person=viewer.username).select_related("batch").first()
    if found is None or not viewer.username:
        raise NotFound
    return found


def shown(viewer: Member, name: str) -> Blind:
    """A seat with what its holder may know. For a second look: what was found first, never what became of it."""
    place = seat(viewer, name)
    matter = Matter.objects.get(pk=place.matter)
    kind = kinds.get(matter.kind, matter.version)
    category = kind.category(matter.category)
    pictures = evidence.of_matter(matter.pk)
    if place.purpose == Purpose.RECHECK:
        pictures = [picture for picture in pictures if picture.role == Role.BEFORE]
    return Blind(
        place, matter.number, category.name, category.closing, matter.title, matter.text, matter.spot, matter.subject,
        pictures,
    )  # fmt: skip


def seats_of(viewer: Member, matter: Matter) -> list[Seat]:
    """Who was drawn for a claim, for who sees the matter. Second looks are for dispatchers and auditors only."""
    found = Seat.objects.filter(matter=matter.pk).order_by("drawn_at", "pk")
    knows = access.may(viewer, Right.AUDIT, matter.office)
    return list(found if knows else found.filter(purpose=Purpose.CLAIM))


def batches(viewer: Member, office: "Unit") -> QuerySet[Batch]:
    """The draws of an office, for who audits it. Raises `Forbidden`."""
    access.require(viewer, Right.AUDIT, office)
    return Batch.objects.filter(office=office).order_by("-on")


def ripe(office: "Unit", now: datetime) -> list[Matter]:
    """Closed matters that are due for a second look and have not had their turn."""
    found: list[Matter] = []
    for kind in kinds.all_current():
        if kind.recheck is None:
            continue
        before = deadlines.ago(now, kind.recheck.after, calendars.current())
        turn = Look.objects.filter(matter=OuterRef("pk"), closed_at=OuterRef("closed_at"))
        closed = Matter.objects.filter(
            ~Exists(turn), kind=kind.code, state=State.CLOSED, outcome=Outcome.FIXED, office=office,
            closed_at__lte=before,
        )  # fmt: skip
        found += closed.select_related("lead", "office").order_by("closed_at", "pk")
    return found
