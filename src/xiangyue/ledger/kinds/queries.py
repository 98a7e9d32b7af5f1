"""Reads of kinds. What is demanded of everybody is no secret: nobody needs a right."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet

from xiangyue.kernel import clock, workdays
from xiangyue.ledger.kinds import errors, parsing
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.kinds.parsing import Source
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.kinds.states import Side
from xiangyue.org.units import queries as units
from xiangyue.org.units.states import PLACES

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject
    from xiangyue.org.units.models import Unit


class Routing(NamedTuple):
    """Where a category leads for a subject. What nobody answers for is None, and the office decides."""

    lead: "Unit | None"
    co: tuple["Unit", ...]
    place: "Unit | None"
    line: "Unit | None"


def current(code: str, *, on: date | None = None) -> Kind:
    """The version of a kind that holds on a day, today when none is given. Raises `UnknownKind`."""
    day = on or workdays.county_day(clock.now())
    edition = Edition.objects.filter(kind=code, effective_on__lte=day).order_by("-version").first()
    return _kind(edition, code)


def get(code: str, version: int) -> Kind:
    """One version of a kind: the one a matter was filed under. Raises `UnknownKind`."""
    return _kind(Edition.objects.filter(kind=code, version=version).first(), code)


def all_current() -> list[Kind]:
    """Every kind that holds today, by code: one query."""
    day = workdays.county_day(clock.now())
    latest: dict[str, Edition] = {}
    for edition in Edition.objects.filter(effective_on__lte=day).order_by("kind", "version"):
        latest[edition.kind] = edition
    return [_parsed(edition) for edition in latest.values()]


def any_loaded() -> bool:
    """Whether there is a kind at all: a new county has none."""
    return Edition.objects.exists()


def every() -> dict[tuple[str, int], Kind]:
    """Every version of every kind that was ever loaded, for lists of matters: one query, and each is read once."""
    return {(edition.kind, edition.version): _parsed(edition) for edition in Edition.objects.all()}


def editions(code: str) -> QuerySet[Edition]:
    """Every version of a kind that was ever loaded, latest first."""
    return Edition.objects.filter(kind=code).order_by("-version")


def fields() -> QuerySet[Field]:
    """The fields of work, with who answers for them."""
    return Field.objects.select_related("unit", "committee")


def field(code: str) -> Field:
    """Raises `UnknownField`."""
    found = fields().filter(code=code).first()
    if found is None:
        raise errors.UnknownField(code=code)
    return found


def route(category: Category, subject: "Subject | None", *, at: "Unit | None" = None) -> Routing:
    """Who leads and who helps, by the category's table. `at` is the place unit where there is no subject.

    Two queries: one for the units above the subject, one for the fields.
    """
    where = subject.unit if subject is not None else at
    place = _place(where) if where is not None else None
    wanted = {category.field, *(one.removeprefix("field:") for one in category.route.co if ":" in one)}
    answering = {row.code: row.unit for row in fields().filter(code__in=wanted)}
    sides: dict[str, Unit | None] = {
        Side.PLACE: place,
        Side.FIELD: answering.get(category.field),
        Side.SUBJECT_FIELD: (subject.line if subject is not None else None) or answering.get(category.field),
        Side.NAMED: None,
    }
    lead = sides[category.route.lead]
    helping = [answering.get(one[6:]) if one.startswith("field:") else sides[one] for one in category.route.co]
    co = tuple(dict.fromkeys(unit for unit in helping if unit is not None and unit != lead))
    line = sides[Side.SUBJECT_FIELD]
    return Routing(lead, co, place, line)


def _place(unit: "Unit") -> "Unit":
    """The town or street a unit lies in, itself included; else the unit itself."""
    if unit.kind in PLACES:
        return unit
    return next((above for above in reversed(units.ancestors(unit)) if above.kind in PLACES), unit)


def _kind(edition: Edition | None, code: str) -> Kind:
    if edition is None:
        raise errors.UnknownKind(code=code)
    return _parsed(edition)


def _parsed(edition: Edition) -> Kind:
    return _of(edition.kind, edition.fingerprint, edition.rules, edition.table)


@lru_cache(maxsize=64)
def _of(code: str, _fingerprint: str, rules: str, table: str) -> Kind:
    """Fields are not asked for again: one that was dropped since must not make an old matter unreadable."""
    return parsing.parse(Source(code, rules, table), fields=None)
