from datetime import datetime

import pytest

from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.ledger.imports import dates
from xiangyue.ledger.imports.states import Order


def day(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=COUNTY_ZONE)


@pytest.mark.parametrize(
    ("text", "order", "means"),
    [
        ("2026-01-03", Order.CERTAIN, day(2026, 1, 3)),
        ("2026/1/3 8:05", Order.CERTAIN, day(2026, 1, 3, 8, 5)),
        ("2026.1.3", Order.CERTAIN, day(2026, 1, 3)),
        ("20260103", Order.CERTAIN, day(2026, 1, 3)),
        ("2026年1月3日", Order.CERTAIN, day(2026, 1, 3)),
        ("2026年1月3号 14:30", Order.CERTAIN, day(2026, 1, 3, 14, 30)),
        ("46025", Order.CERTAIN, day(2026, 1, 3)),
        ("46025.5", Order.CERTAIN, day(2026, 1, 3, 12)),
        ("3-Jan-2026", Order.CERTAIN, day(2026, 1, 3)),
        ("Jan 3, 2026", Order.CERTAIN, day(2026, 1, 3)),
        ("2026-01-03T00:00:00Z", Order.CERTAIN, day(2026, 1, 3, 8)),
        ("03/01/2026", Order.DMY, day(2026, 1, 3)),
        ("01/03/2026 02:05:00 PM", Order.MDY, day(2026, 1, 3, 14, 5)),
        ("1/3/26", Order.MDY, day(2026, 1, 3)),
        ("3/3/2026", Order.MIXED, day(2026, 3, 3)),
        ("13/2/2026", Order.MIXED, day(2026, 2, 13)),
        ("2/13/2026", Order.MIXED, day(2026, 2, 13)),
        ("\uff12\uff10\uff12\uff16\uff0e\uff11\uff0e\uff13", Order.CERTAIN, day(2026, 1, 3)),
        ("2026\uff0f1\uff0f3 8\uff1a05", Order.CERTAIN, day(2026, 1, 3, 8, 5)),
        ("2/3/2026", Order.MIXED, None),
        ("2/3/2026", Order.UNDECIDED, None),
        ("13/2/2026", Order.MDY, None),
        ("2026-02-30", Order.CERTAIN, None),
        ("1月3日", Order.CERTAIN, None),
        ("12345", Order.CERTAIN, None),
        ("已整改", Order.CERTAIN, None),
    ],
)
def test_a_date_means_one_day_or_none(text, order, means):
    assert dates.moment(text, order) == means


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2026-01-03", "2026年2月3日"], Order.CERTAIN),
        (["3/2/2026", "13/2/2026"], Order.DMY),
        (["3/2/2026", "2/13/2026"], Order.MDY),
        (["3/2/2026", "4/5/2026"], Order.UNDECIDED),
        (["13/2/2026", "2/13/2026"], Order.MIXED),
    ],
)
def test_a_column_has_one_order(values, order):
    assert dates.decide(values).order is order


def test_a_day_without_its_year_is_known_as_one():
    values = ["11月21日", "11.24", "\uff11\uff11\u6708\uff12\uff11\u65e5", "11/24", "已整改", "11.24.2026"]
    assert [dates.lacks_year(value) for value in values] == [True, True, True, True, False, False]
