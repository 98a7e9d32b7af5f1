from datetime import date

import pytest
from tests.factories import matters as factory
from tests.factories.tables import a_csv, a_row, a_workbook

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.imports import actions, errors, queries, rules
from xiangyue.ledger.imports.models import Brought, Import, Line, Memory
from xiangyue.ledger.imports.states import Order, State, Target, Verdict
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome
from xiangyue.ledger.matters.states import State as MatterState
from xiangyue.org.access.errors import Forbidden

pytestmark = pytest.mark.django_db
SOURCE = "消防大队台账"


def received(desk, content, *, source=SOURCE, kind="hazard", name="台账.csv"):
    """A file that the worker has looked at."""
    made = actions.receive(name, content, source=source, kind=kind, by=desk.office)
    actions.work_due()
    return Import.objects.get(pk=made.pk)


def mapping_of(row, **changes):
    """The mapping that the page offers, with some answers changed."""
    return rules.Reader(**{**vars_of(queries.reader(row.mapping)), **changes})


def vars_of(reader):
    return {name: getattr(reader, name) for name in ("targets", "orders", "words", "datum")}


def checked(desk, content, **kept):
    row = received(desk, content, **kept)
    assert row.state == State.SURVEYED, row.reason
    actions.map_columns(row.pk, mapping_of(row), by=desk.office)
    actions.work_due()
    return Import.objects.get(pk=row.pk)


def applied(desk, content, **kept):
    row = checked(desk, content, **kept)
    actions.apply(row.pk, by=desk.office)
    actions.work_due()
    row.refresh_from_db()
    assert row.state == State.DONE, row.reason
    return row


def test_the_headings_of_a_usual_ledger_are_understood(desk):
    row = received(desk, a_csv([a_row(1)]))
    assert (row.state, row.total, row.about["encoding"]) == (State.SURVEYED, 1, "UTF-8")
    assert row.mapping["targets"] == {
        "隐患编号": "EXTERNAL", "隐患描述": "TEXT", "隐患类别": "CATEGORY", "所属街道": "PLACE", "地点": "SPOT",
        "检查日期": "FOUND", "责任单位": "LEAD", "整改期限": "DUE", "是否整改": "STATE", "整改完成日期": "CLOSED",
    }  # fmt: skip


def test_the_preview_says_what_will_be_done_and_does_nothing(desk):
    row = checked(
        desk, a_csv([a_row(1), a_row(2, 是否整改="是", 整改完成日期="2026-11-05"), a_row(3, 所属街道="无名街道")])
    )
    assert (row.state, row.counts) == (State.CHECKED, {"NEW": 1, "BEFORE": 1, "REFUSED": 1})
    assert Matter.objects.count() == 0
    [bad] = queries.refused(desk.office, row.pk)
    assert (bad.line, bad.reason, bad.cells[0]) == (4, "没有叫“无名街道”的单位。", "A-3")


def test_the_good_rows_go_in_and_the_bad_ones_are_kept_with_their_reasons(desk):
    row = applied(desk, a_csv([a_row(1), a_row(2, 检查日期="不详"), a_row(3, 隐患描述=""), a_row(4)]))
    assert row.counts == {"NEW": 2, "REFUSED": 2}
    assert [(m.external, m.state, m.place_id, m.category, m.spot) for m in Matter.objects.order_by("external")] == [
        ("A-1", MatterState.REPORTED, "fushan", "exit", "新桥街 1 号"),
        ("A-4", MatterState.REPORTED, "fushan", "exit", "新桥街 4 号"),
    ]
    assert [(line.line, line.reason) for line in queries.refused(desk.office, row.pk)] == [
        (3, "“检查日期”里的“不详”不是日期。"),
        (4, "这一行没有写情况。"),
    ]
    assert all(factory.folds(matter) for matter in Matter.objects.all())


def test_what_was_closed_before_is_so_and_never_carries_the_seal(desk):
    applied(desk, a_csv([a_row(1, 是否整改="已整改", 整改完成日期="2026-11-05")]))
    [matter] = Matter.objects.all()
    assert (matter.state, matter.outcome, matter.vouched) == (MatterState.CLOSED, Outcome.BEFORE, [])
    assert str(Outcome.BEFORE.label) == "导入前已销，未核查"


