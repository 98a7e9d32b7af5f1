"""The page of one matter: for whom it is there, and whether it explains what it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory
from tests.factories.street import a_front

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access.rules import HOUSE
from xiangyue.web.ledger.deeds import DEEDS

DAY_MS = 24 * 3600 * 1000


def offered(answer):
    context = answer.context
    verbs = [deed.verb for deed in (*context["beside"], *context["folded"])]
    return context["primary"].verb if context["primary"] else None, set(verbs)


def drawn(matter, *people):
    matters.draw(
        matter.pk, matters.Drawn("b" * 16, How.ON_SITE, people, the_clock.now() + timedelta(days=5)), Order(HOUSE)
    )


def test_to_another_unit_a_matter_and_an_unknown_name_are_the_same_bytes(desk, as_):
    matter = factory.working(desk)
    browser = as_(desk.other_clerk)
    answers = [browser.get(f"/ledger/{name}/") for name in (matter.pk, "0" * 16)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [
        answer.content.replace(name.encode(), b"") for answer, name in zip(answers, (matter.pk, "0" * 16), strict=True)
    ]
    assert bodies[0] == bodies[1]


def test_what_happened_is_told_newest_first_with_who_and_in_their_words(desk, as_, press):
    matter = factory.working(desk)
    press(desk.clerk, matter, "progress", text="纸箱清走一半。")
    told = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["timeline"]
    assert [entry.label for entry in told] == ["进展", "签收", "立案交办", "登记"]
    assert (told[0].who, told[0].text) == ("府山街道 · clerk", "纸箱清走一半。")


def test_who_reported_it_is_kept_from_the_lead_and_told_to_the_office(desk, as_):
    matter = factory.working(desk)
    seen = {who.username: as_(who).get(f"/ledger/{matter.pk}/") for who in (desk.clerk, desk.office)}
    assert {name: answer.context["timeline"][-1].who for name, answer in seen.items()} == {
        "clerk": "督查发现",
        "dispatcher": "inspector-a",
    }
    assert "inspector-a" not in seen["clerk"].content.decode()


def test_the_deadline_is_derived_day_by_day(desk, as_, calendar):
    matter = factory.working(desk)  # Monday evening, three working days
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/")
    marks = [(cell.on.day, cell.mark, cell.said) for week in page.context["derivation"].weeks for cell in week]
    assert marks == [
        (23, "s", "交办"), (24, "w", "第 1"), (25, "w", "第 2"), (26, "d", "到期"), (27, "", ""), (28, "", ""), (29, "", ""),
    ]  # fmt: skip
    assert page.context["derivation"].sentences[0] == "这一类限 3 个工作日，从交办的次日算起。"
    assert any("2026" in notice for notice in page.context["derivation"].basis)


def test_a_granted_extension_shows_both_days(desk, as_, press):
    matter = factory.working(desk)
    press(desk.clerk, matter, "ask-extension", until="2026-12-04", reason="material", text="货在路上，先拉警戒线。")
    asked = factory.look(matter.pk)
    assert "申请延到（等决定）" in as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    decision = as_(desk.office).get(f"/ledger/{matter.pk}/do/decide-extension/").context["form"].asks()
    assert [said for _label, said in decision] == [
        "12月4日 24 时", "等材料", "货在路上，先拉警戒线。", "11月26日 24 时", "11月26日 24 时",
    ]  # fmt: skip
    assert press(desk.office, asked, "decide-extension", granted="yes", text="同意。").status_code == 302
    told = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["timeline"][0]
    assert told.facts == ["同意延到 12月4日 24 时；原期限不变，考核仍按原期限"]
    derivation = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["derivation"]
    marks = {
        cell.on.isoformat(): cell.mark for week in derivation.weeks for cell in week if cell.mark in "on" and cell.mark
    }
    assert marks == {"2026-11-26": "o", "2026-12-04": "n"}
    assert "原期限不变，考核仍按原期限" in "".join(derivation.sentences)


def test_an_hourly_deadline_has_no_calendar_and_says_its_hours(desk, as_):
    matter = factory.working(desk, kind="street", category="grease", title="油污")
    derivation = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["derivation"]
    assert (derivation.weeks, derivation.sentences[0]) == ([], "这一类限 24 小时，从交办时算起。")


def test_while_nobody_is_drawn_the_page_says_when_the_draw_is(desk, as_):
    matter = factory.claimed(desk)
    checking = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["checking"]
    assert checking.people == []
    assert "每个工作日 16 时" in checking.why[0]


def test_no_seed_no_hash_and_no_account_number_on_a_clerk_s_page(desk, as_):
    matter = factory.claimed(desk)
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/").content.decode()
    assert [word for word in ("sha256", "哈希", "种子", "seed", "记录链") if word in page] == []


# ------------------------------------------------ what is offered
def test_the_lead_is_offered_the_next_step_first_and_never_a_close(desk, as_):
    assigned, working, claimed = factory.assigned(desk), factory.working(desk), factory.claimed(desk)
    pages = [offered(as_(desk.clerk).get(f"/ledger/{matter.pk}/")) for matter in (assigned, working, claimed)]
    assert [primary for primary, _rest in pages] == [Verb.ACCEPT, Verb.CLAIM, None]
    closing = {
        Verb.PASS,
        Verb.FAIL,
        Verb.VOUCH,
        Verb.CONFIRM,
        Verb.CLOSE_UNCHECKED,
        Verb.REJECT,
        Verb.MERGE,
        Verb.UNABLE,
    }
    assert [rest & closing for _primary, rest in pages] == [set(), set(), set()]
    assert DEEDS.keys() & {Verb.PASS, Verb.CONFIRM, Verb.CLOSE_UNCHECKED, Verb.CLOSE_BEFORE} == set()


def test_a_lead_with_a_helper_still_at_work_may_not_claim_yet(desk, as_):
    matter = factory.working(desk, helpers=[("yibao", None)])
    primary, rest = offered(as_(desk.clerk).get(f"/ledger/{matter.pk}/"))
    assert (primary, Verb.CLAIM in rest) == (Verb.PROGRESS, False)
    assert offered(as_(desk.bureau_clerk).get(f"/ledger/{matter.pk}/"))[0] == Verb.DONE


def test_a_grave_matter_begins_with_its_plan(desk, as_, press):
    matter = factory.working(desk, grade="major")
    assert offered(as_(desk.clerk).get(f"/ledger/{matter.pk}/"))[0] == Verb.PLAN
    parts = {f"part_{name}": "写好了" for name in ("measures", "money", "deadline", "person", "emergency")}
    assert press(desk.clerk, matter, "plan", **parts, until="2026-12-20").status_code == 302
    assert offered(as_(desk.clerk).get(f"/ledger/{matter.pk}/"))[0] == Verb.CLAIM


def test_an_auditor_is_offered_nothing(desk, as_):
    for matter in (factory.working(desk), factory.claimed(desk), factory.reported(desk)):
        assert offered(as_(desk.auditor).get(f"/ledger/{matter.pk}/")) == (None, set())


def test_the_verifier_is_led_to_their_seat_and_the_page_says_why_it_is_they(desk, as_):
    matter = factory.claimed(desk)
    drawn(matter, "inspector-b")
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/")
    assert page.context["checking"].mine == ""
    passed = Verdict(passed=True, text="门推得开。")
    matters.verify(matter.pk, passed, Order(desk.inspectors[1]))
    page = as_(desk.clerk).get(f"/ledger/{matter.pk}/")
    assert (page.context["stamp"].word, page.context["stamp"].pressed) == ("已销号", True)


def test_what_nobody_looked_at_carries_no_seal(desk, as_):
    matter = factory.claimed(desk, kind="street", category="grease", title="油污")
    matters.close_unchecked(matter.pk, "b" * 16, Order(HOUSE))
    stamp = as_(desk.clerk).get(f"/ledger/{matter.pk}/").context["stamp"]
    assert (stamp.word, stamp.tone, stamp.pressed) == ("未抽查", "ink", False)


@pytest.mark.slow  # a matter with a long history
def test_a_long_history_costs_no_more_queries(desk, as_, press):
    matter, counts = factory.working(desk), []
    for more in (1, 5):
        for _each in range(more):
            press(desk.clerk, factory.look(matter.pk), "progress", text="又清走一些。")
        browser = as_(desk.clerk)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/ledger/{matter.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_chosen_place_leads_to_its_own_page_with_the_plate(desk, county, as_):
    front = a_front(county.fushan)
    matter = factory.reported(desk, kind="street", category="grease", subject=front.public_id, title="油污")
    page = as_(desk.office).get(f"/ledger/{matter.pk}/")
    assert page.context["plate"] == front.code
    assert f"/p/{front.code}/" in page.content.decode()


def test_the_office_drafts_a_notice_from_the_matter_and_its_lead_does_not(desk, as_):
    matter = factory.working(desk)
    shown = {who: "notices/?number=" in as_(getattr(desk, who)).get(f"/ledger/{matter.pk}/").content.decode()
             for who in ("office", "clerk", "auditor")}  # fmt: skip
    assert shown == {"office": True, "clerk": False, "auditor": False}
    form = as_(desk.office).get("/ledger/notices/", {"number": matter.number}).context["form"]
    assert form.initial["numbers"] == matter.number
