from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.kernel import workdays
from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.kernel.workdays import Calendar, Span, Special, Unit, Why

REST, MAKEUP = False, True


def of(notice, name, *days):
    return {date.fromisoformat(day): Special(works, name, notice) for day, works in days}


# Only what the fixtures below cross; the whole calendar is tests/ledger/test_calendars.py.
SPRING = of(
    "2021-11",
    "春节",
    ("2022-01-29", MAKEUP),
    ("2022-01-30", MAKEUP),
    ("2022-01-31", REST),
    ("2022-02-01", REST),
    ("2022-02-02", REST),
    ("2022-02-03", REST),
    ("2022-02-04", REST),
)
KNOWN = Calendar(SPRING, frozenset({2021, 2022}), "2021-11")


def at(day, hour=10, minute=0):
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), COUNTY_ZONE).replace(hour=hour, minute=minute)


def end(day):
    return at(day, 23, 59).replace(second=59)


def test_a_span_is_written_as_it_is_read():
    assert [str(Span.parse(text)) for text in ("3wd", "24h", "15d")] == ["3wd", "24h", "15d"]
    assert Span.parse("3wd") == Span(3, Unit.WORKDAYS)


@pytest.mark.parametrize(
    "text",
    ["", "3", "wd", "0d", "-1d", "1.5d", "3 wd", "3wd ", "3WD", "三天", "3w", "10001d", "99999h", "\uff13d", "3wd\n"],
)
def test_anything_else_is_no_span(text):
    with pytest.raises(ValueError):
        Span.parse(text)


def test_a_rebound_has_half_the_time_and_never_none():
    assert [str(Span.parse(text).halved()) for text in ("1h", "3wd", "10d")] == ["1h", "2wd", "5d"]


def test_hours_run_by_the_clock_through_nights_and_holidays():
    assert workdays.due(at("2022-01-31", 17), Span.parse("24h"), KNOWN).moment == at("2022-02-01", 17)


def test_calendar_days_count_every_day_from_tomorrow_to_its_end():
    found = workdays.due(at("2022-01-28"), Span.parse("3d"), KNOWN)
    assert (found.moment, [counted.ordinal for counted in found.days]) == (end("2022-01-31"), [1, 2, 3])


def test_working_days_are_derived_day_by_day_each_with_its_reason():
    found = workdays.due(at("2022-01-28"), Span.parse("3wd"), KNOWN)
    assert found.moment == end("2022-02-07")
    assert not found.provisional
    assert [
        (counted.day.on.isoformat(), counted.ordinal, counted.day.why, counted.day.name) for counted in found.days
    ] == [
        ("2022-01-29", 1, Why.MAKEUP, "春节"),
        ("2022-01-30", 2, Why.MAKEUP, "春节"),
        ("2022-01-31", None, Why.HOLIDAY, "春节"),
        ("2022-02-01", None, Why.HOLIDAY, "春节"),
        ("2022-02-02", None, Why.HOLIDAY, "春节"),
        ("2022-02-03", None, Why.HOLIDAY, "春节"),
        ("2022-02-04", None, Why.HOLIDAY, "春节"),
        ("2022-02-05", None, Why.WEEKEND, ""),
        ("2022-02-06", None, Why.WEEKEND, ""),
        ("2022-02-07", 3, Why.WORKDAY, ""),
    ]


def test_the_day_is_the_countys_whatever_the_servers():
    late = datetime(2022, 1, 27, 16, 30, tzinfo=UTC)  # half past midnight of the 28th in China
    assert workdays.due(late, Span.parse("1d"), KNOWN).moment == end("2022-01-29")


def test_a_year_without_a_notice_is_counted_and_called_provisional():
    found = workdays.due(at("2022-12-30"), Span.parse("3wd"), KNOWN)
    assert (found.moment, found.provisional) == (end("2023-01-04"), True)
    assert [counted.day.provisional for counted in found.days] == [False, True, True, True, True]


def test_calendar_days_never_depend_on_a_notice():
    assert not workdays.due(at("2022-12-30"), Span.parse("10d"), KNOWN).provisional