def test_an_open_one_with_a_lead_is_handed_out_with_the_date_it_was_promised(desk):
    applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-11-25")]))
    [matter] = Matter.objects.all()
    assert (matter.state, matter.lead_id, matter.due, matter.original_due) == (
        MatterState.ASSIGNED, "fushan", matter.due, matter.due,
    )  # fmt: skip
    assert matter.due == workdays.end_of(date(2026, 11, 25))  # 24:00 in China, as every day that is a deadline


def test_a_promise_that_the_rule_does_not_allow_is_not_taken_and_stays_in_the_words(desk):
    row = checked(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2030-01-01"), a_row(2, 责任单位="府山街道")]))
    assert row.counts == {"NEW": 2, "FAR": 1}
    [told, _quiet] = queries.lines(desk.office, row.pk, Verdict.NEW)
    assert told.cells[-1][0] == "FAR"
    latest, said = told.cells[-1][1].split()
    assert (latest[:10], said[:10]) == ("2026-11-26", "2030-01-01")
    row = applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2030-01-01"), a_row(2, 责任单位="府山街道")]))
    assert row.counts == {"NEW": 2, "FAR": 1}  # the result says it too
    far, ruled = Matter.objects.order_by("external")
    assert (far.due, far.original_due, far.next_rung_at) == (ruled.due, ruled.original_due, ruled.next_rung_at)
    assert "整改期限：2030-01-01" in far.text


def test_a_deadline_before_the_discovery_is_a_row_to_look_at_and_is_not_born_late(desk):
    row = applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-10-01")]))
    assert row.counts == {"NEW": 1, "BORN_LATE": 1}
    [matter] = Matter.objects.all()
    assert matter.due == matter.original_due > clock.now()
    assert matter.next_rung_at > clock.now()
    assert "整改期限：2026-10-01" in matter.text


def test_what_was_late_there_is_late_here_and_nobody_is_urged_before_it_was_handed_out(desk):
    row = applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-11-10")]))
    assert row.counts == {"NEW": 1, "OVERDUE": 1}
    [matter] = Matter.objects.all()
    assert matter.due == workdays.end_of(date(2026, 11, 10))
    assert matter.next_rung_at == workdays.morning_after(clock.now(), calendars.current())


def test_a_unit_and_a_deadline_of_a_row_that_nobody_is_given_stay_in_its_text(desk):
    row = checked(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-12-01", 隐患类别="说不清的"), a_row(2)]))
    assert row.counts == {"NEW": 2, "UNASSIGNED": 1}
    [told, _quiet] = queries.lines(desk.office, row.pk, Verdict.NEW)
    assert told.cells == [
        ["PLACE", "fushan"], ["SPOT", "新桥街 1 号"], ["LEAD", "fushan"], ["FOUND", "2026-11-01"],
        ["DUE", "2026-12-01"], ["UNASSIGNED", ""],
    ]  # fmt: skip
    actions.apply(row.pk, by=desk.office)
    actions.work_due()
    text = Matter.objects.get(external="A-1").text
    assert "责任单位：府山街道" in text
    assert "整改期限：2026-12-01" in text


def test_rows_that_tell_the_same_and_numbers_of_people_are_told_before_they_come_in(desk):
    rows = [a_row(1), {**a_row(1), "隐患编号": "B-1"}, a_row(3, 隐患描述="联系 13957001234 开门")]
    row = checked(desk, a_csv(rows))
    assert row.counts == {"NEW": 3, "ALIKE": 1, "PRIVATE": 1}
    notes = [[code for code, _value in line.cells][-1] for line in queries.lines(desk.office, row.pk, Verdict.NEW)]
    assert notes == ["FOUND", "ALIKE", "PRIVATE"]


def test_the_same_file_again_changes_nothing(desk):
    content = a_csv([a_row(1), a_row(2, 是否整改="是")])
    applied(desk, content)
    before = (Matter.objects.count(), Entry.objects.filter(chain__startswith="matter/").count())
    row = applied(desk, content)
    assert row.counts == {"UNCHANGED": 2}
    assert (Matter.objects.count(), Entry.objects.filter(chain__startswith="matter/").count()) == before


def test_a_changed_row_puts_the_text_right_and_closes_nothing(desk):
    applied(desk, a_csv([a_row(1)]))
    row = applied(desk, a_csv([a_row(1, 隐患描述="纸箱搬到了二楼", 是否整改="是")]))
    [matter] = Matter.objects.all()
    assert (row.counts, matter.text, matter.state) == ({"UPDATED": 1}, "纸箱搬到了二楼", MatterState.REPORTED)


@pytest.mark.parametrize(("said", "why"), [("2030-01-01", "STAYS"), ("2026-11-24", "STAYS"), ("2026-10-01", "STAYS")])
def test_a_deadline_of_what_is_here_already_moves_by_no_table_and_is_told(desk, said, why):
    applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-11-25")]))
    before = Matter.objects.get()
    again = a_csv([a_row(1, 责任单位="府山街道", 整改期限=said, 隐患描述="纸箱搬到了二楼")])
    row = checked(desk, again)
    assert row.counts == {"UPDATED": 1, why: 1}
    [told] = queries.lines(desk.office, row.pk, Verdict.UPDATED)
    assert [code for code, _value in told.cells] == ["PLACE", "SPOT", why]
    row = applied(desk, again)
    assert row.counts == {"UPDATED": 1, why: 1}
    after = Matter.objects.get()
    assert (after.due, after.original_due, after.next_rung_at, after.state) == (
        before.due, before.original_due, before.next_rung_at, before.state,
    )  # fmt: skip
    assert "纸箱搬到了二楼" in after.text
    assert factory.folds(after)


def test_the_deadline_it_has_is_nothing_to_tell(desk):
    applied(desk, a_csv([a_row(1, 责任单位="府山街道", 整改期限="2026-11-25")]))
    again = a_row(1, 责任单位="府山街道", 整改期限="2026-11-25", 隐患描述="纸箱搬到了二楼")
    assert applied(desk, a_csv([again])).counts == {"UPDATED": 1}


def test_what_people_closed_is_never_opened_again(desk):
    applied(desk, a_csv([a_row(1)]))
    [matter] = Matter.objects.all()
    matters.reject(matter.pk, "不是隐患", matters.Order(desk.office))
    row = applied(desk, a_csv([a_row(1, 隐患描述="又写了一遍")]))
    assert row.counts == {"KEPT": 1}
    assert factory.look(matter.pk).state == MatterState.CLOSED


def test_a_number_that_stands_twice_is_told_the_second_time(desk):
    row = applied(desk, a_csv([a_row(1), a_row(1, 隐患描述="另一件")]))
    assert row.counts == {"NEW": 1, "REFUSED": 1}
    assert Line.objects.get(into=row, verdict=Verdict.REFUSED).reason == "编号“A-1”在第 2 行已经出现过。"


def test_without_numbers_a_row_is_known_by_what_it_says(desk):
    names = ("隐患描述", "所属街道")
    content = a_csv([a_row(1), a_row(2), a_row(1)], headings=names)
    assert applied(desk, content).counts == {"NEW": 2, "REFUSED": 1}
    assert applied(desk, content).counts == {"UNCHANGED": 2, "REFUSED": 1}


def test_dates_that_could_be_read_in_two_ways_wait_for_a_person(desk):
    row = received(desk, a_csv([a_row(1, 检查日期="3/2/2026"), a_row(2, 检查日期="4/5/2026")]))
    assert row.about["orders"]["检查日期"] == ["UNDECIDED", 0, 2, 0]
    with pytest.raises(errors.BadMapping, match="日和月"):
        actions.map_columns(row.pk, mapping_of(row), by=desk.office)
    actions.map_columns(row.pk, mapping_of(row, orders={"检查日期": Order.DMY}), by=desk.office)
    actions.work_due()
    actions.apply(row.pk, by=desk.office)
    actions.work_due()
    assert [f"{m.found_at:%m-%d}" for m in Matter.objects.order_by("external")] == ["02-02", "05-03"]


def test_how_a_source_writes_is_remembered(desk):
    headings = ("号", "说了什么", "哪里")
    rows = [{"号": "1", "说了什么": "飞线", "哪里": "新桥街"}]
    row = received(desk, a_csv(rows, headings=headings))
    targets = {"号": Target.EXTERNAL, "说了什么": Target.TEXT, "哪里": Target.SPOT}
    actions.map_columns(row.pk, rules.Reader(targets), by=desk.office)
    actions.work_due()
    actions.apply(row.pk, by=desk.office)
    actions.work_due()
    assert Memory.objects.get(pk=SOURCE).targets == {name: target.value for name, target in targets.items()}
    again = received(desk, a_csv(rows, headings=("哪里", "说了什么", "号", "备注")))
    assert again.mapping["targets"] == {
        "哪里": "SPOT", "说了什么": "TEXT", "号": "EXTERNAL", "备注": "KEEP",
    }  # fmt: skip


def test_words_of_their_own_are_matched_once_and_others_go_into_the_text(desk):
    row = received(desk, a_csv([a_row(1, 隐患类别="通道"), a_row(2, 隐患类别="杂")]))
    words = {"CATEGORY": {"通道": "exit"}}
    actions.map_columns(row.pk, mapping_of(row, words=words), by=desk.office)
    actions.work_due()
    actions.apply(row.pk, by=desk.office)
    actions.work_due()
    first, second = Matter.objects.order_by("external")
    assert (first.category, second.category) == ("exit", "")
    assert second.text.endswith("隐患类别：杂")


def test_pictures_of_a_sheet_become_evidence(desk):
    applied(desk, a_workbook([a_row(1), a_row(2)], pictures=[1]), name="台账.xlsx")
    one, two = Matter.objects.order_by("external")
    assert [len(evidence.of_matter(m.pk)) for m in (one, two)] == [0, 1]


def test_it_goes_on_where_it_was_killed(desk, monkeypatch):
    from xiangyue.ledger.imports import spool
    from xiangyue.ledger.imports.actions import working

    row = checked(desk, a_csv([a_row(n) for n in range(1, 26)]))
    actions.apply(row.pk, by=desk.office)
    monkeypatch.setattr(working, "BATCH", 10)
    actions.work_due(seconds=-1)  # one batch, and the time is up
    assert (Matter.objects.count(), Import.objects.get(pk=row.pk).line) == (10, 11)
    working._runs.clear()  # killed: the next process knows nothing
    spool._spools.clear()
    actions.work_due()
    row.refresh_from_db()
    assert (row.state, row.counts, Matter.objects.count()) == (State.DONE, {"NEW": 25}, 25)


def test_only_who_dispatches_for_the_county_brings_in(desk):
    for who in (desk.clerk, desk.inspectors[0], desk.auditor):
        with pytest.raises(Forbidden):
            actions.receive("a.csv", a_csv([a_row(1)]), source=SOURCE, kind="hazard", by=who)
    with pytest.raises(NotFound):
        queries.get(desk.office, "0000000000000000")


def test_what_was_not_brought_in_yet_can_be_left_out(desk):
    row = checked(desk, a_csv([a_row(1)]))
    actions.drop(row.pk, by=desk.office)
    row.refresh_from_db()
    assert (row.state, row.file, Line.objects.count()) == (State.DROPPED, None, 0)
    with pytest.raises(errors.WrongStage):
        actions.apply(row.pk, by=desk.office)


def test_a_file_that_cannot_be_read_says_why(desk):
    with pytest.raises(errors.BadTable, match="xls"):
        actions.receive("a.xls", b"\xd0\xcf\x11\xe0", source=SOURCE, kind="hazard", by=desk.office)
    row = received(desk, b"PK\x03\x04 torn")
    assert (row.state, row.reason.startswith("这份 Excel")) == (State.FAILED, True)


def test_what_was_brought_is_known_by_source(desk):
    applied(desk, a_csv([a_row(1)]))
    applied(desk, a_csv([a_row(1)]), source="另一处")
    assert set(Brought.objects.values_list("source", "external")) == {(SOURCE, "A-1"), ("另一处", "A-1")}
    assert Matter.objects.count() == 2
