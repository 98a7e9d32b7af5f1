"""A shop asks for time; its lead sees it, answers it, and the shop reads the answer. The matter's deadline stays."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import matters as factory
from tests.factories.pictures import a_photo

from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.holders import actions as holders
from xiangyue.ledger.matters import queries
from xiangyue.org.access.rules import HOUSE

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def matter(desk, calendar):
    return factory.working(desk)


@pytest.fixture
def link(desk, matter):
    return holders.invite(matter.pk, "新桥街便民超市", "今天把通道清出来。", days=1, by=desk.clerk)


@pytest.fixture
def shop(page, link):
    """The shop's browser: what it sends, and what it reads."""

    def spoke(text="货车明天才到。", **words):
        page.logout()
        form = {"command": str(uuid.uuid4()), "text": text, **words}
        return page.post(f"/n/{link.secret}/answer/", form)

    def reads():
        page.logout()
        return page.get(f"/n/{link.secret}/")

    spoke.reads = reads
    return spoke


@pytest.fixture
def asked(shop):
    """The shop asks for time until the day before the matter is due."""
    assert shop(until="2026-11-25").status_code == 302


@pytest.fixture
def answer(desk, as_, matter, link):
    """What somebody of the lead says to it."""

    def answered(member=None, **words):
        form = {"command": str(uuid.uuid4()), "heard": 1, "granted": "yes", "on": "2026-11-25", "text": "再晚不行。"}
        return as_(member or desk.clerk).post(where(matter, link), form | words)

    return answered


def where(matter, link):
    return f"/ledger/{matter.pk}/notices/{link.invitation.pk}/time/"


def written(page):
    return [(turn.who, turn.label, turn.text, turn.waits, len(turn.photographs)) for turn in page.context["turns"]]


@pytest.mark.slow  # a picture is taken in and rendered
def test_the_shop_reads_what_it_sent_with_its_photographs_and_nobody_else_s(desk, shop, matter, link, store):
    mine = SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg")
    shop(until="2026-11-25", pictures=[mine])
    shop("先清了一半。")
    evidence.look_due()
    page = shop.reads()
    assert written(page) == [
        ("新桥街便民超市", "答复", "先清了一半。", False, 0),
        ("新桥街便民超市", "想延到 11月25日 24 时", "货车明天才到。", True, 1),
    ]
    text = page.content.decode()
    assert "照片 1 张" in text
    (small,) = re.findall(r'src="(/n/[^"]+/small.webp)"', text)
    assert page.client.get(small).status_code == 200
    other = holders.invite(matter.pk, "隔壁的店", "也请清空。", days=1, by=desk.clerk)
    assert page.client.get(small.replace(link.secret, other.secret)).status_code == 404
    assert page.client.get(f"/n/{other.secret}/").context["turns"] == []


@pytest.mark.slow  # seven pages
def test_a_wish_stands_on_the_desk_the_matter_and_the_notices_until_it_is_answered(
    desk, as_, matter, link, asked, answer
):
    address = f'href="{where(matter, link)}"'
    pages = ("/ledger/", f"/ledger/{matter.pk}/", f"/ledger/{matter.pk}/notices/")

    def lead_there():
        return [address in as_(desk.clerk).get(page).content.decode() for page in pages]

    assert lead_there() == [True] * 3
    said = as_(desk.clerk).get("/ledger/").content.decode()
    assert (matter.number in said, "想延到 11月25日 24 时" in said) == (True, True)
    assert "宽限待答复 1 件" in as_(desk.clerk).get("/desk/").content.decode()
    assert answer().status_code == 302
    assert lead_there() == [False] * 3


@pytest.mark.slow  # six people ask for three pages each
def test_nobody_but_the_lead_sees_the_wish_or_answers_it(desk, as_, matter, link, asked, answer):
    for who in ("office", "auditor", "other_clerk", "village_clerk", "own_inspector", "bureau_clerk"):
        member = getattr(desk, who)
        assert as_(member).get(where(matter, link)).status_code == 404, who
        assert answer(member).status_code == 404, who
        assert where(matter, link) not in as_(member).get("/ledger/").content.decode(), who
    assert where(matter, link) not in as_(desk.office).get(f"/ledger/{matter.pk}/").content.decode()
    assert queries.get(HOUSE, matter.pk).seq == matter.seq + 4


def test_a_granted_day_moves_nothing_of_the_matter(desk, as_, matter, asked, answer):
    assert answer().status_code == 302
    after = factory.look(matter.pk)
    assert (after.due, after.original_due, after.next_rung_at) == (matter.due, matter.original_due, matter.next_rung_at)
    assert factory.folds(after)
    assert "宽限到 11月25日 24 时" in as_(desk.clerk).get(f"/ledger/{matter.pk}/notices/").content.decode()


def test_a_granted_day_counts_for_the_shop_and_its_link_lives_until_then(desk, shop, asked, answer, clock):
    assert shop.reads().context["due"] == "11月26日 24 时"
    assert answer().status_code == 302
    clock.move(1.5 * DAY_MS)  # the link was to end after a day
    page = shop.reads()
    assert (page.context["due"], page.context["until"]) == ("11月25日 24 时", "11月25日 24 时")
    assert written(page) == [
        ("府山街道", "同意延到 11月25日 24 时", "再晚不行。", False, 0),
        ("新桥街便民超市", "想延到 11月25日 24 时", "货车明天才到。", False, 0),
    ]
    assert "<b>府山街道：同意延到 11月25日 24 时。</b>再晚不行。" in page.content.decode()
    assert desk.clerk.name not in page.content.decode()


