"""Tables in the layouts of two cities that publish their 311 requests, as dirty as such tables are.

Every row of a table is accounted for: it is a matter, or stands in the list of bad rows with its reason.
"""

import pytest
from openpyxl import Workbook
from tests.factories import matters as factory
from tests.factories.tables import a_csv, saved

from xiangyue.ledger.imports import actions, queries
from xiangyue.ledger.imports.models import Import
from xiangyue.ledger.imports.rules import LEFT_OUT, Reader
from xiangyue.ledger.imports.states import WORDS, Order, State, Target, Verdict
from xiangyue.ledger.matters import desks
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]

BOSTON = (
    "case_enquiry_id", "open_dt", "target_dt", "closed_dt", "ontime", "case_status", "closure_reason", "case_title",
    "subject", "reason", "type", "queue", "department", "submittedphoto", "closedphoto", "location", "fire_district",
    "pwd_district", "city_council_district", "police_district", "neighborhood", "neighborhood_services_district",
    "ward", "precinct", "location_street_name", "location_zipcode", "latitude", "longitude", "source",
)  # fmt: skip
NEW_YORK = (
    "Unique Key", "Created Date", "Closed Date", "Agency", "Agency Name", "Complaint Type", "Descriptor",
    "Location Type", "Incident Zip", "Incident Address", "Street Name", "Cross Street 1", "City", "Status", "Due Date",
    "Resolution Description", "Borough", "Open Data Channel Type", "Latitude", "Longitude",
)  # fmt: skip
STREETS = ("Cross St", "Temple St", "Derne St", "Anderson St", "Charles River Plz & Cambridge St")
TITLES = ("Parking Enforcement", "Sidewalk Cover / Manhole", "Needle Pickup", "Rodent Activity", "Street Lights")
COUNT = 120


def boston(n, date):
    """The n-th request; `date` writes a day of January 2022. Two of three are closed, every fifth is overdue."""
    day, closed = n % 28 + 1, n % 3
    where = f"{n} {STREETS[n % len(STREETS)]}  Boston  MA  02113"
    return {
        "case_enquiry_id": f"10100411{n:04}",
        "open_dt": date(day),
        "target_dt": date(28) if n % 2 else "",
        "closed_dt": date(28) if closed else "",
        "ontime": "OVERDUE" if n % 5 == 0 else "ONTIME",
        "case_status": "Closed" if closed else "Open",
        "closure_reason": "Case Closed. Resolved CLEAR " if closed else " ",
        "case_title": TITLES[n % len(TITLES)],
        "type": TITLES[n % len(TITLES)],
        "department": "PWDx",
        "submittedphoto": f"https://311.example/photos/{n}.jpg" if n % 4 == 0 else "",
        "location": where,
        "neighborhood": "Beacon Hill",
        "ward": f"Ward {n % 22 + 1}",
        "location_street_name": where.partition("  ")[0],
        "latitude": "42.3594",
        "longitude": f"-71.0{n % 90 + 10}",
        "source": "Citizens Connect App",
    }


def new_york(n, date):
    row = boston(n, date)
    return {
        "Unique Key": f"5967{n:04}",
        "Created Date": row["open_dt"],
        "Closed Date": row["closed_dt"],
        "Agency": "NYPD",
        "Agency Name": "New York City Police Department",
        "Complaint Type": row["case_title"],
        "Descriptor": f"{row['case_title']}, blocked hydrant",
        "Incident Zip": "10002",
        "Incident Address": row["location_street_name"],
        "Status": row["case_status"] if row["case_status"] == "Closed" else "In Progress",
        "Resolution Description": row["closure_reason"],
        "Borough": "MANHATTAN",
        "Latitude": row["latitude"],
        "Longitude": row["longitude"],
    }


def iso(day):
    return f"2022-01-{day:02} 13:47:00"


def day_first(day):
    return f"{day:02}/01/2022 13:47:00"


def month_first(day):
    return f"01/{day:02}/2022 01:47:00 PM"


def brought(desk, content, name="311.csv", **answers):
    """A file brought in by a person who leaves out what means nothing here, and answers the page's other questions."""
    made = actions.receive(name, content, source="311", kind="street", by=desk.office)
    actions.finish(made)
    row = Import.objects.get(pk=made.pk)
    read = queries.reader(row.mapping)
    unknown = {
        target.value: {word: LEFT_OUT for word, _count, means in actions.words_to_match(row, target, heading) if not means}
        for heading, target in read.targets.items() if target in WORDS
    }  # fmt: skip
    mapping = Reader(**{"targets": read.targets, "orders": read.orders, "words": unknown, **answers})
    actions.map_columns(row.pk, mapping, by=desk.office)
    actions.finish(row)
    actions.apply(row.pk, by=desk.office)
    return actions.finish(row)


def rows_of(row):
    """Rows by their verdict, added up; what else is counted, notes on rows, is no row."""
    return sum(row.counts.get(verdict.value, 0) for verdict in Verdict)


def accounted(desk, row, rows):
    """The reasons of the bad rows by their line, once it is certain that nothing else is missing."""
    bad = {line.line: line.reason for line in queries.refused(desk.office, row.pk)}
    assert (row.state, row.total, rows_of(row)) == (State.DONE, rows, rows)
    assert Matter.objects.count() + len(bad) == rows
    assert all(bad.values())
    assert all(factory.folds(matter) for matter in Matter.objects.all())
    return bad


