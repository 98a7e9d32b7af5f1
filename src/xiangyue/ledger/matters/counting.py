"""The counters behind the dashboards, read: what moved on a day, and the balance from which summing begins.

A figure reads one balance and the days since, however many years the ledger has.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max, QuerySet, Sum

from xiangyue.ledger.matters.models import Balance, Count

Box = tuple[str, str, str, str, str]
"""Kind, place, lead, state, outcome."""

BOX = ("kind", "place", "lead", "state", "outcome")


def standing(*, on: date | None = None, leads: Sequence[str] | None = None) -> dict[Box, int]:
    """How many matters stood in each box at the end of a day, now when none is given."""
    balances, moved = Balance.objects.all(), Count.objects.all()
    if on is not None:
        balances, moved = balances.filter(on__lte=on), moved.filter(on__lte=on)
    last = balances.aggregate(last=Max("on"))["last"]
    found: dict[Box, int] = {}
    if last is not None:
        moved = moved.filter(on__gt=last)
        kept = Balance.objects.filter(on=last)
        kept = kept if leads is None else kept.filter(lead__in=leads)
        found = {tuple(box): n for *box, n in kept.values_list(*BOX, "n")}
    if leads is not None:
        moved = moved.filter(lead__in=leads)
    for box, n in _summed(moved).items():
        found[box] = found.get(box, 0) + n
    return found


def _summed(rows: QuerySet[Count]) -> dict[Box, int]:
    return {tuple(box): total for *box, total in rows.values_list(*BOX).annotate(total=Sum("n")).order_by()}