def test_the_answer_is_in_the_chain_with_who_gave_it(desk, as_, matter, asked, answer):
    answer()
    told = as_(desk.office).get(f"/ledger/{matter.pk}/").context["timeline"][0]
    assert (told.who, told.text) == (f"府山街道 · {desk.clerk.name}", "再晚不行。")
    assert told.facts == ["同意责任主体宽限", "到 11月25日 24 时", "发给新桥街便民超市"]


def test_a_refusal_leaves_the_deadline_and_the_link_as_they_were(shop, asked, answer, clock):
    before = shop.reads().context
    assert answer(granted="no", on="", text="通道不能再堵一天。").status_code == 302
    page = shop.reads()
    assert written(page)[0] == ("府山街道", "不同意延期", "通道不能再堵一天。", False, 0)
    assert [page.context[name] for name in ("due", "until")] == [before[name] for name in ("due", "until")]
    clock.move(1.5 * DAY_MS)
    assert shop.reads().status_code == 404


def test_the_same_answer_sent_twice_is_one(matter, asked, answer):
    command = str(uuid.uuid4())
    assert [answer(command=command).status_code for _press in range(2)] == [302, 302]
    assert factory.look(matter.pk).seq == matter.seq + 6  # sent, asked, answered, each with its words


def test_two_colleagues_who_answer_at_once_give_one_answer(matter, asked, answer):
    assert answer().status_code == 302
    late = answer(granted="no", text="我这边不同意。")
    assert (late.status_code, "我这边不同意。" in late.content.decode()) == (409, True)
    assert "同事可能已经答复" in late.content.decode()
    assert factory.look(matter.pk).seq == matter.seq + 6


def test_who_answers_has_read_all_that_the_shop_wrote(shop, asked, answer):
    shop("其实后天更好。", until="2026-11-26")
    late = answer()
    assert (late.status_code, late.context["form"]["heard"].value()) == (409, "2")
    assert ("其实后天更好。" in late.content.decode(), late.context["form"]["text"].value()) == (True, "再晚不行。")
    assert answer(heard=2).status_code == 302


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"on": "2026-11-27"}, "不能晚于这件事自己的期限：最晚 2026-11-26。"),
        ({"on": "2026-11-22"}, "宽限只能到今天或以后"),
        ({"on": ""}, "同意延，就要写明延到哪一天。"),
        ({"text": " "}, "这个字段是必填项。"),
        ({"granted": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_granted_is_said_in_a_sentence_and_what_was_typed_stays(matter, asked, answer, words, said):
    page = answer(**words)
    assert (page.status_code, said in page.content.decode()) == (400, True)
    assert page.context["form"]["on"].value() == words.get("on", "2026-11-25")
    assert factory.look(matter.pk).seq == matter.seq + 4


def test_on_the_matter_s_last_day_its_own_hour_counts(desk, as_, shop, answer, matter, link):
    gas = factory.working(desk, category="gas")  # due in 24 hours
    other = holders.invite(gas.pk, "气站", "请检测。", days=1, by=desk.clerk)
    until = gas.due.replace(hour=15, minute=59, second=59)
    holders.answer(other.secret, "仪器没到。", command=str(uuid.uuid4()), until=until)
    form = {"command": str(uuid.uuid4()), "heard": 1, "granted": "yes", "on": f"{gas.due:%Y-%m-%d}", "text": "好。"}
    assert as_(desk.clerk).post(where(gas, other), form).status_code == 302
    other.invitation.refresh_from_db()
    assert other.invitation.granted_until == gas.due


def test_a_matter_that_is_late_has_no_time_to_give(desk, as_, matter, link, asked, answer, clock):
    clock.move(6 * DAY_MS)
    page = as_(desk.clerk).get(where(matter, link))
    assert page.status_code == 200
    said = page.content.decode()
    assert ("没有宽限可给，只能答复不同意。" in said, "已经过期" in said, 'value="yes"' in said) == (True, True, False)
    assert answer(on="2026-11-30").status_code == 400
    assert answer(granted="no").status_code == 302


def test_of_a_link_that_was_taken_back_nothing_waits(desk, as_, matter, link, asked, answer):
    holders.revoke(link.invitation.pk, by=desk.clerk)
    assert as_(desk.clerk).get(where(matter, link)).status_code == 409
    assert answer().status_code == 409
    for page in ("/ledger/", f"/ledger/{matter.pk}/", f"/ledger/{matter.pk}/notices/"):
        assert where(matter, link) not in as_(desk.clerk).get(page).content.decode()


def test_a_notice_is_answered_at_its_own_matter_only(desk, as_, matter, link, asked):
    other = factory.working(desk)
    assert as_(desk.clerk).get(where(other, link)).status_code == 404


def test_a_shop_cannot_wish_for_a_day_that_is_over(shop, matter):
    refused = shop(until="2026-11-01")
    assert (refused.status_code, "想延到的那一天已经过去" in refused.content.decode()) == (400, True)
    assert refused.context["form"]["text"].value() == "货车明天才到。"
    assert factory.look(matter.pk).seq == matter.seq + 2


def test_a_page_costs_the_same_for_one_wish_and_for_three(desk, as_, matter, asked):
    browser, counts = as_(desk.clerk), []
    browser.get(f"/ledger/{matter.pk}/")  # kinds and calendars are read once
    for more in (0, 2):
        for _each in range(more):
            another = holders.invite(matter.pk, "又一家", "请清空。", days=1, by=desk.clerk)
            holders.answer(another.secret, "等一天。", command=str(uuid.uuid4()), until=matter.due)
        with CaptureQueriesContext(connection) as asked_for:
            page = browser.get(f"/ledger/{matter.pk}/")
        counts.append((len(page.context["wishes"]), len(asked_for)))
    assert [n for n, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
