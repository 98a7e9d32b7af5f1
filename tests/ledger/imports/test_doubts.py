"""What the preview tells of rows that could be read amiss: a matter that is there already, a day without its year."""

import pytest
from tests.factories.tables import a_csv, a_row
from tests.ledger.imports.test_imports import applied, checked

from xiangyue.ledger.imports import queries
from xiangyue.ledger.imports.states import Verdict

pytestmark = pytest.mark.django_db


def test_a_row_like_an_open_matter_is_told_whatever_table_brought_it(desk):
    applied(desk, a_csv([a_row(1)]))
    other = [{**a_row(1), "隐患编号": "消-1"}, a_row(2)]
    row = checked(desk, a_csv(other), source="城管台账")
    assert row.counts == {"NEW": 2, "THERE": 1}
    notes = [
        [code for code, value in line.cells if not value] for line in queries.lines(desk.office, row.pk, Verdict.NEW)
    ]
    assert notes == [["THERE"], []]


def test_the_same_table_again_is_not_told_to_be_like_itself(desk):
    applied(desk, a_csv([a_row(1)]))
    assert checked(desk, a_csv([a_row(1)])).counts == {"UNCHANGED": 1}


def test_a_day_without_its_year_is_refused_with_the_way_to_write_it(desk):
    row = checked(desk, a_csv([a_row(1, 检查日期="11月21日")]))
    (line,) = queries.refused(desk.office, row.pk)
    assert line.reason == "“检查日期”里的“11月21日”没有写年份，不知道是哪一年。请连年份写成 2026-11-21 这样，再导入。"
