"""Reads of procedures. How a unit approves is no secret."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xiangyue.hall.procedures import rules
from xiangyue.hall.procedures.models import Procedure
from xiangyue.hall.procedures.rules import Step
from xiangyue.org.access import queries as grants
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


def steps_of(unit: "Unit") -> tuple[Step, ...]:
    """The steps that hold in a unit: its own, else those of the nearest unit above it, else the house's one."""
    return steps_of_many([unit.path])[unit.path]


def steps_of_many(paths: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """The same for units by path: one query however many."""
    wanted = {path: units.prefixes(path) for path in paths}
    above = {prefix for prefixes in wanted.values() for prefix in prefixes}
    known = dict(Procedure.objects.filter(unit__path__in=above).values_list("unit__path", "steps"))
    steps = {}
    for path, prefixes in wanted.items():
        nearest = next((prefix for prefix in reversed(prefixes) if prefix in known), None)
        steps[path] = rules.DEFAULT if nearest is None else rules.read(known[nearest])
    return steps


def is_set(unit: "Unit") -> bool:
    """Whether a unit says itself who approves, and does not follow those above it."""
    return Procedure.objects.filter(unit=unit).exists()


def above(unit: "Unit") -> tuple[Step, ...]:
    """The steps that hold where a unit says nothing itself."""
    prefixes = units.prefixes(unit.path)[:-1]
    return steps_of_many([prefixes[-1]])[prefixes[-1]] if prefixes else rules.DEFAULT


def own_below(unit: "Unit") -> set[str]:
    """The codes of units under this one that say themselves who approves."""
    rows = Procedure.objects.filter(unit__path__startswith=unit.path).exclude(unit=unit)
    return set(rows.values_list("unit__code", flat=True))


def able(viewer: Member, unit: "Unit", steps: Iterable[Step]) -> list[list[str]]:
    """For each step the accounts that could take it now, for those inside and those who set it. Raises `Forbidden`."""
    if not access.may(viewer, Right.VIEW_STUDIO, unit):
        access.require(viewer, Right.ESTABLISH, unit)
    return [grants.holders(step.roles, unit) for step in steps]
