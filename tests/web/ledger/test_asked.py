"""A question's own page, as whoever asked sees it: what their word did, and that a rejected answer is none."""

import pytest
from tests.factories import browsers, people, questions

from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.questions import actions
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person


@pytest.fixture
def asked(county):
    return questions.something_answered(county)


def signed_in(page, county):
    """The browser of the clerk who answers."""
    people.a_member("insurance", Role.CLERK, county.yibao)
    page.force_login(Person.objects.get(username="insurance"))
    return page


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


def test_what_is_missing_is_read_by_whoever_answers_until_there_is_another_answer(asked, county, page):
    browser = browsers.strict()
    where = f"/ask/{asked['secret']}/"
    browsers.submit(browser, where, "/judge/", answers="no", missing="没有说社区窗口几点开门。")
    assert "没有说社区窗口几点开门。" in browser.get(where).content.decode()
    clerk = signed_in(page, county)
    answering = f"/ledger/{asked['posed']}/answer/"
    assert clerk.get(answering).context["missing"] == "没有说社区窗口几点开门。"
    actions.answer(asked["posed"], "带身份证到社区窗口，八点半开门。", "", Order(HOUSE))
    assert clerk.get(answering).context["missing"] == ""


def test_the_answer_stands_first_on_the_page_of_whoever_owes_it(asked, county, page):
    matters.not_answered(asked["posed"], Order(HOUSE))
    clerk = signed_in(page, county)
    shown = clerk.get(f"/ledger/{asked['posed']}/")
    text = shown.content.decode()
    assert (shown.context["answers"], shown.context["primary"]) == (True, None)
    assert text.index("写官方答复") < text.index(">进展<")
    assert shown.context["checking"].rule == "由提问人确认。"


def test_a_yes_closes_it(asked):
    answer = judged(asked, "yes")
    assert labels(answer)[-1] == "您说答到了，办结"
    assert answer.context["closed"] is True


def test_silence_is_called_silence_and_not_a_sample(asked):
    matters.close_unchecked(asked["posed"], "", Order(HOUSE))
    answer = browsers.strict().get(f"/ask/{asked['secret']}/")
    assert labels(answer)[-1] == "一直没有您的回音，按没有确认办结"
    assert "抽查" not in answer.content.decode()
