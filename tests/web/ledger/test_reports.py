"""Pages for those who see the whole county: sums that agree, gaps with their age, and any day of the past."""

from tests.factories import matters as factory

from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order

DAY_MS = 24 * 3600 * 1000


def test_every_table_sums_to_the_same(desk, as_):
    factory.working(desk)
    factory.assigned(desk, lead="hehua")
    factory.reported(desk)
    closed = factory.reported(desk)
    matters.reject(closed.pk, "不是。", Order(desk.office))
    page = as_(desk.office).get("/ledger/figures/").context
    assert [table.total.open for table in page["tables"]] == [3, 3, 3]
    assert page["agree"] is True
    assert {row.name: row.open for row in page["tables"][1].lines} == {"府山街道": 1, "荷花街道": 1, "未定": 1}
    assert page["tables"][0].total.filed == 4


def test_the_responsibility_report_names_what_nobody_has_with_its_age(desk, as_, clock):
    factory.reported(desk, title="没有人的")
    offered = factory.working(desk, title="转出去的")
    matters.offer(offered.pk, "hehua", "路在你们那边。", Order(desk.clerk))
    clock.move(3 * DAY_MS)
    lists = as_(desk.office).get("/ledger/responsibility/").context["lists"]
    found = {heading: [(row.matter.title, age) for row, age in rows] for heading, _what, rows in lists}
    assert found == {
        "没有人承办": [("没有人的", "3 天")],
        "没有属地": [],
        "转交没有人接": [("转出去的", "3 天")],
        "抽不出核查人": [],
    }


def test_an_auditor_reads_the_ledger_as_it_stood_on_a_day(desk, as_, clock):
    matter = factory.assigned(desk)
    clock.move(2 * DAY_MS)
    matters.accept(matter.pk, Order(desk.clerk))
    factory.reported(desk)
    browser = as_(desk.auditor)
    then, now = (browser.get(f"/ledger/past/?on={day}").context for day in ("2026-11-23", "2026-11-25"))
    assert [(row["word"], row["lead"]) for row in then["rows"]] == [("待签收", "府山街道")]
    assert (then["open"], then["filed"], now["open"], now["filed"]) == (1, 1, 2, 2)
    assert [row["word"] for row in now["rows"]] == ["待交办", "整改中"]
    told = browser.get(f"/ledger/{matter.pk}/past/?on=2026-11-23").context
    assert ([entry.label for entry in told["timeline"]], told["word"]) == (["立案交办", "登记"], "待签收")


def test_a_day_to_come_and_nonsense_are_refused_in_a_sentence(desk, as_):
    for on, why in (("2027-01-01", "这一天还没有到。"), ("yesterday", "请选一个日子。")):
        answer = as_(desk.auditor).get(f"/ledger/past/?on={on}")
        assert (answer.status_code, answer.context["sentence"]) == (400, why)
        assert "没有办成" not in answer.content.decode()


def test_a_day_before_a_matter_was_filed_says_since_when_it_is_there(desk, as_):
    matter = factory.assigned(desk)
    answer = as_(desk.auditor).get(f"/ledger/{matter.pk}/past/?on=2026-11-20")
    assert (answer.status_code, "它是 11月23日" in answer.context["sentence"]) == (404, True)
    unknown = as_(desk.auditor).get("/ledger/0000000000000000/past/?on=2026-11-20")
    assert (unknown.status_code, matter.number in unknown.content.decode()) == (404, False)


def test_a_clerk_sees_no_other_unit_s_figures(desk, as_):
    for where in ("figures", "responsibility", "past"):
        assert as_(desk.clerk).get(f"/ledger/{where}/").status_code == 403
