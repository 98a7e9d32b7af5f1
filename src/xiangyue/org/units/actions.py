"""Everything that changes the tree. Rights stand on a floor above: callers ask first."""

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.org.units import errors
from xiangyue.org.units.models import Committee, Seat, Unit
from xiangyue.org.units.states import PARENTS, Kind


@transaction.atomic
def found(
    code: str, name: str, kind: Kind, *, by: str, parent: Unit | None = None, short_name: str = "", position: int = 0
) -> Unit:
    """Add a unit under another. Raises `WrongPlace`, `SecondCounty`, `CodeTaken`, `BadUnit`."""
    if (Kind(parent.kind) if parent else None) not in PARENTS[kind]:
        raise errors.WrongPlace(kind=kind.label)
    if kind is Kind.DISTRICT and Unit.objects.filter(kind=kind).exists():
        raise errors.SecondCounty
    unit = Unit(
        code=code,
        name=name.strip(),
        short_name=short_name or name,
        kind=kind,
        parent=parent,
        position=position,
        path=f"{parent.path if parent else ''}{code}/",
    )
    _clean(unit)
    if Unit.objects.filter(code=code).exists():
        raise errors.CodeTaken
    unit.save(force_insert=True)
    data = {"code": code, "name": unit.name, "kind": kind.value, "parent": parent.code if parent else None}
    journal.record(f"unit/{code}", "found", data, by=by)
    return unit


@transaction.atomic
def rename(unit: Unit, name: str, *, by: str, short_name: str = "") -> None:
    """Give a unit another name; its code and its place stay."""
    unit.name, unit.short_name = name.strip(), short_name or name.strip()
    _clean(unit)
    unit.save(update_fields=["name", "short_name"])
    journal.record(f"unit/{unit.code}", "rename", {"name": unit.name}, by=by)


@transaction.atomic
def form_committee(code: str, name: str, *, lead: Unit, members: list[Unit], by: str) -> Committee:
    """Seat units around one subject; the lead answers for all of them. Raises `CodeTaken`, `BadUnit`."""
    committee = Committee(code=code, name=name.strip())
    _clean(committee)
    if Committee.objects.filter(code=code).exists():
        raise errors.CodeTaken
    committee.save(force_insert=True)
    seated = [lead, *(unit for unit in members if unit.pk != lead.pk)]
    Seat.objects.bulk_create(Seat(committee=committee, unit=unit, leads=unit is lead) for unit in seated)
    data = {"code": code, "name": committee.name, "lead": lead.code, "members": [unit.code for unit in seated]}
    journal.record(f"committee/{code}", "form", data, by=by)
    return committee


def _clean(row: Unit | Committee) -> None:
    try:
        row.clean_fields(exclude=["parent"])
    except ValidationError as wrong:
        raise errors.BadUnit(" ".join(wrong.messages)) from wrong
