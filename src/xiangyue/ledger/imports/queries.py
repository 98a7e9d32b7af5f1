"""Reads of imports: for who dispatches in the county, because what is brought in goes past every report form."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.imports.models import Import, Line, Memory
from xiangyue.ledger.imports.rules import Known, Reader
from xiangyue.ledger.imports.states import Note, Order, Target, Verdict
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

SHOWN = 20
"""Rows of one verdict that the preview shows."""


def require(viewer: Member) -> None:
    """Pass who dispatches for the county. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.DISPATCH, units.root())


def newest(viewer: Member) -> QuerySet[Import]:
    """Imports, newest first. Raises `Forbidden`."""
    require(viewer)
    return Import.objects.order_by("-received_at", "-pk")


def get(viewer: Member, name: str) -> Import:
    """One import. Raises `NotFound`, `Forbidden`."""
    found = newest(viewer).filter(pk=name).first()
    if found is None:
        raise NotFound
    return found


def lines(viewer: Member, name: str, verdict: Verdict) -> list[Line]:
    """The first rows of one verdict and those with a note, for the preview. Raises `NotFound`, `Forbidden`."""
    most = SHOWN * (1 + len(Note)) if verdict is not Verdict.REFUSED else SHOWN
    return list(Line.objects.filter(into=get(viewer, name), verdict=verdict).order_by("line")[:most])


def refused(viewer: Member, name: str) -> Iterator[Line]:
    """Every bad row with its reason, in the order of the file. Raises `NotFound`, `Forbidden`."""
    rows = Line.objects.filter(into=get(viewer, name), verdict=Verdict.REFUSED).order_by("line", "pk")
    return rows.iterator(2000)


def importable() -> list[Kind]:
    """The kinds that take rows of other ledgers."""
    return [kind for kind in kinds.all_current() if Reporter.IMPORT in kind.report_by]


def known(kind: str) -> Known:
    """What words of a table can mean now. Raises `UnknownKind`."""
    names: dict[str, str] = {}
    for unit in units.tree():
        for name in (unit.name, unit.short_name, unit.code):
            names.setdefault(name.lower(), unit.code)
    return Known(kinds.current(kind), names, units.root().code, calendars.current())


def remembered(source: str) -> Memory | None:
    """How tables of a source were read last."""
    return Memory.objects.filter(pk=source).first()


def reader(stored: dict[str, Any]) -> Reader:
    """A mapping as it is kept, as a value."""
    return Reader(
        targets={heading: Target(target) for heading, target in stored["targets"].items()},
        orders={heading: Order(order) for heading, order in stored.get("orders", {}).items()},
        words=stored.get("words", {}),
        datum=Datum(stored.get("datum", Datum.WGS84.value)),
    )
