"""Where a matter is: the place chosen from the list stands in its words, so that it is shown, found and exported."""

import pytest
from tests.factories import matters as factory
from tests.factories.matters import look
from tests.factories.street import a_front

from xiangyue.documents.exports import columns
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.subjects import rules
from xiangyue.ledger.subjects.states import Type


@pytest.fixture
def desk(county):
    factory.kinds()
    return factory.a_desk(county)


def found(desk, **changes):
    finding = Finding(kind="street", title="门口一地油", category="grease", unit="fushan", **changes)
    return look(matters.report(finding, Order(desk.clerk)).matter)


def test_a_place_from_the_list_is_shown_found_and_exported(desk, county):
    front = a_front(county.fushan, name="水亭街早餐店")
    matter = found(desk, subject=front.public_id)
    assert matter.spot == "水亭街早餐店（新桥街 8 号）"
    for words in ("水亭街早餐店", "新桥街"):
        assert [row.pk for row in desks.search(desk.office, Filter(words=words))] == [matter.pk]
    assert columns.cell(matter, "地址") == matter.spot


def test_a_matter_whose_subject_is_put_right_is_where_the_other_one_is(desk, county):
    matter = found(desk, subject=a_front(county.fushan).public_id)
    other = a_front(county.fushan, name="坊门街菜场", address="")
    matters.correct(matter.pk, Order(desk.office), reason="选错了", finding={"subject": other.public_id})
    assert look(matter.pk).spot == "坊门街菜场"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("", "老王面馆（新桥街 8 号）"),
        ("新桥街 8 号", "老王面馆（新桥街 8 号）"),
        ("后门", "老王面馆（新桥街 8 号） 后门"),
        ("老王面馆后门", "老王面馆后门"),
        ("后" * 190, "老王面馆 " + "后" * 190),
        ("后" * 198, "后" * 198),
    ],
    ids=["nothing", "its address", "more", "its name", "long", "longest"],
)
def test_what_was_said_stands_beside_the_name(said, where):
    assert rules.whereabouts(Type.FRONT, "老王面馆", "新桥街 8 号", said=said, limit=200) == where


def test_a_households_code_stands_in_no_sentence():
    assert rules.whereabouts(Type.HOUSEHOLD, "LX-001", "", said="", limit=200) == ""
