"""Reads of inspections, the viewer first. To who is not of the crew a sealed one does not exist.

`get` asks the same one question of the database whoever asks and whatever is there: what it finds decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.inspections import folding, rules, vault
from xiangyue.ledger.inspections.folding import Event, Standing
from xiangyue.ledger.inspections.models import (
    Crew,
    Inspection,
    Origin,
    Phone,
    PlaceVisit,
    Reading,
    SealedCommand,
    SealedRecord,
)
from xiangyue.ledger.inspections.rules import FRONT_DAYS, PLACES
from xiangyue.ledger.inspections.states import SEALED, State, Verb
from xiangyue.ledger.inspections.weighing import REPORTS_DAYS, YEAR, Known
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import OPEN, Outcome
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.models import Subject
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@dataclass(frozen=True, slots=True)
class Before:
    """What the ledger already has of a place: enough to know it again, no more."""

    matter: str
    number: str
    kind: str
    category: str
    title: str
    state: str
    outcome: str
    reported_at: datetime
    closed_at: datetime | None
    came_back: bool


def may_plan(viewer: Member) -> bool:
    """Whether somebody may make sealed inspections."""
    return bool(access.paths(viewer, Right.SEAL))


def mine(viewer: Member) -> QuerySet[Inspection]:
    """The inspections whose crew somebody is of, latest first."""
    found = Inspection.objects.filter(crew__person=viewer.username, crew__left_at__isnull=True)
    return found.defer("secret", "roster").order_by("-made_at", "pk")


def get(viewer: Member, name: str) -> Inspection:
    """One inspection for its crew. Raises `NotFound`."""
    return _present(mine(viewer).select_related("office").filter(pk=name).first())


def locked(viewer: Member, name: str) -> Inspection:
    """The same, held until the caller's transaction ends."""
    found = Inspection.objects.filter(crew__person=viewer.username, crew__left_at__isnull=True, pk=name)
    return _present(found.select_related("office").select_for_update(of=("self",)).first())


def released(viewer: Member, name: str) -> Inspection:
    """One that was released or dropped, for whoever works here. Raises `NotFound`."""
    if not viewer.works_here:
        raise NotFound
    found = Inspection.objects.filter(pk=name).exclude(state__in=sorted(SEALED))
    return _present(found.select_related("office").first())


def standing(row: Inspection) -> Standing:
    """What the sealed chain of an inspection comes to. The caller was given the row from here."""
    return folding.fold(events(row))


def events(row: Inspection) -> list[Event]:
    """The sealed chain of an inspection, opened."""
    rows = SealedRecord.objects.filter(inspection=row.pk).order_by("seq").values_list("seq", "box")
    found = []
    for seq, box in rows:
        said: dict[str, Any] = vault.said(vault.payload(row.pk, seq, bytes(box)))
        found.append(Event(seq, said["at"], said["by"], Verb(said["verb"]), said["data"]))
    return found


def records(row: Inspection) -> list[SealedRecord]:
    """The sealed chain as it is stored, for proving it."""
    return list(SealedRecord.objects.filter(inspection=row.pk).order_by("seq"))


def answered(command: str) -> SealedCommand | None:
    """A command that was carried out before."""
    return SealedCommand.objects.filter(pk=command).first()


def readings(viewer: Member, row: Inspection) -> QuerySet[Reading]:
    """Who opened an inspection, latest first: for its lead. Raises `NotFound`."""
    if viewer.username != row.lead:
        raise NotFound
    return Reading.objects.filter(inspection=row.pk).order_by("-at", "-pk")


def crew(row: Inspection) -> list[str]:
    """The accounts of a crew now."""
    return list(Crew.objects.filter(inspection=row.pk, left_at__isnull=True).values_list("person", flat=True))


def phones(row: Inspection) -> list[Phone]:
    """The phones that ever carried an inspection, latest first. The caller was given the row from here."""
    return list(Phone.objects.filter(inspection=row.pk).order_by("-made_at", "pk"))


