import html
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory

from xiangyue.documents.exports import columns
from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.kinds.states import How, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks, published
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.listings import Listing
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers.actions import Contact
from xiangyue.org.access.rules import HOUSE
from xiangyue.web.ledger import searching

DAY_MS = 24 * 3600 * 1000


def headings(answer):
    return [(section.anchor, section.count) for section in answer.context["sections"]]


def titles(answer, anchor):
    return [
        row.matter.title for section in answer.context["sections"] if section.anchor == anchor for row in section.rows
    ]


def test_a_clerk_sees_what_is_late_before_what_can_wait(desk, as_, clock):
    factory.working(desk, title="早就该办的")
    clock.move(5 * DAY_MS)
    factory.assigned(desk, title="新来的")
    factory.working(desk, title="还早的")
    answer = as_(desk.clerk).get("/ledger/")
    assert headings(answer) == [("overdue", 1), ("accept", 1), ("working", 1)]
    assert (titles(answer, "overdue"), titles(answer, "accept"), titles(answer, "working")) == (
        ["早就该办的"], ["新来的"], ["还早的"],
    )  # fmt: skip


def test_what_failed_its_check_is_a_list_of_its_own_and_in_no_other(desk, as_):
    matter = factory.claimed(desk)
    drawn = matters.Drawn("b" * 16, How.ON_SITE, ["inspector-b"], the_clock.now())
    matters.draw(matter.pk, drawn, Order(HOUSE))
    verdict = matters.Verdict(passed=False, text="还差一扇门。")
    matters.verify(matter.pk, verdict, Order(desk.inspectors[1]))
    answer = as_(desk.clerk).get("/ledger/")
    assert headings(answer) == [("returned", 1)]


def test_the_office_sees_what_waits_for_its_decision(desk, as_):
    factory.reported(desk, title="没有交办的")
    asked = factory.working(desk, title="要延期的")
    until = the_clock.now() + timedelta(days=10)
    matters.ask_extension(asked.pk, until, "material", "货在路上。", Order(desk.clerk))
    answer = as_(desk.office).get("/ledger/")
    assert headings(answer) == [("reported", 1), ("extensions", 1)]


def test_what_was_offered_stands_on_the_taker_s_desk(desk, as_):
    matter = factory.working(desk)
    matters.offer(matter.pk, "hehua", "路在你们那边。", Order(desk.clerk))
    assert headings(as_(desk.other_clerk).get("/ledger/")) == [("offered", 1)]


@pytest.mark.slow  # several matters with their verbs
def test_behind_every_list_s_link_stands_the_whole_of_it_and_of_the_same_units(desk, as_, clock, monkeypatch):
    monkeypatch.setattr(searching, "SIZE", 50)
    monkeypatch.setattr("xiangyue.web.ledger.desk.SHOWN", 0)
    late = [factory.working(desk), factory.working(desk, lead="fushan-village")]
    clock.move(5 * DAY_MS)
    for lead in ("fushan", "fushan-village"):
        factory.assigned(desk, lead=lead)
        factory.working(desk, lead=lead)
    answer = as_(desk.clerk).get("/ledger/")
    counts = {section.anchor: (section.count, section.all) for section in answer.context["sections"]}
    assert {anchor: n for anchor, (n, _all) in counts.items()} == {"overdue": 2, "accept": 2, "working": 2}
    for n, address in counts.values():
        assert len(as_(desk.clerk).get(address).context["rows"]) == n
    found = as_(desk.clerk).get(counts["overdue"][1]).context["rows"]
    assert {row.matter.pk for row in found} == {matter.pk for matter in late}
    assert "含下属" in answer.context["below"]


@pytest.mark.parametrize("listing", Listing)
def test_every_list_of_a_desk_can_be_asked_for(desk, as_, listing):
    factory.working(desk)
    answer = as_(desk.office).get("/ledger/list/", {"listing": listing.value})
    assert (answer.status_code, len(answer.context["rows"])) == (200, int(listing is Listing.CALM))


def test_a_list_says_in_words_what_it_was_narrowed_to(desk, as_):
    asked = {"listing": "soon", "within": "fushan", "overdue": "on", "since": "2026-11-20", "kind": "nope"}
    said = as_(desk.clerk).get("/ledger/list/", asked).context["said"]
    assert said == ["工作台上的哪一张：两天内到期", "承办（含下属单位）：府山街道", "只看逾期", "登记从 11月20日"]


def test_a_helper_sees_its_part(desk, as_):
    factory.working(desk, helpers=[("yibao", None)])
    assert headings(as_(desk.bureau_clerk).get("/ledger/")) == [("helping", 1)]


def test_another_unit_s_desk_is_empty(desk, as_):
    factory.working(desk)
    assert headings(as_(desk.other_clerk).get("/ledger/")) == []


