"""The page of a unit's mornings, and where it is told."""

from tests.factories import matters as factory

from xiangyue.ledger.timers import actions as timers
from xiangyue.web.ledger import letters

DAY = 24 * 3_600_000


def test_a_clerk_reads_the_mornings_and_says_where_the_unit_is_told(desk, as_, clock):
    factory.working(desk)
    clock.move(3 * DAY)
    timers.run_due()
    letters.tell_due()
    browser = as_(desk.clerk)
    told = browser.post("/ledger/digests/fushan/mailbox/", {"addresses": "dingtalk://0123456789abcdef"}, follow=True)
    assert told.context["kept"] == ["dingtalk://…"]
    (morning,) = told.context["mornings"]
    assert [(line.title, rung) for line, rung in morning["lines"]] == [("三楼安全出口堆满纸箱", "蓝色提醒")]
    assert "0123456789abcdef" not in told.content.decode()


def test_a_wrong_address_comes_back_with_the_reason(desk, as_):
    answer = as_(desk.clerk).post("/ledger/digests/fushan/mailbox/", {"addresses": "json://127.0.0.1/"})
    assert (answer.status_code, "不能收消息" in answer.content.decode()) == (400, True)


def test_another_unit_reads_and_sets_nothing(desk, as_):
    browser = as_(desk.other_clerk)
    asked = [browser.get("/ledger/digests/fushan/"), browser.post("/ledger/digests/fushan/mailbox/", {"addresses": ""}),
             browser.get("/ledger/digests/nowhere/")]  # fmt: skip
    assert [answer.status_code for answer in asked] == [403, 403, 404]
