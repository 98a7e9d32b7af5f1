"""New matters, one or a thousand: numbers, chains, rows and what hangs on them, in a few statements however many."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import F

from xiangyue.journal import actions as journal
from xiangyue.journal import bulk
from xiangyue.kernel import clock
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters import projecting, queries, searching
from xiangyue.ledger.matters.actions import seating
from xiangyue.ledger.matters.actions.acting import Act, spelled
from xiangyue.ledger.matters.folding import Event, Standing, step
from xiangyue.ledger.matters.models import Matter, Numbering
from xiangyue.ledger.matters.states import State
from xiangyue.org.access.rules import Member


class Begun(NamedTuple):
    """A matter that was just made."""

    pk: str
    number: str
    seq: int
    state: State
    external: str


def next_numbers(kind: Kind, count: int) -> list[str]:
    """The next numbers of a kind in this year, as people write them."""
    year = clock.now().astimezone(clock.COUNTY_ZONE).year
    mine = Numbering.objects.filter(kind=kind.code, year=year)
    if not mine.update(last=F("last") + count):
        Numbering.objects.get_or_create(kind=kind.code, year=year)
        mine.update(last=F("last") + count)
    last = mine.values_list("last", flat=True).get()
    return [kind.number.format(year=year, seq=seq) for seq in range(last - count + 1, last + 1)]


def begin(acts: Mapping[str, Sequence[Act]], *, by: Member, paths: Mapping[str, str]) -> list[Begun]:
    """New matters of acts, the first of which reports each. `paths`: where the units that they name stand in the tree.

    Joins the caller's transaction.
    """
    chains = {queries.chain(name): spelled(each, 0) for name, each in acts.items()}
    at = journal.begin_all(chains, by=by.username)
    made: list[tuple[str, Standing]] = []
    for name, records in zip(acts, chains.values(), strict=True):
        standing = Standing()
        for seq, (verb, data) in enumerate(records):
            step(standing, Event(seq, at, by.username, verb, data))
        made.append((name, standing))
    rows = [[name, *projecting.values(standing)] for name, standing in made]
    bulk.insert(Matter, ["id", *projecting.COLUMNS.values()], rows)
    seats = [(name, standing, seating.concerned(standing, paths)) for name, standing in made]
    seating.sit(seats)
    searching.keep(seats, fresh=True)
    boxes = seating.summed((seating.box_of(standing), 1) for _name, standing in made)
    seating.count(boxes, clock.from_ms(at))
    return [Begun(name, each.number, each.seq, each.state, each.external) for name, each in made]