def test_who_works_for_nobody_in_the_ledger_is_told_so(desk, cast, as_):
    answer = as_(cast.stranger).get("/ledger/")
    assert (answer.status_code, "你还没有台账的授权" in answer.content.decode()) == (200, True)


@pytest.mark.slow  # dozens of matters
@pytest.mark.parametrize("where", ["/ledger/", "/ledger/list/"])
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(desk, as_, where):
    counts = []
    for more in (1, 3):
        for _each in range(more):
            factory.working(desk)
            factory.assigned(desk)
            factory.claimed(desk)
        browser = as_(desk.clerk)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(where).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_several_are_handed_down_together_and_each_stands_for_itself(desk, as_):
    good, gone = factory.reported(desk), factory.reported(desk)
    matters.reject(gone.pk, "重复。", Order(desk.office))
    form = {"m": [good.pk, gone.pk], "lead": "", "text": "周五前"}
    form |= {f"command-{matter.pk}": str(uuid.uuid4()) for matter in (good, gone)}
    answer = as_(desk.office).post("/ledger/hand-down/act/", form)
    assert answer.status_code == 409
    assert factory.look(good.pk).lead_id == "fushan"
    assert [one.facts.matter.pk for one in answer.context["picked"]] == [gone.pk]


def test_a_clerk_hands_nothing_down(desk, as_):
    matter = factory.reported(desk)
    assert as_(desk.clerk).get(f"/ledger/hand-down/?m={matter.pk}").status_code == 403
    assert as_(desk.clerk).post("/ledger/hand-down/act/", {"m": [matter.pk]}).status_code == 403


def test_chinese_words_and_numbers_find_their_matter(desk, as_):
    wanted, _other = factory.assigned(desk, title="坊门街空中飞线垂落"), factory.assigned(desk, title="井盖松动")
    for words in ("飞线", wanted.number, "坊门街飞线"):
        found = as_(desk.clerk).get("/ledger/list/", {"words": words}).context
        assert ([row.matter.pk for row in found["rows"]], found["total"]) == ([wanted.pk], 1)


def test_filters_are_kept_by_name_and_let_go(desk, as_):
    browser = as_(desk.clerk)
    kept = browser.post("/ledger/list/keep/", {"name": "待签收的", "state": "ASSIGNED", "words": ""}, follow=True)
    (mine,) = kept.context["saved"]
    assert (mine.name, mine.query) == ("待签收的", "state=ASSIGNED")
    assert as_(desk.office).get("/ledger/list/").context["saved"] == []
    assert as_(desk.office).post(f"/ledger/list/{mine.pk}/drop/").status_code == 404
    as_(desk.clerk).post(f"/ledger/list/{mine.pk}/drop/")
    assert as_(desk.clerk).get("/ledger/list/").context["saved"] == []


def test_a_list_that_was_filtered_by_nonsense_asks_nothing(desk, as_):
    matter = factory.assigned(desk)
    answer = as_(desk.clerk).get("/ledger/list/?state=NOPE&since=yesterday&page=-3&lead=x' OR 1")
    assert [row.matter.pk for row in answer.context["rows"]] == [matter.pk]


def test_a_list_is_turned_from_page_to_page_and_back(desk, as_, monkeypatch):
    monkeypatch.setattr(searching, "SIZE", 2)
    names = [factory.assigned(desk).pk for _ in range(5)]
    pages, address = [], "?state=ASSIGNED"
    while address:
        answer = as_(desk.clerk).get(f"/ledger/list/{address}")
        pages.append([row.matter.pk for row in answer.context["rows"]])
        following = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        address = html.unescape(following[1]) if following else ""
    assert ([len(page) for page in pages], sorted(sum(pages, []))) == ([2, 2, 1], sorted(names))  # noqa: RUF017 - three
    back = html.unescape(re.search(r'rel="prev" href="([^"]+)"', answer.content.decode())[1])
    assert [row.matter.pk for row in as_(desk.clerk).get(f"/ledger/list/{back}").context["rows"]] == pages[1]


def test_a_page_number_by_itself_is_the_first_page(desk, as_):
    matter = factory.assigned(desk)
    answer = as_(desk.clerk).get("/ledger/list/?page=7&after=yesterday")
    assert ([row.matter.pk for row in answer.context["rows"]], answer.context["page"].number) == ([matter.pk], 1)


def test_assignments_go_where_the_office_says(desk, as_, press):
    matter = factory.reported(desk)
    words = {"category": "exit", "lead": "hehua", "helper_1": "yibao", "until_1": "2026-11-25", "text": "一起去"}
    assert press(desk.office, matter, "assign", **words).status_code == 302
    filed = factory.look(matter.pk)
    assert (filed.lead_id, list(filed.helpers)) == ("hehua", ["yibao"])


