"""A question's own page, as whoever asked sees it: what their word did, and that a rejected answer is none."""

import pytest
from tests.factories import browsers, questions

from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.questions import actions
from xiangyue.org.access.rules import HOUSE


@pytest.fixture
def asked(county):
    return questions.something_answered(county)


def judged(asked, said):
    browser = browsers.strict()
    where = f"/ask/{asked['secret']}/"
    assert browsers.submit(browser, where, "/judge/", answers=said).status_code == 302
    return browser.get(where)


def labels(answer):
    return [line.label for line in answer.context["followed"].lines]


def test_a_no_is_told_and_the_answer_is_no_answer_any_more(asked):
    answer = judged(asked, "no")
    page = answer.content.decode()
    assert labels(answer)[-1] == "您说没有答到，退回重新答复"
    assert ("已经退回去重新答复" in page, "上次的答复，您说没有答到。" in page) == (True, True)
    actions.answer(asked["posed"], "带身份证到社区窗口。", "", Order(HOUSE))
    page = browsers.strict().get(f"/ask/{asked['secret']}/").content.decode()
    assert ("上次的答复" in page, "带身份证到社区窗口。" in page) == (False, True)


def test_a_yes_closes_it(asked):
    answer = judged(asked, "yes")
    assert labels(answer)[-1] == "您说答到了，办结"
    assert answer.context["closed"] is True


def test_silence_is_called_silence_and_not_a_sample(asked):
    matters.close_unchecked(asked["posed"], "", Order(HOUSE))
    answer = browsers.strict().get(f"/ask/{asked['secret']}/")
    assert labels(answer)[-1] == "一直没有您的回音，按没有确认办结"
    assert "抽查" not in answer.content.decode()
