"""Reads of verification: what somebody was drawn for, and no more than they may know of it."""

from collections.abc import Sequence
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
from xiangyue.ledger.kinds.rules import Category
from xiangyue.ledger.matters import deadlines
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.models import Matter, Party
from xiangyue.ledger.matters.queries import Claim
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.verifying.models import Batch, Look, Seat
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.ledger.verifying.states import Seat as SeatState
from xiangyue.org.access import queries as grants
from xiangyue.org.access import rules as access
from xiangyue.org.access import states as posts
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True, slots=True)
class Blind:
    """What a verifier gets of a matter: what was found and what closes it. A second look gets nothing more."""

    seat: Seat
    number: str
    category: Category
    title: str
    text: str
    spot: str
    subject: str
    position: Position | None
    pictures: list[Evidence]
    matter: str = ""
    """Its name, for who may go on to read it; "" for a second look."""
    claim: Claim | None = None
    """What the unit says that it did; None for a second look."""
    withdrawn: frozenset[str] = frozenset()
    """Pictures of claims that were sent back before this one."""
    must_show: bool = False
    """Whether a yes needs a picture of the verifier's own."""


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
    told = (
        place, matter.number, kind.category(matter.category), matter.title, matter.text, matter.spot, matter.subject,
        _position(matter),
    )  # fmt: skip
    pictures = evidence.of_matter(matter.pk)
    if place.purpose == Purpose.RECHECK:
        return Blind(*told, [picture for picture in pictures if picture.role == Role.BEFORE])
    # As it was drawn: what became of a matter later is for who is drawn then.
    claim = matters.claims([matter.pk], until=place.drawn_at).get(matter.pk)
    lines = [line for line in matters.timeline(viewer, matter) if line.at <= place.drawn_at]
    brought = {str(each[0]) for line in lines for each in line.data.get("evidence", ())}
    shown = [one for one in pictures if one.pk in brought or one.received_by == viewer.username]
    return Blind(*told, shown, matter.pk, claim, frozenset(matters.withdrawn(lines)), kind.must_show(place.how))


def _position(matter: Matter) -> Position | None:
    """Where it was found; in the system that phones navigate by, and in no other."""
    if matter.lat is None or matter.lon is None or matter.datum != Datum.WGS84:
        return None
    return Position(matter.lat, matter.lon, Datum.WGS84)


def seats_of(viewer: Member, matter: Matter) -> list[Seat]:
    """Who was drawn for a claim, for who sees the matter. Second looks are for dispatchers and auditors only."""
    found = Seat.objects.filter(matter=matter.pk).order_by("drawn_at", "pk")
    knows = access.may(viewer, Right.AUDIT, matter.office)
    return list(found if knows else found.filter(purpose=Purpose.CLAIM))


def seeing(office: "Unit", names: Sequence[str]) -> dict[str, set[str]]:
    """Who of those that could be drawn reads some matters by another post: no second look of theirs would be blind."""
    codes = {
        who: {post.unit for post in held if Right.VIEW_LEDGER in posts.RIGHTS[post.role]}
        for who, held in grants.posts_of({posts.Role.INSPECTOR, posts.Role.EXPERT}).items()
    }
    concerned: dict[str, set[str]] = {name: {office.code} for name in names}
    for name, unit in Party.objects.filter(matter__in=names).values_list("matter_id", "unit__code"):
        concerned[name].add(unit)
    return {name: {who for who, own in codes.items() if own & there} for name, there in concerned.items()}


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
            ~Exists(turn), kind=kind.code, state=State.CLOSED, office=office, closed_at__lte=before,
            outcome__in=[Outcome.FIXED, Outcome.ANSWERED],
        )  # fmt: skip
        found += closed.select_related("lead", "office").order_by("closed_at", "pk")
    return found
