from collections import Counter
from datetime import date, datetime

import pytest
from tests.ledger.conftest import SHIPPED, folded, notices

from xiangyue.journal.models import Entry
from xiangyue.kernel import workdays
from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.kernel.errors import NotFound
from xiangyue.kernel.workdays import Calendar, Span, Why
from xiangyue.ledger.calendars import actions, errors, queries, rules, signals
from xiangyue.ledger.calendars.rules import NoticeText, Said
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE


def due(start, span, calendar):
    noon = datetime.combine(date.fromisoformat(start), datetime.min.time(), COUNTY_ZONE).replace(hour=12)
    return workdays.due(noon, Span.parse(span), calendar)


def day_of(found):
    return workdays.county_day(found.moment).isoformat()


FIXTURES = [
    ("2021-12-29", "3wd", "2022-01-04"),
    ("2022-01-28", "3wd", "2022-02-07"),
    ("2022-03-31", "2wd", "2022-04-02"),
    ("2022-04-29", "5wd", "2022-05-10"),
    ("2021-09-16", "3wd", "2021-09-22"),
    ("2021-09-30", "5wd", "2021-10-13"),
]


@pytest.mark.parametrize(("start", "span", "day"), FIXTURES)
def test_deadlines_fall_where_the_county_counted_them(start, span, day):
    found = due(start, span, folded())
    assert (day_of(found), found.provisional) == (day, False)


def test_a_year_whose_notice_is_not_out_is_counted_and_provisional():
    found = due("2027-01-04", "3wd", folded())
    assert (day_of(found), found.provisional) == ("2027-01-07", True)
    assert folded().day(date(2027, 1, 4)).provisional


def test_a_span_that_only_touches_such_a_year_is_provisional_too():
    assert due("2026-12-31", "1wd", folded()).provisional
    assert not due("2026-12-30", "1wd", folded()).provisional


def test_each_year_has_the_makeup_days_its_notices_say():
    days = Counter(on.year for on in folded().special if folded().day(on).why is Why.MAKEUP)
    assert [days[year] for year in range(2019, 2027)] == [6, 6, 7, 7, 7, 8, 5, 6]


def test_the_days_of_2026_are_known_by_name_and_notice():
    day = folded().day(date(2026, 2, 16))
    assert (day.works, day.why, day.name, day.notice) == (False, Why.HOLIDAY, "春节", "国办发明电〔2025〕7号")
    assert folded().day(date(2026, 9, 20)).why is Why.MAKEUP


def test_the_extension_of_2020_moves_deadlines_that_were_already_running(county):
    early = [text for text in notices() if text.dated_on < date(2020, 1, 26)]
    for text in early:
        actions.publish(text, by=HOUSE)
    before = queries.current()
    extension = next(text for text in notices() if text.number == "国办发明电〔2020〕1号")
    published = actions.publish(extension, by=HOUSE)
    # Friday the 31st rests now, and Saturday the 1st is no make-up day any more; Sunday rested anyway.
    assert published.days == (date(2020, 1, 31), date(2020, 2, 1))
    assert day_of(due("2020-01-22", "3wd", before)) == "2020-02-01"
    assert day_of(due("2020-01-22", "3wd", queries.current())) == "2020-02-04"


def test_an_old_deadline_can_be_counted_again_as_it_was(county):
    first, second = notices()[:2]
    old = actions.publish(first, by=HOUSE).notice.version
    actions.publish(second, by=HOUSE)
    assert queries.at(old).years == {2019}
    assert queries.at(old).works(date(2019, 5, 2))
    assert not queries.current().works(date(2019, 5, 2))
    with pytest.raises(NotFound):
        queries.at("7-unheard")


def test_without_any_notice_it_is_monday_to_friday(county):
    assert queries.current() == Calendar()


def test_what_changed_is_told_inside_the_act(county):
    told = []

    def hear(sender, **news):
        told.append({key: value for key, value in news.items() if key != "signal"})

    signals.changed.connect(hear)
    try:
        versions = [actions.publish(text, by=HOUSE).notice.version for text in notices()[:2]]
    finally:
        signals.changed.disconnect(hear)
    assert [news["version"] for news in told] == versions
    assert [news["before"] for news in told] == ["", versions[0]]
    assert [news["years"] for news in told] == [(2019,), ()]
    assert told[1]["days"] == tuple(date(2019, *day) for day in ((4, 28), (5, 2), (5, 3), (5, 5)))


