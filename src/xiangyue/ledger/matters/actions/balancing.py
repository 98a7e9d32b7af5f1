"""What the worker does to the counters behind the dashboards. Verbs only ever add rows of their own day."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count as HowMany
from django.db.models import Max, QuerySet, Sum

from xiangyue.kernel import clock, workdays
from xiangyue.ledger.matters import counting
from xiangyue.ledger.matters.counting import BOX
from xiangyue.ledger.matters.models import Balance, Count

MOST_SINCE = 5_000
"""Rows of days since a balance that make the next one due: a figure reads so many and one balance, some 20 ms."""

SETTLED = timedelta(days=2)
"""How long a day must be over before a balance has it: no transaction is that long, no machine's clock that wrong."""


@transaction.atomic
def compact() -> int:
    """Put the rows of one box and day together; how many boxes had several. Sums stay what they are."""
    boxes = ("on", *BOX)
    over = _unbalanced().filter(on__lt=workdays.county_day(clock.now()))
    rows = over.values(*boxes).annotate(rows=HowMany("pk"), total=Sum("n")).filter(rows__gt=1).order_by()
    merged = 0
    for row in rows:
        box = {name: row[name] for name in boxes}
        Count.objects.filter(**box).delete()
        if row["total"]:
            Count.objects.create(**box, n=row["total"])
        merged += 1
    return merged


def balance() -> int:
    """Draw every balance that is due, oldest first; how many."""
    drawn = 0
    while (day := _ripe()) is not None:
        _draw(day)
        drawn += 1
    return drawn


@transaction.atomic
def _draw(day: date) -> None:
    if Balance.objects.filter(on__gte=day).exists():
        return
    standing = counting.standing(on=day)
    Balance.objects.bulk_create(
        [Balance(on=day, **dict(zip(BOX, box, strict=True)), n=n) for box, n in standing.items() if n], batch_size=100
    )


def _ripe() -> date | None:
    """The first day that is over by whose end so many rows have come together since the last balance."""
    together = 0
    over = _unbalanced().filter(on__lt=workdays.county_day(clock.now() - SETTLED))
    day: date
    for day, rows in over.values_list("on").annotate(rows=HowMany("pk")).order_by("on").iterator():
        together += rows
        if together >= MOST_SINCE:
            return day
    return None


def _unbalanced() -> QuerySet[Count]:
    """Rows of days that no balance has."""
    last = Balance.objects.aggregate(last=Max("on"))["last"]
    return Count.objects.all() if last is None else Count.objects.filter(on__gt=last)