def test_what_has_no_category_is_handed_down_under_none_by_itself(desk, as_, press):
    matter = factory.reported(desk, category="")
    page = as_(desk.office).get(f"/ledger/{matter.pk}/do/assign/")
    category = page.context["form"]["category"]
    assert (category.value() or "", category.field.choices[0][0]) == ("", "")
    assert page.context["form"].sets() is None
    refused = press(desk.office, matter, "assign", category="", lead="hehua")
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["category"])
    assert factory.look(matter.pk).state == State.REPORTED


def test_the_page_says_the_deadline_and_the_unit_before_the_button_is_pressed(desk, as_, press):
    matter = factory.reported(desk, category="")
    page = as_(desk.office).get(f"/ledger/{matter.pk}/do/assign/?category=exit")
    said = page.context["form"].sets()
    assert (said.due, said.lead) == ("11月26日 24 时（限 3 个工作日）", "府山街道")
    assert said.due in page.content.decode()
    assert press(desk.office, matter, "assign", category="exit", lead="hehua", due="2026-11-25").status_code == 302
    page = as_(desk.office).get(f"/ledger/{matter.pk}/").content.decode()
    assert "由办公室定得更早，规定是 11月26日 24 时" in page


def told_by_a_resident(**changes):
    finding = factory.a_finding(via=Reporter.PUBLIC, **changes)
    tellers.tell(finding, Contact("", changes["title"]), command=str(uuid.uuid4()))


def test_the_whole_of_what_waits_has_the_order_of_the_desk_on_every_page(desk, as_, clock, monkeypatch):
    factory.reported(desk, title="限时的违停", kind="street", category="grease")
    factory.reported(desk, title="限期几天的", kind="street", category="wires")
    for number in range(9):
        clock.move(1000)
        factory.reported(desk, title=f"说不准的 {number}")
    clock.move(1000)
    told_by_a_resident(title="没有分类的", kind="street", category="")
    clock.move(1000)
    told_by_a_resident(title="居民说不准的")
    clock.move(1000)
    factory.reported(desk, title="重大的", grade="major")
    wanted = ["没有分类的", "居民说不准的", "重大的", *(f"说不准的 {number}" for number in range(9))]
    wanted += ["限时的违停", "限期几天的"]
    answer = as_(desk.office).get("/ledger/")
    assert titles(answer, "reported") == wanted[:8]
    [section] = answer.context["sections"]
    assert section.more == 6
    assert f'<a href="{html.escape(section.all)}">还有 6 件。</a>' in answer.content.decode()
    monkeypatch.setattr(searching, "SIZE", 5)
    found, where = [], section.all
    for number in range(1, 4):
        page = as_(desk.office).get(where).context
        found += [row.matter.title for row in page["rows"]]
        where = f"{section.all}&page={number + 1}&after={page['page'].older}"
    assert found == wanted
    back = as_(desk.office).get(f"{section.all}&page=2&before={page['page'].newer}").context
    assert [row.matter.title for row in back["rows"]] == wanted[5:10]
    assert [matter.title for matter in desks.search(desk.office, desks.Filter(listing="filing"))] == wanted


def test_what_is_grave_is_handed_down_first_and_nothing_is_listed_twice(desk, as_, clock):
    factory.reported(desk, title="老的")
    clock.move(1000)
    factory.reported(desk, title="限时的", category="gas")
    factory.reported(desk, title="重大的", grade="major")
    assert titles(as_(desk.office).get("/ledger/"), "reported") == [
        "重大的",
        "老的",
        "限时的",
    ]  # the old one may be grave
    late = factory.working(desk, title="又晚又要延期")
    until = the_clock.now() + timedelta(days=10)
    matters.ask_extension(late.pk, until, "material", "货在路上。", Order(desk.clerk))
    clock.move(9 * DAY_MS)
    page = as_(desk.office).get("/ledger/")
    assert (titles(page, "extensions"), titles(page, "overdue")) == (["又晚又要延期"], [])
    (overdue,) = [section for section in page.context["sections"] if section.anchor == "overdue"]
    assert (overdue.count, overdue.above, overdue.more) == (1, 1, 0)


def test_overdue_is_the_same_number_wherever_it_is_said(desk, as_, clock):
    for kind, category in (("hazard", "exit"), ("street", "wires")):
        factory.working(desk, kind=kind, category=category)
    paused, claimed = factory.working(desk), factory.claimed(desk)
    matters.pause(paused.pk, "weather", "下雨。", the_clock.now() + timedelta(days=40), Order(desk.office))
    clock.move(15 * DAY_MS)
    office, auditor = (as_(who).get("/ledger/").context["figures"] for who in (desk.office, desk.auditor))
    said = [section.count for figures in (office, auditor) for section in figures if section.anchor == "overdue"]
    total = as_(desk.auditor).get("/ledger/figures/").context["tables"][0].total
    listed = as_(desk.auditor).get("/ledger/list/?overdue=1").context["rows"]
    by_lead = sum(desks.overdue_by_lead(desk.auditor).values())
    assert [*said, total.overdue, len(listed), by_lead] == [2] * 5
    assert claimed.pk not in {row.matter.pk for row in listed}
    news = published.news(the_clock.now() - timedelta(days=7))
    assert news.late == 1  # of what the public may see


