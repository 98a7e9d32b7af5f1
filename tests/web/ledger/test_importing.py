"""The preview of an import: how each row was read, and what to know of it, before anything comes in."""

from tests.factories.tables import a_csv, a_row

from xiangyue.ledger.imports import actions, queries, rules
from xiangyue.ledger.imports.models import Import


def test_the_preview_says_how_each_row_was_read(desk, as_, store):
    row = a_row(1, 责任单位="府山街道", 整改期限="46350", 隐患描述="电话 13957001234")
    made = actions.receive("台账.csv", a_csv([row]), source="消防台账", kind="hazard", by=desk.office)
    actions.work_due()
    stored = queries.reader(Import.objects.get().mapping)
    mapping = rules.Reader(stored.targets, stored.orders, stored.words, stored.datum)
    actions.map_columns(made.pk, mapping, by=desk.office)
    actions.work_due()
    text = as_(desk.office).get(f"/ledger/import/{made.pk}/").content.decode()
    assert "类别 安全出口堵塞 · 属地 府山街道 · 地点 新桥街 1 号 · 责任单位 府山街道" in text
    assert "整改期限 2026-11-24" in text
    assert "1 行：文字里像有手机号或身份证号" in text


def test_no_kind_is_chosen_for_whoever_has_not_chosen(desk, as_):
    answer = as_(desk.office).post("/ledger/import/receive/", {"source": "消防台账", "kind": ""})
    assert answer.status_code == 400
    assert answer.context["form"].errors["kind"] == ["请选这份表里是哪一类事项：期限、核查都由它定。"]
    assert answer.context["form"]["kind"].field.choices[0] == ("", "请选")


def test_a_deadline_of_what_is_here_already_is_told_with_the_one_that_stays(desk, as_, store):
    for due in ("2026-11-25", "2030-01-01"):
        row = a_row(1, 责任单位="府山街道", 整改期限=due)
        made = actions.receive("台账.csv", a_csv([row]), source="消防台账", kind="hazard", by=desk.office)
        actions.work_due()
        actions.map_columns(made.pk, queries.reader(Import.objects.get(pk=made.pk).mapping), by=desk.office)
        actions.work_due()
        text = as_(desk.office).get(f"/ledger/import/{made.pk}/").content.decode()
        actions.apply(made.pk, by=desk.office)
        actions.work_due()
    assert "这件的期限是 11月25日" in text
    assert "不随表改；表里写的 2030年1月1日 没有采用。" in text
    assert "1 行：台账里已经有这件：整改期限按这里的算" in text
    assert "责任单位 府山街道" not in text


def test_a_deadline_that_was_not_taken_is_told_in_the_preview_with_both_days(desk, as_, store):
    row = a_row(1, 责任单位="府山街道", 整改期限="2030-01-01")
    made = actions.receive("台账.csv", a_csv([row]), source="消防台账", kind="hazard", by=desk.office)
    actions.work_due()
    actions.map_columns(made.pk, queries.reader(Import.objects.get().mapping), by=desk.office)
    actions.work_due()
    text = as_(desk.office).get(f"/ledger/import/{made.pk}/").content.decode()
    assert "按规定最晚 11月26日" in text
    assert "表里写的 2030年1月1日 没有采用，记在正文里。" in text
    assert "1 行：整改期限比规定的晚，没有采用" in text
