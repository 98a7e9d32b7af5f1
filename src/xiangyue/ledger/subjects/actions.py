"""Everything that changes a subject. Each verb checks, writes, and records in the chain `subject/<public id>`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import boxes, clock, ids
from xiangyue.ledger.subjects import errors, rules
from xiangyue.ledger.subjects.models import Contact, Holder, Subject
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units.states import Kind

if TYPE_CHECKING:
    from xiangyue.org.units.models import Committee, Unit

CODE_LETTERS = 8
"""Forty bits: a county has some ten thousand plates, and a guessed one opens a public page only."""

MAX_CONTACT = 120


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a subject when it is registered. `position` is never required."""

    type: Type
    name: str
    address: str = ""
    grid: str = ""
    position: Position | None = None


@transaction.atomic
def register(
    unit: "Unit",
    details: Details,
    *,
    by: Member,
    line: "Unit | None" = None,
    committee: "Committee | None" = None,
) -> Subject:
    """Add a subject to a unit's register. Raises `Forbidden`, `BadSubject`, `HouseholdOnlyCode`, `NotAVillage`."""
    access.require(by, Right.REGISTER, unit)
    name, address, grid = details.name.strip(), details.address.strip(), details.grid.strip()
    rules.require_name(details.type, name, address, grid)
    if details.type is Type.HOUSEHOLD:
        _require_household(unit, details)
    subject = Subject(
        public_id=ids.new_id(),
        code=ids.new_secret(CODE_LETTERS),
        type=details.type,
        name=name,
        address=address,
        grid=grid,
        unit=unit,
        line=line,
        committee=committee,
        registered_at=clock.now(),
    )
    _place(subject, details.position)
    subject.save(force_insert=True)
    _record(subject, "register", _stated(subject), by=by)
    return subject


@transaction.atomic
def rename(subject: Subject, name: str, *, by: Member) -> None:
    """Give it another name; code, plate and history stay. Raises as `register` does, and `SubjectClosed`."""
    row = _open(subject, by)
    rules.require_name(Type(row.type), name.strip(), row.address, row.grid)
    row.name = subject.name = name.strip()
    row.save(update_fields=["name"])
    _record(row, "rename", {"name": row.name}, by=by)


@transaction.atomic
def move(subject: Subject, *, address: str, grid: str, position: Position | None, by: Member) -> None:
    """Say better where it is. Raises `BadSubject`, `HouseholdOnlyCode`, `SubjectClosed`."""
    row = _open(subject, by)
    rules.require_name(Type(row.type), row.name, address.strip(), grid.strip())
    if row.type == Type.HOUSEHOLD and position is not None:
        raise errors.HouseholdOnlyCode
    row.address, row.grid = address.strip(), grid.strip()
    _place(row, position)
    row.save(update_fields=["address", "grid", "latitude_e6", "longitude_e6", "datum"])
    _record(row, "move", _where(row), by=by)
    subject.refresh_from_db()


@transaction.atomic
def assign(subject: Subject, *, line: "Unit | None", committee: "Committee | None", by: Member) -> None:
    """Say which department answers for its trade, and which committee. Raises `SubjectClosed`."""
    row = _open(subject, by)
    row.line, row.committee = line, committee
    row.save(update_fields=["line", "committee"])
    _record(row, "assign", _axes(row), by=by)
    subject.refresh_from_db()


@transaction.atomic
def hold(subject: Subject, *, name: str, licence: str = "", contact: str = "", by: Member) -> Holder:
    """Say who answers for it: a firm or a shop. An empty `contact` keeps the one that is there.

    The contact is sealed and stands in no record. Raises `BadHolder`, `HouseholdOnlyCode`, `SubjectClosed`.
    """
    row = _open(subject, by)
    if row.type == Type.HOUSEHOLD:
        raise errors.HouseholdOnlyCode
    name, licence, contact = name.strip(), licence.strip().upper(), contact.strip()
    rules.require_holder(name, licence)
    if len(contact) > MAX_CONTACT:
        raise errors.BadHolder
    holder, _made = Holder.objects.update_or_create(subject=row, defaults={"name": name, "licence": licence})
    if contact:
        box = boxes.seal(settings.SECRET_KEY, _box_name(row), contact.encode())
        Contact.objects.update_or_create(holder=holder, defaults={"box": box})
    _record(row, "hold", {"name": name, "licence": licence, "contact": bool(contact)}, by=by)
    return holder


@transaction.atomic
def read_contact(subject: Subject, *, purpose: str, by: Member) -> str:
    """How the duty holder is reached, for those who register here; the reading is recorded. "" when unknown."""
    access.require(by, Right.REGISTER, subject.unit)
    kept = Contact.objects.filter(holder__subject=subject).first()
    content = boxes.unseal(settings.SECRET_KEY, _box_name(subject), bytes(kept.box)) if kept else None
    _record(subject, "read-contact", {"purpose": purpose.strip()[:100]}, by=by)
    return content.decode() if content else ""


@transaction.atomic
def close(subject: Subject, *, by: Member) -> None:
    """It is no more: torn down, moved out, finished. Its history stays; nothing new is filed on it."""
    row = _open(subject, by)
    row.closed_at = subject.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    Contact.objects.filter(holder__subject=row).delete()
    _record(row, "close", {}, by=by)


def _open(subject: Subject, by: Member) -> Subject:
    """The row as it stands, locked, for somebody who may. Raises `Forbidden`, `SubjectClosed`."""
    row = Subject.objects.select_for_update(of=("self",)).select_related("unit").get(pk=subject.pk)
    access.require(by, Right.REGISTER, row.unit)
    if row.closed_at is not None:
        raise errors.SubjectClosed
    return row


def _require_household(unit: "Unit", details: Details) -> None:
    if details.position is not None:
        raise errors.HouseholdOnlyCode
    if unit.kind not in {Kind.VILLAGE, Kind.COMMUNITY}:
        raise errors.NotAVillage


def _place(subject: Subject, position: Position | None) -> None:
    subject.latitude_e6 = position.latitude_e6 if position else None
    subject.longitude_e6 = position.longitude_e6 if position else None
    subject.datum = position.datum if position else ""


def _stated(subject: Subject) -> dict[str, Any]:
    known = {"code": subject.code, "type": subject.type, "name": subject.name, "unit": subject.unit.code}
    return known | _where(subject) | _axes(subject)


def _where(subject: Subject) -> dict[str, Any]:
    position = [subject.latitude_e6, subject.longitude_e6, subject.datum] if subject.datum else None
    return {"address": subject.address, "grid": subject.grid, "position": position}


def _axes(subject: Subject) -> dict[str, Any]:
    return {
        "line": subject.line.code if subject.line else None,
        "committee": subject.committee.code if subject.committee else None,
    }


def _record(subject: Subject, verb: str, data: dict[str, Any], *, by: Member) -> None:
    journal.record(f"subject/{subject.public_id}", verb, data, by=by.username)


def _box_name(subject: Subject) -> str:
    return f"holder/{subject.public_id}"