def test_a_unit_that_helps_sees_its_own_deadline_and_that_it_is_late(desk, as_, clock):
    soon = the_clock.now() + timedelta(hours=5)
    matter = factory.working(desk, helpers=[("yibao", soon)])
    clock.move(DAY_MS + 5 * 3600 * 1000 + 1)
    text = as_(desk.bureau_clerk).get("/ledger/").content.decode()
    assert "其中 1 件你们那一份已经逾期。" in text
    assert "逾期 1 天" in text
    assert matter.due > the_clock.now()  # the lead's own has not gone by
    text = as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    assert "还不能申请销号：协办的区医保局没有完成。" in text
    refused = as_(desk.clerk).get(f"/ledger/{matter.pk}/do/claim/")
    assert (refused.status_code, "协办单位还没有完成：区医保局。" in refused.content.decode()) == (409, True)


def test_a_helpers_deadline_that_has_gone_by_is_refused_with_what_was_typed(desk, press):
    matter = factory.reported(desk)
    words = {"category": "exit", "lead": "fushan", "helper_1": "yibao", "until_1": "2026-11-20", "text": "一起办"}
    answer = press(desk.office, matter, "assign", **words)
    assert answer.status_code == 400
    assert "协办单位“区医保局”的期限已经过去。请选今天或以后的一天。" in answer.content.decode()
    assert "一起办" in answer.content.decode()


def test_a_helper_has_no_longer_than_the_matter_whose_claim_waits_for_it(desk, press):
    matter = factory.reported(desk)
    words = {"category": "exit", "lead": "fushan", "helper_1": "yibao", "text": "一起办"}
    answer = press(desk.office, matter, "assign", **words, until_1="2026-12-25")
    assert answer.status_code == 400
    assert "协办单位“区医保局”的期限比这件事的期限还晚，牵头单位会等不及。最晚 2026-11-26。" in answer.content.decode()
    assert press(desk.office, matter, "assign", **words, until_1="2026-11-26").status_code == 302
    seen = factory.look(matter.pk)
    assert seen.helpers["yibao"][0] == ms(seen.due)


def test_too_many_for_a_workbook_are_said_before_it_is_pressed(desk, as_, monkeypatch):
    monkeypatch.setattr(columns, "MOST", 2)
    browser = as_(desk.office)
    for _n in range(3):
        factory.reported(desk)
    listed = browser.get("/ledger/list/?state=REPORTED").content.decode()
    assert 'href="/ledger/list/export/?state=REPORTED"' in listed
    before = browser.get("/ledger/list/export/?state=REPORTED").content.decode()
    assert ("超过 2 件" in before, "请回去按日期、属地、承办或者类别筛选" in before) == (True, True)
    assert ("export.xlsx" in before, "export.csv?state=REPORTED" in before) == (False, True)
    assert before.count(" disabled") == 2
    answer = browser.get("/ledger/list/export.xlsx?state=REPORTED")
    assert (answer.status_code, answer["Location"]) == (302, "/ledger/list/export/?state=REPORTED")
    assert "没有导出：Excel 和模板一次最多 2 件" in browser.get(answer["Location"]).content.decode()
    monkeypatch.setattr(columns, "MOST", 3)
    few = browser.get("/ledger/list/export/?state=REPORTED").content.decode()
    assert ("共 3 件" in few, few.count(" disabled"), "export.xlsx?state=REPORTED" in few) == (True, 0, True)


def test_a_row_says_which_lists_below_count_it_too(desk, as_, clock):
    late = factory.assigned(desk, category="exit")
    clock.move(90 * DAY_MS)
    answer = as_(desk.clerk).get("/ledger/")
    (row,) = next(section for section in answer.context["sections"] if section.anchor == "overdue").rows
    assert (row.matter.pk, row.also) == (late.pk, ["待签收"])
    assert "其中 1 件已经列在上面，标了“待签收”。" in answer.content.decode()


def test_a_rung_whose_moment_is_past_is_not_said_to_come(desk, as_, clock):
    matter = factory.assigned(desk, category="exit")
    clock.move(90 * DAY_MS)
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/")
    assert [step.is_late for step in page.context["ladder"] if step.comes] == [True]
    assert "已到，马上发出" in page.content.decode()
