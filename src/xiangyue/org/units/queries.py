"""Reads of the tree. Units are public knowledge: every page may ask, nobody needs a right."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet, Value

from xiangyue.kernel.errors import NotFound
from xiangyue.org.units.models import Committee, Unit
from xiangyue.org.units.states import PLACES, Kind


def get(code: str) -> Unit:
    """One unit. Raises `NotFound`."""
    unit = Unit.objects.filter(code=code).select_related("parent").first()
    if unit is None:
        raise NotFound
    return unit


def by_code(wanted: Collection[str]) -> dict[str, Unit]:
    """Some units by their codes; what is unknown is left out."""
    return {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)} if wanted else {}


def root() -> Unit:
    """The district itself, the root of the county. Raises `NotFound` in a county not yet founded."""
    unit = Unit.objects.filter(kind=Kind.DISTRICT).first()
    if unit is None:
        raise NotFound
    return unit


def places() -> QuerySet[Unit]:
    """Towns and streets, in the county's own order."""
    return Unit.objects.filter(kind__in=PLACES)


def departments() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=Kind.DEPARTMENT)


def children(unit: Unit) -> QuerySet[Unit]:
    """What stands directly under a unit."""
    return Unit.objects.filter(parent=unit)


def tree() -> list[Unit]:
    """Every unit, each after the one it stands under, siblings in the county's own order: one query."""
    units = list(Unit.objects.all())
    at = {unit.path: (unit.position, unit.code) for unit in units}
    return sorted(units, key=lambda unit: [at[prefix] for prefix in prefixes(unit.path)])


def named_in(text: str) -> list[str]:
    """The names of units, long and short, that stand in a text: one query, which the database answers by looking."""
    rows = Unit.objects.annotate(said=Value(text)).filter(
        Q(said__contains=F("name")) | Q(said__contains=F("short_name"))
    )
    found = {name for row in rows for name in (row.name, row.short_name) if name in text}
    return sorted(found)


def prefixes(path: str) -> list[str]:
    """The paths from the root down to one path: `a/b/` gives `a/` and `a/b/`."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:count]) + "/" for count in range(1, len(codes) + 1)]


def ancestors(unit: Unit) -> list[Unit]:
    """From the root down to the unit's parent."""
    return sorted(Unit.objects.filter(path__in=prefixes(unit.path)[:-1]), key=lambda above: len(above.path))


def under(paths: tuple[str, ...], *, field: str = "path") -> Q:
    """The condition that a unit lies in one of some subtrees; none of them is no unit at all.

    `field` is where the path is, seen from the table asked: "studio__unit__path".
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def committees() -> QuerySet[Committee]:
    """Committees with their seats."""
    return Committee.objects.prefetch_related("seats__unit").order_by("code")


def codes(paths: tuple[str, ...]) -> list[str]:
    """The codes of all units in some subtrees: a county has some hundreds."""
    return list(Unit.objects.filter(under(paths)).values_list("code", flat=True)) if paths else []
