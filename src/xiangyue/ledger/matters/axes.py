"""What is in hand along both axes at once: by place and lead (块), by line department (条). Each sums to the same."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from xiangyue.kernel import clock
from xiangyue.ledger.matters.lateness import late_of_open
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import State
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units


@dataclass(frozen=True, slots=True)
class Box:
    """Open matters of one place, line and lead; "" is nobody."""

    place: str
    line: str
    lead: str
    open: int
    overdue: int
    claimed: int


def boxes(viewer: Member) -> list[Box]:
    """Every open matter, counted once: one query over what is open, however much is closed. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, units.root())
    found = (
        # The same as every state but closed, which a constraint holds; said twice, a planner would think of few.
        Matter.objects.filter(closed_at__isnull=True)
        .values_list(F("place"), F("line"), F("lead"))
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=late_of_open(clock.now())),
            claimed=Count("pk", filter=Q(state=State.CLAIMED)),
        )
        .order_by()
    )
    return [
        Box(place or "", line or "", lead or "", n, overdue, claimed)
        for place, line, lead, n, overdue, claimed in found
    ]
