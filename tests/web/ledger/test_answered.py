"""What an asker confirmed is counted apart: nobody outside the line looked, so it is no 已销号 and has no seal."""

from importlib import import_module

import pytest
from django.apps import apps
from tests.factories import matters as factory
from tests.ledger.conftest import shipped

from xiangyue.ledger.kinds import actions as kinds
from xiangyue.ledger.kinds.models import Field
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Balance, Count, Matter
from xiangyue.ledger.matters.states import Outcome
from xiangyue.ledger.questions import actions, rules
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers.actions import Contact
from xiangyue.org.access.rules import HOUSE

AGAIN = "4f9f0a8e-6f57-4f0a-9a57-6f57a90f4f9f"


@pytest.fixture
def desk(county):
    kinds.load(shipped(), by=HOUSE)
    return factory.a_desk(county)


@pytest.fixture
def confirmed(county, desk):
    """The link of a question that its asker says is answered, and its matter."""
    Field.objects.filter(code="medical").update(unit=county.yibao)
    finding = factory.a_finding(kind=rules.KIND, category="medical", title="怎么缴？", text="怎么缴？", evidence=())
    told = actions.ask(finding, Contact("", "net"), command=AGAIN, shown=True)
    name = told.reply.matter
    matters.accept(name, Order(desk.bureau_clerk))
    actions.answer(name, "手机上就能缴。", "", Order(desk.bureau_clerk))
    tellers.answer(told.secret, satisfied=True)
    actions.follow_due()
    return told.secret, factory.look(name)


def test_figures_count_it_apart_and_say_why(desk, as_, confirmed):
    page = as_(desk.office).get("/ledger/figures/")
    total = page.context["tables"][0].total
    assert (total.fixed, total.answered, total.other, total.filed) == (0, 1, 0, 1)
    assert "“已答复”是提问，只有提问人说答到了，没有别的单位核查，也不算销号。" in page.content.decode()


def test_no_page_calls_it_closed_out_and_each_says_that_nobody_checked(desk, as_, page, confirmed):
    secret, matter = confirmed
    seen = as_(desk.bureau_clerk).get(f"/ledger/{matter.pk}/").context
    assert (seen["stamp"].word, seen["stamp"].pressed) == ("已答复", False)
    asked = page.get(f"/ask/{secret}/").content.decode()
    answer = as_(desk.bureau_clerk).get(f"/ledger/{matter.pk}/answer/").content.decode()
    for shown in (asked, answer):
        assert "没有别的单位核查过" in shown
        assert "已销号" not in shown


def test_an_installation_in_use_moves_its_rows_and_figures(confirmed):
    _secret, matter = confirmed
    migration = import_module("xiangyue.ledger.migrations.0016_questions_answered")
    Matter.objects.update(outcome=Outcome.FIXED)
    Count.objects.filter(outcome=Outcome.ANSWERED).update(outcome=Outcome.FIXED)
    boxes = {"kind": matter.kind, "place": "fushan", "lead": "yibao", "state": "CLOSED", "outcome": Outcome.FIXED}
    Balance.objects.create(on="2026-12-31", n=1, **boxes)
    for _twice in range(2):
        migration.answered(apps, None)
    assert factory.look(matter.pk).outcome == Outcome.ANSWERED
    assert factory.folds(factory.look(matter.pk))
    for table in (Count, Balance):
        assert [row.n for row in table.objects.filter(outcome=Outcome.ANSWERED)] == [1]
        assert not table.objects.filter(outcome=Outcome.FIXED).exists()


def test_of_a_kind_that_is_verified_too_only_what_was_confirmed_moves(confirmed):
    _secret, matter = confirmed
    migration = import_module("xiangyue.ledger.migrations.0016_questions_answered")
    Matter.objects.filter(pk=matter.pk).update(outcome=Outcome.FIXED)
    Count.objects.filter(outcome=Outcome.ANSWERED).update(outcome=Outcome.FIXED)
    fields = {field.attname: getattr(matter, field.attname) for field in Matter._meta.concrete_fields}
    verified = {"id": "a" * 16, "number": "另一件", "outcome": Outcome.FIXED, "how": "on-site", "cluster": "a" * 16}
    Matter.objects.create(**{**fields, **verified})
    for _twice in range(2):
        migration.answered(apps, None)
    moved = Count.objects.filter(outcome=Outcome.ANSWERED)
    assert [(row.on, row.n) for row in moved] == [(matter.closed_at.astimezone(migration.COUNTY_ZONE).date(), 1)]
    assert sum(row.n for row in Count.objects.filter(outcome=Outcome.FIXED)) == 0
