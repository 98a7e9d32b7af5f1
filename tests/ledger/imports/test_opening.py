import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from tests.factories.tables import HEADINGS, a_csv, a_row, a_workbook, saved, with_cell_pictures

from xiangyue.ledger.imports import errors, opening

NAMES = list(HEADINGS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_between_every_sign(encoding, delimiter):
    table = opening.opened(a_csv([a_row(1), a_row(2)], encoding=encoding, delimiter=delimiter))
    assert table.headings.names == NAMES
    assert [(row.line, row.cells[0], row.cells[4]) for row in table.rows()] == [
        (2, "A-1", "新桥街 1 号"),
        (3, "A-2", "新桥街 2 号"),
    ]


def test_a_cell_with_lines_keeps_the_line_number_of_its_row():
    table = opening.opened(a_csv([a_row(1, 隐患描述="一\n二\n三"), a_row(2)]))
    assert [row.line for row in table.rows()] == [2, 5]


def test_merged_headings_and_a_title_above_them():
    table = opening.opened(a_workbook([a_row(1), a_row(2)]))
    assert table.headings.names == [
        "隐患编号", "隐患描述", "隐患类别", "位置/所属街道", "位置/地点", "检查日期", "责任单位", "整改期限", "是否整改",
        "整改完成日期", "照片",
    ]  # fmt: skip
    assert [row.line for row in table.rows()] == [4, 5]
    assert table.described["sheet"] == "台账"


def test_pictures_on_the_sheet_and_in_cells_belong_to_their_rows():
    table = opening.opened(a_workbook([a_row(1), a_row(2)], pictures=[1]))
    assert [[column for column, _name in row.pictures] for row in table.rows()] == [[], [10]]
    book = Workbook()
    sheet = book.active
    for row in (("编号", "情况", "照片"), ("1", "飞线", None), ("2", "油污", None)):
        sheet.append(row)
    sheet["C2"].number_format = sheet["C3"].number_format = "0.00"
    content = with_cell_pictures(saved(book), {"C2": "ID_1", "C3": "ID_2"})
    table = opening.opened(content)
    rows = list(table.rows())
    assert [row.pictures for row in rows] == [((2, "xl/media/cell1.jpeg"),), ((2, "xl/media/cell2.jpeg"),)]
    assert table.picture("xl/media/cell1.jpeg").startswith(b"\xff\xd8")


def test_merged_cells_of_the_body_say_the_same_in_every_row():
    book = Workbook()
    sheet = book.active
    for row in (("街道", "情况"), ("府山街道", "一"), (None, "二"), ("荷花街道", "三")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    rows = list(opening.opened(saved(book)).rows())
    assert [row.cells for row in rows] == [["府山街道", "一"], ["府山街道", "二"], ["荷花街道", "三"]]


def test_a_date_of_a_workbook_is_that_day_and_a_number_stays_one():
    book = Workbook()
    sheet = book.active
    for row in (("日期", "数"), (date(2026, 1, 3), 46025), (None, 3.5)):
        sheet.append(row)
    rows = list(opening.opened(saved(book)).rows())
    assert [row.cells for row in rows] == [["2026-01-03", "46025"], ["", "3.5"]]


def zipped(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, text in parts.items():
            made.writestr(f"xl/{name}.xml", text)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"\xd0\xcf\x11\xe0 old",
        b"PK\x03\x04 torn",
        b"\xff\xfe\x00",
        b"one column\nonly\n",
        b"\x00\x01\x02\x03\x04",
        zipped(other="<a/>"),
        zipped(workbook="<workbook"),
        zipped(workbook='<!DOCTYPE a [<!ENTITY b "bb">]><workbook>&b;</workbook>'),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content):
    with pytest.raises(errors.BadTable) as no:
        opening.opened(content)
    assert no.value.sentence


def test_a_sheet_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr("xiangyue.ledger.imports.workbook.LARGEST", 1000)
    with pytest.raises(errors.BadTable, match="太大"):
        list(opening.opened(a_workbook([a_row(n) for n in range(50)])).rows())


def test_shared_texts_are_read_without_how_they_are_pronounced():
    sheet = '<worksheet xmlns="m"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    strings = '<sst xmlns="m"><si><r><t>编</t></r><r><t>号</t></r><rPh><t>bian</t></rPh></si><si><t>情况</t></si></sst>'
    content = zipped(
        workbook='<workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="藏" state="hidden" r:id="h"/><sheet name="表" r:id="a"/></sheets></workbook>',
        sharedStrings=strings,
        sheet=sheet,
    )
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as more:
        more.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="r"><Relationship Id="a" Target="sheet.xml"/></Relationships>',
        )
    table = opening.opened(written.getvalue())
    assert table.headings.names == ["编号", "第 2 列", "情况"]
    assert [(row.line, row.cells) for row in table.rows()] == [(3, ["是"])]


def a_sheet(rows):
    """A workbook of one sheet, written by hand, with the rows given as XML."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = zipped(
        workbook=f'<workbook xmlns="m" xmlns:r="{relations}"><sheets><sheet name="表" r:id="a"/></sheets></workbook>',
        sheet=f'<x:worksheet xmlns:x="m"><x:sheetData>{rows}</x:sheetData></x:worksheet>',
    )
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as more:
        more.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="r"><Relationship Id="a" Target="sheet.xml"/></Relationships>',
        )
    return written.getvalue()


def test_cells_that_do_not_say_where_they_are_stand_side_by_side_whatever_is_empty():
    head = '<x:row r="1"><x:c r="A1" t="str"><x:v>编号</x:v></x:c><x:c t="str"><x:v>甲</x:v></x:c><x:c t="str"><x:v>乙</x:v></x:c></x:row>'
    body = '<x:row><x:c><x:v>7</x:v></x:c><x:c/><x:c t="inlineStr"><x:is><x:r><x:t>两</x:t></x:r><x:r><x:t>段</x:t></x:r></x:is></x:c></x:row>'
    table = opening.opened(a_sheet(head + body))
    assert table.headings.names == ["编号", "甲", "乙"]
    assert [(row.line, row.cells) for row in table.rows()] == [(2, ["7", "", "两段"])]


@pytest.mark.parametrize("rows", ["<x:row><x:c", "<x:row></x:c></x:row>", '<x:row r="one"/>', "<x:row>&what;</x:row>"])
def test_a_sheet_that_is_torn_is_refused_in_a_sentence(rows):
    with pytest.raises(errors.BadTable, match="打不开"):
        opening.opened(a_sheet(rows))