@pytest.mark.slow  # 240 rows judged twice, brought in and folded
@pytest.mark.parametrize("date", [iso, day_first, month_first])
@pytest.mark.parametrize(("headings", "one"), [(BOSTON, boston), (NEW_YORK, new_york)])
def test_both_layouts_come_in_whole_whichever_way_dates_are_written(desk, headings, one, date):
    row = brought(desk, a_csv([one(n, date) for n in range(COUNT)], headings=headings))
    assert accounted(desk, row, COUNT) == {}
    assert {verdict: row.counts.get(verdict.value) for verdict in (Verdict.BEFORE, Verdict.NEW)} == {
        Verdict.BEFORE: 80,
        Verdict.NEW: 40,
    }
    assert {f"{matter.found_at:%Y-%m}" for matter in Matter.objects.all()} == {"2022-01"}
    last = Matter.objects.get(external=next(iter(one(COUNT - 1, date).values())))
    assert (last.lat, f"{last.found_at:%d}") == (42_359_400, f"{(COUNT - 1) % 28 + 1:02}")


@pytest.mark.slow  # 120 rows judged twice, brought in and folded
def test_every_dirty_row_is_named_and_the_others_go_in(desk):
    rows = [boston(n, iso) for n in range(COUNT)]
    rows[3]["case_enquiry_id"] = rows[2]["case_enquiry_id"]
    rows[10]["open_dt"] = "yesterday"
    rows[11]["latitude"] = "north"
    rows[12]["case_title"] = rows[12]["closure_reason"] = ""
    rows[13]["case_enquiry_id"] = ""
    rows[14]["location"] = rows[14]["location_street_name"] = rows[14]["neighborhood"] = ""
    rows[16]["closed_dt"] = "2021-12-31 10:00:00"
    rows[17]["open_dt"] = "2999-01-01 10:00:00"
    rows[19]["case_enquiry_id"] = "9" * 81
    row = brought(desk, a_csv(rows, headings=BOSTON))
    assert accounted(desk, row, COUNT) == {
        5: f"编号“{rows[2]['case_enquiry_id']}”在第 4 行已经出现过。",
        12: "“open_dt”里的“yesterday”不是日期。",
        13: "经纬度不对。",
        14: "这一行没有写情况。",
        15: "这一行没有编号。",
        16: "请选一个点位，或者写明地点。",
        18: "销号日期早于发现日期。",
        19: "“open_dt”晚于今天。",
        21: "编号太长：最多 80 个字。",
    }


def test_a_column_with_both_orders_of_day_and_month_gives_up_only_what_could_be_either(desk):
    rows = [boston(n, day_first if n % 2 else month_first) for n in range(28)]
    row = brought(
        desk, a_csv(rows, headings=BOSTON), orders=dict.fromkeys(("open_dt", "target_dt", "closed_dt"), Order.MIXED)
    )
    bad = accounted(desk, row, 28)
    assert sorted(bad) == [n + 2 for n in range(28) if 1 < n % 28 + 1 <= 12]
    assert set(bad.values()) == {
        f"“open_dt”里的“{rows[line - 2]['open_dt']}”可能是两个日期：这一列两种写法都有。" for line in bad
    }


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_a_table_that_passed_through_an_office_here_comes_in_from_any_encoding(desk, encoding):
    rows = [boston(n, iso) | {"case_title": f"飞线 {n}", "location": f"新桥街 {n} 号"} for n in range(20)]
    row = brought(desk, a_csv(rows, headings=BOSTON, encoding=encoding, delimiter=";"))
    assert accounted(desk, row, 20) == {}
    assert desks.search(desk.office, Filter(words="飞线")).count() == 20


def test_formulas_are_words_here(desk):
    said = ['=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1+1"]
    rows = [boston(n, iso) | {"case_title": words} for n, words in enumerate(said)]
    row = brought(desk, a_csv(rows, headings=BOSTON))
    assert accounted(desk, row, len(said)) == {}
    assert [matter.title for matter in Matter.objects.order_by("external")] == [words.strip() for words in said]


def test_merged_headings_over_the_layout_and_numbers_as_numbers(desk):
    book = Workbook()
    sheet = book.active
    sheet.append(["311 requests, January 2022"])
    sheet.append(["case", None, None, "where", None, "when", None])
    sheet.append(["case_enquiry_id", "case_title", "case_status", "location", "neighborhood", "open_dt", "closed_dt"])
    for merged in ("A1:G1", "A2:C2", "D2:E2", "F2:G2"):
        sheet.merge_cells(merged)
    rows = [boston(n, iso) for n in range(30)]
    for each in rows:
        number = int(each["case_enquiry_id"])
        sheet.append(
            [
                number,
                *(
                    each[name]
                    for name in ("case_title", "case_status", "location", "neighborhood", "open_dt", "closed_dt")
                ),
            ]
        )
    row = brought(desk, saved(book), name="311.xlsx")
    assert accounted(desk, row, 30) == {}
    assert Matter.objects.get(external=rows[7]["case_enquiry_id"]).title == rows[7]["case_title"]
    assert Target(row.mapping["targets"]["open_dt"]) is Target.FOUND


def test_the_same_table_a_month_later_brings_only_what_is_new(desk):
    rows = [boston(n, iso) for n in range(30)]
    brought(desk, a_csv(rows, headings=BOSTON))
    later = [*rows, *(boston(n, iso) for n in range(30, 40))]
    later[1] = later[1] | {"location": "elsewhere"}
    row = brought(desk, a_csv(later, headings=BOSTON))
    assert rows_of(row) == 40
    assert (row.counts["NEW"] + row.counts["BEFORE"], Matter.objects.count()) == (10, 40)
