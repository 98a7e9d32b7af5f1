"""What hangs on a row: which units are concerned, who may look, what is found by searching, what is counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from xiangyue.journal import bulk
from xiangyue.kernel import clock
from xiangyue.ledger.matters import rules, searching
from xiangyue.ledger.matters.folding import Standing
from xiangyue.ledger.matters.models import Count, Matter, Party, Task
from xiangyue.org.units import queries as units

Seats = dict[str, tuple[bool, bool]]
"""Units concerned, by code: whether it helps, whether it was offered the matter."""

Box = tuple[str, str, str, str, str]


def codes(standing: Standing) -> set[str]:
    """The units that a matter names itself."""
    return {standing.place, standing.line, standing.lead, standing.offered, *standing.helpers} - {""}


def concerned(standing: Standing, paths: Mapping[str, str]) -> Seats:
    """Every unit concerned, those above the named ones included up to the county's own."""
    seats: Seats = {}
    for code in codes(standing):
        for unit in rules.upwards(paths[code]):
            helps, offered = seats.get(unit, (False, False))
            seats[unit] = (helps or code in standing.helpers, offered or code == standing.offered)
    return seats


def seat(name: str, standing: Standing, *, said: bool) -> None:
    """Write down who is concerned now, and let searching know. `said`: what it says has changed too."""
    named = units.by_code(codes(standing))
    wanted = concerned(standing, {code: unit.path for code, unit in named.items()})
    there = {row.unit_id: (row.helps, row.offered) for row in Party.objects.filter(matter=name)}
    stale = [unit for unit in there if wanted.get(unit) != there[unit]]
    fresh = {unit: sides for unit, sides in wanted.items() if there.get(unit) != sides}
    if stale:
        Party.objects.filter(matter=name, unit_id__in=stale).delete()
    if fresh:
        sit([(name, standing, fresh)])
    if said or wanted.keys() != there.keys():
        searching.keep([(name, standing, wanted)])


def sit(seats: Iterable[tuple[str, Standing, Seats]]) -> None:
    """Rows of units concerned, which are not there yet."""
    rows = [
        (name, unit, clock.from_ms(standing.reported_at), helps, offered)
        for name, standing, each in seats
        for unit, (helps, offered) in sorted(each.items())
    ]
    bulk.insert(Party, ("matter_id", "unit_id", "reported_at", "helps", "offered"), rows)


def seat_verifiers(matter: Matter) -> None:
    """Write down who may look at a matter because they were drawn for it."""
    Task.objects.filter(matter=matter).exclude(person__in=matter.verifiers).delete()
    there = set(Task.objects.filter(matter=matter).values_list("person", flat=True))
    fresh = [who for who in matter.verifiers if who not in there]
    Task.objects.bulk_create([Task(matter=matter, person=who, reported_at=matter.reported_at) for who in fresh])


def box_of(standing: Standing) -> Box:
    """Where the dashboard counts a matter."""
    return standing.kind, standing.place, standing.lead, standing.state.value, standing.outcome.value


def recount(before: Box, after: Box, at: datetime) -> None:
    """Note that a matter moved from one box of the dashboard to another."""
    if before != after:
        count([(before, -1), (after, 1)], at)


def count(boxes: Sequence[tuple[Box, int]], at: datetime) -> None:
    """Note that matters moved between boxes of the dashboard."""
    on = at.astimezone(clock.COUNTY_ZONE).date()
    Count.objects.bulk_create(
        Count(on=on, kind=kind, place=place, lead=lead, state=state, outcome=outcome, n=n)
        for (kind, place, lead, state, outcome), n in boxes
    )


def summed(boxes: Iterable[tuple[Box, int]]) -> list[tuple[Box, int]]:
    """The same with each box once."""
    total: dict[Box, int] = {}
    for box, n in boxes:
        total[box] = total.get(box, 0) + n
    return sorted(total.items())