def test_before_goes_back_over_the_same_days():
    assert workdays.before(end("2022-02-07"), Span.parse("1wd"), KNOWN) == end("2022-01-30")
    assert workdays.before(end("2022-02-07"), Span.parse("2d"), KNOWN) == end("2022-02-05")
    assert workdays.before(at("2022-02-07"), Span.parse("3h"), KNOWN) == at("2022-02-07", 7)


def test_who_is_late_hears_of_it_on_the_next_working_morning():
    assert workdays.morning_after(end("2022-01-30"), KNOWN) == at("2022-02-07", 8, 30)
    assert workdays.morning_after(at("2022-01-28", 8, 29), KNOWN) == at("2022-01-28", 8, 30)
    assert workdays.morning_after(at("2022-01-28", 8, 30), KNOWN) == at("2022-01-29", 8, 30)


def test_who_is_warned_hears_of_it_on_a_working_morning_before():
    assert workdays.morning_of(end("2022-01-30"), KNOWN) == at("2022-01-30", 8, 30)
    assert workdays.morning_of(end("2022-02-05"), KNOWN) == at("2022-01-30", 8, 30)


def test_a_later_calendar_says_which_days_it_sees_differently():
    longer = Calendar(SPRING | of("2022-1", "春节", ("2022-02-05", REST), ("2022-02-07", REST)), KNOWN.years, "2022-1")
    assert KNOWN.changed(longer) == (date(2022, 2, 7),)  # the 5th is a Saturday: nothing changes but its reason


NAIVE = datetime(2018, 1, 1)  # noqa: DTZ001 - the zone follows
days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
calendars = st.dictionaries(days, st.builds(Special, st.booleans(), st.just("节"), st.just("文")), max_size=40).map(
    lambda special: Calendar(special, frozenset({2021}))
)
moments = st.datetimes(NAIVE, NAIVE.replace(year=2030)).map(lambda moment: moment.replace(tzinfo=COUNTY_ZONE))
spans = st.builds(Span, st.integers(1, 60), st.sampled_from(Unit))


@given(moments, moments, spans, calendars)
def test_who_starts_later_is_never_due_earlier(one, other, span, calendar):
    early, late = sorted((one, other))
    assert workdays.due(early, span, calendar).moment <= workdays.due(late, span, calendar).moment


@given(moments, spans, calendars)
def test_more_days_are_never_due_earlier(start, span, calendar):
    longer = Span(span.amount + 1, span.unit)
    assert start < workdays.due(start, span, calendar).moment < workdays.due(start, longer, calendar).moment


@given(moments, st.integers(1, 60))
def test_without_special_days_it_is_monday_to_friday(start, amount):
    found = workdays.due(start, Span(amount, Unit.WORKDAYS), Calendar())
    on = workdays.county_day(start)
    wanted = [on + timedelta(days=ahead) for ahead in range(1, 120) if (on + timedelta(days=ahead)).weekday() < 5]
    assert found.moment == workdays.end_of(wanted[amount - 1])


@given(moments, st.integers(1, 60), calendars)
def test_what_is_counted_is_what_works(start, amount, calendar):
    found = workdays.due(start, Span(amount, Unit.WORKDAYS), calendar)
    assert [counted.ordinal for counted in found.days if counted.day.works] == list(range(1, amount + 1))
    assert all(counted.ordinal is None for counted in found.days if not counted.day.works)
    assert found.days[-1].ordinal == amount


@given(moments, st.integers(1, 60), calendars)
def test_back_again_is_never_before_the_start(start, amount, calendar):
    span = Span(amount, Unit.WORKDAYS)
    back = workdays.before(workdays.due(start, span, calendar).moment, span, calendar)
    assert workdays.county_day(back) <= workdays.county_day(start)
    assert not any(calendar.works(on) for on in _between(workdays.county_day(back), workdays.county_day(start)))


def _between(first, last):
    return [first + timedelta(days=ahead) for ahead in range(1, (last - first).days)]
