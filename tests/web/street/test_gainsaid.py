"""Whoever reported something says that it is not mended while the unit's claim waits: then somebody looks."""

import uuid

import pytest
from tests.factories import matters as factory
from tests.factories.street import told

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.reporting import actions as reporting
from xiangyue.ledger.reporting import queries
from xiangyue.ledger.reporting.rules import More
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person
from xiangyue.org.units import queries as units

DAY = 24 * 3_600_000
HER_WORD = "还在，根本没有来过人。"


@pytest.fixture
def desk(county, store):
    factory.kinds()
    return factory.a_desk(county)


def claimed(desk, number):
    """A resident's report of which the unit says that it is mended; the resident's link and the matter."""
    receipt = told(category="grease", subject="", place="fushan", spot=f"新桥街 {number} 号", net=f"10.1.1.{number}")
    [matter] = Matter.objects.filter(number=receipt.number)
    matters.assign(matter.pk, Assignment("fushan", "grease"), Order(desk.office))
    matters.accept(matter.pk, Order(desk.clerk))
    matters.claim(matter.pk, "清洗过了。", Order(desk.clerk))
    return receipt.code, matter.pk


def add(code, sentence=HER_WORD):
    reporting.add(code, More(sentence), command=str(uuid.uuid4()), net="10.9.9.9")


def test_her_word_against_the_units_is_looked_at_for_certain(desk, clock):
    made = [claimed(desk, number) for number in range(12)]
    verifying.run_due()
    for code, _name in made[:9]:
        add(code)
    clock.move(DAY)
    verifying.run_due()
    found = [factory.look(name) for _code, name in made]
    assert {(matter.state, matter.how) for matter in found[:9]} == {(State.CLAIMED, "on_site")}
    assert all(matter.verifiers for matter in found[:9])
    assert {matter.outcome for matter in found[9:]} <= {Outcome.UNCHECKED, Outcome.OPEN}
    assert all(factory.folds(matter) for matter in found)


def test_what_she_says_between_lock_and_draw_is_not_closed_over(desk, clock):
    made = [claimed(desk, number) for number in range(12)]
    verifying.run_due()
    clock.move(DAY)
    batch = verifying.lock(units.root(), the_clock.now().date())
    for code, _name in made:
        add(code)
    verifying.finish(batch)
    assert {factory.look(name).state for _code, name in made} == {State.CLAIMED}
    clock.move(DAY)
    verifying.run_due()
    assert all(factory.look(name).verifiers for _code, name in made)


@pytest.mark.parametrize("who", ["clerk", "office"])
def test_desks_show_her_words_and_a_claim_after_them_takes_them_down(desk, page, who):
    code, name = claimed(desk, 1)
    add(code, "早一句")
    add(code)
    page.force_login(Person.objects.get(username=getattr(desk, who).username))
    shown = page.get("/ledger/").context["sections"][0]
    assert (shown.anchor, shown.count, [row.added for row in shown.rows]) == ("added", 1, [HER_WORD])
    assert f"“{HER_WORD}”" in page.get("/ledger/").content.decode()
    assert [row.matter.pk for row in page.get("/ledger/list/?listing=added").context["rows"]] == [name]
    matters.close_unchecked(name, "", Order(HOUSE))
    assert "added" not in [section.anchor for section in page.get("/ledger/").context["sections"]]


def test_what_she_adds_before_anybody_has_it_stands_where_the_office_hands_it_down(desk, page):
    receipt = told(category="grease", subject="", place="fushan", net="10.1.1.1")
    add(receipt.code)
    page.force_login(Person.objects.get(username=desk.office.username))
    shown = page.get("/ledger/").context["sections"][0]
    assert (shown.anchor, shown.picks, [row.added for row in shown.rows]) == ("reported", True, [HER_WORD])


def test_her_page_shows_what_she_wrote_and_what_follows_from_it(desk):
    code, _name = claimed(desk, 1)
    add(code)
    last = queries.follow(code).sentences[-1].text
    assert last == f"您补充了情况：“{HER_WORD}”这一件不按“未抽查”结案，一定有别的单位去看。"