# ------------------------------------------------ places
def places(names: Collection[str]) -> dict[str, Subject]:
    """Places of an inspection by their public ids: public knowledge, once somebody has the list."""
    found = subjects.visible(HOUSE).filter(public_id__in=list(names))
    return {subject.public_id: subject for subject in found}


def candidates(types: Collection[str], excluded: Collection[str]) -> list[Subject]:
    """Open places of some types, outside the units that are left out and everything under them."""
    found = subjects.visible(HOUSE).filter(closed_at__isnull=True, type__in=sorted(set(types) & set(PLACES)))
    barred = tuple(unit.path for unit in units.by_code(list(excluded)).values())
    return list(found.exclude(units.under(barred, field="unit__path")).order_by("public_id"))


def known(now: datetime) -> dict[str, Known]:
    """What the ledger knows of every place: last visits, rebounds, open hazards, reports of the public."""
    visits = last_visits()
    own = Matter.objects.exclude(subject="")
    came_back = Q(annuls__gt=0) | ~Q(rebound_of="")
    rebounds = _counted(own.filter(came_back, reported_at__gt=now - YEAR))
    hazards = _counted(own.filter(kind="hazard", state__in=sorted(OPEN)))
    reports = _counted(own.filter(via=Reporter.PUBLIC.value, reported_at__gt=now - REPORTS_DAYS))
    names = visits.keys() | rebounds.keys() | hazards.keys() | reports.keys()
    return {
        name: Known(visits.get(name), rebounds.get(name, 0), hazards.get(name, 0), reports.get(name, 0))
        for name in names
    }


def last_visits() -> dict[str, datetime]:
    """When each place was last visited by an inspection that was released."""
    return dict(PlaceVisit.objects.values_list("subject").annotate(last=Max("at")))


def before(subject: str) -> list[Before]:
    """What was filed of a place, latest first: for a crew that stands there."""
    rows = Matter.objects.filter(subject=subject).order_by("-reported_at")[:30]
    return [
        Before(
            row.pk, row.number, row.kind, row.category, row.title, row.state, row.outcome, row.reported_at,
            row.closed_at, bool(row.annuls or row.rebound_of),
        )
        for row in rows
    ]  # fmt: skip


def came_back_to(matters: Collection[Before], category: str) -> Before | None:
    """The last closed matter of a category that a finding could be the return of."""
    mended = {Outcome.FIXED.value, Outcome.UNCHECKED.value}
    return next((one for one in matters if one.category == category and one.outcome in mended), None)


def times(subject: str, category: str, now: datetime) -> int:
    """How often a duty was found neglected at a shop front in the last 90 days."""
    found = Matter.objects.filter(subject=subject, category=category, found_at__gt=now - FRONT_DAYS)
    return found.exclude(outcome__in=[Outcome.INVALID, Outcome.DUPLICATE]).count()


def origin(matter: str) -> str:
    """The number of the released inspection a matter came from; "" when it came otherwise."""
    found = Origin.objects.filter(matter=matter).values_list("inspection__number", flat=True).first()
    return found or ""


def history(viewer: Member, office: "Unit") -> QuerySet[Inspection]:
    """What was released and what was dropped, latest first, for who dispatches or audits. Raises `Forbidden`."""
    if not access.may(viewer, Right.AUDIT, office):
        access.require(viewer, Right.DISPATCH, office)
    return Inspection.objects.exclude(state__in=sorted(SEALED)).defer("secret", "roster").order_by("-ended_at", "pk")


def ended(row: Inspection) -> bool:
    """Whether an inspection is open to be read by others."""
    return State(row.state) not in SEALED


def require_outside(viewer: Member, row: Inspection, stood: Standing) -> None:
    """Pass a member of the crew who has no post in the line of what is inspected, as grants are now."""
    rules.require_outside(viewer, stood.lines, row.office.path)


def _counted(found: QuerySet[Matter]) -> dict[str, int]:
    return dict(found.values_list("subject").annotate(n=Count("pk")).order_by())


def _present(row: Inspection | None) -> Inspection:
    if row is None:
        raise NotFound
    return row
