import csv
import io
from urllib.parse import unquote

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from tests.factories import matters as factory
from tests.factories.tables import saved

from xiangyue.documents.exports import columns, errors, sheets
from xiangyue.org.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


def read(content):
    return load_workbook(io.BytesIO(content)).worksheets[0]


def get(who, address):
    page = Client()
    page.force_login(Person.objects.get(username=who))
    return page.get(address)


def test_csv_holds_what_its_reader_may_see_and_nothing_that_a_program_obeys(desk):
    factory.assigned(desk, title="=HYPERLINK(1)")
    factory.reported(desk, place="hehua")
    rows = {}
    for who in ("dispatcher", "clerk", "other-clerk"):
        text = b"".join(get(who, "/ledger/list/export.csv").streaming_content).decode("utf-8-sig")
        rows[who] = list(csv.DictReader(io.StringIO(text)))
    assert [len(found) for found in rows.values()] == [2, 1, 1]
    assert rows["clerk"][0]["标题"] == "'=HYPERLINK(1)"
    assert tuple(rows["clerk"][0]) == columns.NAMES


def test_csv_follows_the_filter(desk):
    factory.assigned(desk)
    text = b"".join(get("dispatcher", "/ledger/list/export.csv?state=REPORTED").streaming_content).decode()
    assert len(text.splitlines()) == 1


def test_a_workbook_keeps_a_formula_as_text(desk):
    factory.assigned(desk, title="=1+1")
    sheet = read(get("clerk", "/ledger/list/export.xlsx").content)
    cell = sheet.cell(2, columns.NAMES.index("标题") + 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def a_template(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_a_template_is_filled_under_its_headings_in_its_own_look(desk):
    matters = [factory.assigned(desk), factory.assigned(desk, title="二号")]
    book = a_template(
        ["上级平台报送表"], ["序号", "隐患编号", "整改单位", "完成期限"], [1, None, None, None], ["填表人："]
    )
    for cell in book.active[3]:
        cell.font, cell.fill = Font(name="仿宋", bold=True), PatternFill("solid", "FFEEEE")
    sheet = read(sheets.filled(saved(book), matters))
    assert [[c.value for c in row][:4] for row in sheet.iter_rows(min_row=3, max_row=4)] == [
        [str(n), m.number, "府山街道", m.due.date().isoformat()] for n, m in enumerate(matters, 1)
    ]
    assert [sheet.cell(4, 2).font.name, sheet.cell(4, 2).fill.fgColor.rgb] == ["仿宋", "00FFEEEE"]
    assert sheet.cell(5, 1).value == "填表人："


def test_a_description_is_the_title_where_nothing_more_was_written(desk):
    matters = [factory.assigned(desk, title="只有一句", text=""), factory.assigned(desk, title="标题", text="全文")]
    sheet = read(sheets.filled(saved(a_template(["隐患编号", "问题描述"])), matters))
    assert [sheet["B2"].value, sheet["B3"].value] == ["只有一句", "全文"]


def test_a_workbook_is_as_wide_as_what_it_says_and_named_after_the_county(desk):
    matter = factory.assigned(desk)
    answer = get("dispatcher", "/ledger/list/export.xlsx")
    sheet = read(answer.content)
    assert sheet.column_dimensions["A"].width >= len(matter.number) + 2
    assert sheet.column_dimensions["F"].width <= sheets.WIDEST
    assert unquote(answer["Content-Disposition"]).endswith("台账 2026-11-23.xlsx")


def test_a_template_with_places_says_what_they_hold(desk):
    matters = [factory.assigned(desk), factory.assigned(desk)]
    book = a_template(["截至 {{日期}} 共 {{件数}} 件"], ["甲", "乙"], ["{{编号}}（{{责任单位}}）", "{{ 状态 }}"])
    sheet = read(sheets.filled(saved(book), matters))
    assert sheet["A1"].value == "截至 2026-11-23 共 2 件"
    assert [sheet["A3"].value, sheet["B4"].value] == [f"{matters[0].number}（府山街道）", "待签收"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 2_000_001])
def test_what_is_no_template_is_refused(content):
    with pytest.raises(errors.BadTemplate):
        sheets.filled(content, [])


def test_a_template_without_anything_known_is_refused():
    with pytest.raises(errors.BadTemplate, match="编号"):
        sheets.filled(saved(a_template(["甲", "乙"])), [])