def test_every_notice_is_in_the_chain_whole(calendar):
    entries = list(Entry.objects.filter(chain=actions.CHAIN).order_by("seq"))
    assert [entry.data["number"] for entry in entries] == [text.number for text in notices()]
    assert [len(entry.data["days"]) for entry in entries] == [len(text.days) for text in notices()]
    assert entries[-1].data["version"] == queries.version()


def test_the_same_notice_twice_changes_nothing(calendar):
    version = queries.version()
    published = actions.publish(notices()[0], by=HOUSE)
    assert (published.is_new, published.days, queries.version()) == (False, (), version)
    assert Entry.objects.filter(chain=actions.CHAIN).count() == len(notices())


def test_a_notice_is_never_edited(calendar):
    known = notices()[0]
    changed = NoticeText(known.number, known.title, known.dated_on, known.publishes, known.source, known.days[:-1])
    with pytest.raises(errors.NoticeChanged):
        actions.publish(changed, by=HOUSE)


def test_two_notices_of_one_date_cannot_contradict_each_other(calendar):
    rival = NoticeText(
        "乡约办〔2025〕1号", "另一份通知", date(2025, 11, 4), None, "", (Said(date(2026, 2, 16), True, "春节"),)
    )
    with pytest.raises(errors.TwoForOneDay):
        actions.publish(rival, by=HOUSE)


def test_an_older_notice_taken_in_late_does_not_undo_a_newer_one(county):
    annual, change = notices()[0], notices()[1]
    actions.publish(change, by=HOUSE)
    assert actions.publish(annual, by=HOUSE).is_new
    assert not queries.current().works(date(2019, 5, 3))


def test_only_who_establishes_may_publish(cast):
    for somebody in (cast.officer, cast.neighbour, cast.auditor, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            actions.publish(notices()[0], by=somebody)
    assert actions.publish(notices()[0], by=cast.office).is_new


def test_reading_the_calendar_again_is_one_query(calendar, django_assert_num_queries):
    queries.current()
    with django_assert_num_queries(1):
        queries.current()


GOOD = "number,测〔2026〕1号\ntitle,测试通知\ndated,2026-01-05\n\nfirst,last,day,holiday\n2026-03-01,2026-03-02,rest,测试节\n"


def test_a_notice_is_read_as_it_is_written():
    assert rules.read(GOOD) == NoticeText(
        "测〔2026〕1号",
        "测试通知",
        date(2026, 1, 5),
        None,
        "",
        (Said(date(2026, 3, 1), False, "测试节"), Said(date(2026, 3, 2), False, "测试节")),
    )
    assert rules.read("\ufeff" + GOOD.replace("\n", "\r\n")) == rules.read(GOOD)


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ("number,测〔2026〕1号\n", "", 1),
        ("title,", "titel,", 2),
        ("title,测试通知", "title," + "长" * 101, 2),
        ("dated,2026-01-05", "dated,2026-01-05\ndated,2026-01-05", 4),
        ("dated,2026-01-05", "dated,2026/1/5", 3),
        ("dated,2026-01-05", "dated,9999-01-05", 3),
        ("dated,2026-01-05", "dated,2026-01-05\npublishes,next", 4),
        ("first,last,day,holiday\n", "", 5),
        ("2026-03-01,2026-03-02,rest,测试节\n", "", 5),
        ("rest", "free", 6),
        ("2026-03-02", "2026-02-27", 6),
        ("2026-03-02", "2026-05-02", 6),
        ("2026-03-02", "2026-02-30", 6),
        (",测试节", "", 6),
        ("测试节\n", "测试节\n2026-03-02,2026-03-02,work,测试节\n", 7),
    ],
)
def test_a_file_that_is_no_notice_says_where(was, now, line):
    assert was in GOOD
    with pytest.raises(errors.BadNotice) as refused:
        rules.read(GOOD.replace(was, now, 1))
    assert refused.value.fields["line"] == line


def test_every_shipped_notice_names_its_source():
    assert [text.publishes for text in notices() if text.publishes] == list(range(2019, 2027))
    assert all(
        text.source.startswith("https://www.gov.cn/") and text.number.startswith("国办发明电〔") for text in notices()
    )
    assert len(list((SHIPPED / "calendars").glob("*.csv"))) == len(notices()) == 10
