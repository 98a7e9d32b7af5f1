"""What somebody was drawn for, as a list: no more of each than its own page shows."""

from dataclasses import dataclass

from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.verifying import queries
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Listed:
    """A seat, and what to look at: enough to plan the way there."""

    seat: Seat
    number: str
    title: str
    spot: str
    category: str
    category_en: str


def mine(viewer: Member) -> list[Listed]:
    """What waits for somebody, nearest first: three queries, however much it is."""
    seats = list(queries.waiting(viewer))
    if not seats:
        return []
    matters = {matter.pk: matter for matter in Matter.objects.filter(pk__in={seat.matter for seat in seats})}
    known = kinds.every()
    return [_listed(seat, matters[seat.matter], known) for seat in seats if seat.matter in matters]


def _listed(seat: Seat, matter: Matter, known: dict[tuple[str, int], Kind]) -> Listed:
    category = known[matter.kind, matter.version].category(matter.category)
    return Listed(seat, matter.number, matter.title, matter.spot, category.name, category.name_en)
