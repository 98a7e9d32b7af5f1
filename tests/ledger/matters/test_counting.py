"""Balances: a figure of any past day is the same with them as without, and no longer reads what is before them."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from xiangyue.kernel import clock as the_clock
from xiangyue.kernel import workdays
from xiangyue.ledger.matters import counting
from xiangyue.ledger.matters.actions import balancing
from xiangyue.ledger.matters.models import Balance, Count

pytestmark = pytest.mark.django_db

DAYS = 60
FIRST = workdays.county_day(datetime(2026, 11, 23, tzinfo=UTC)) - timedelta(days=DAYS + 3)


@pytest.fixture
def years(clock, monkeypatch):
    """Two months in which matters move from box to box, one box open and one closed; the clock stands after them."""
    monkeypatch.setattr(balancing, "MOST_SINCE", 40)
    dice, at = random.Random(3), {}
    rows = []
    for day in range(DAYS):
        for _ in range(dice.randint(0, 8)):
            box = ("street", "fushan", dice.choice(["fushan", "hehua"]), "WORKING", "")
            rows.append((FIRST + timedelta(days=day), box, 1))
            at[box] = at.get(box, 0) + 1
            if at[box] > 3 and dice.random() < 0.7:
                rows += [(rows[-1][0], box, -1), (rows[-1][0], (*box[:3], "CLOSED", "FIXED"), 1)]
                at[box] -= 1
    Count.objects.bulk_create(Count(on=on, **dict(zip(counting.BOX, box, strict=True)), n=n) for on, box, n in rows)
    return {day: counting.standing(on=FIRST + timedelta(days=day)) for day in range(DAYS)}


def test_sums_stay_what_they_are(years):
    balancing.compact()
    drawn = balancing.balance()
    assert drawn >= 3
    assert Balance.objects.values("on").distinct().count() == drawn
    for day, before in years.items():
        after = counting.standing(on=FIRST + timedelta(days=day))
        assert {box: n for box, n in after.items() if n} == {box: n for box, n in before.items() if n}


def test_a_second_round_finds_nothing_to_do(years):
    balancing.balance()
    assert balancing.balance() == 0


def test_a_figure_begins_at_the_last_balance(years):
    balancing.balance()
    last = Balance.objects.order_by("-on").values_list("on", flat=True).first()
    expected = counting.standing()
    Count.objects.filter(on__lte=last).delete()
    assert counting.standing() == expected


def test_a_unit_reads_its_own_boxes(years):
    balancing.balance()
    assert {box[2] for box in counting.standing(leads=["hehua"])} == {"hehua"}


def test_today_is_never_balanced(years):
    today = workdays.county_day(the_clock.now())
    Count.objects.bulk_create(
        Count(on=today, kind="street", place="a", lead="a", state="WORKING", outcome="", n=1) for _ in range(200)
    )
    balancing.balance()
    assert not Balance.objects.filter(on__gte=today).exists()
