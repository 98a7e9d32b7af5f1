import pytest
from tests.factories import inspections as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.inspections import actions, coverage
from xiangyue.ledger.inspections.states import Result
from xiangyue.ledger.matters.actions import Order
from xiangyue.org.access.errors import Forbidden

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000


def test_never_seen_first_then_the_longest_ago(scene, clock, django_assert_num_queries):
    row = factory.drawn(scene, count=3)
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    actions.visit(row.pk, scene.estate.public_id, Result.MISSED, "大门上锁。", Order(scene.chief))
    factory.released(scene, row)
    clock.move(100 * DAY)
    with django_assert_num_queries(3):  # the root, the places, the visits
        listed = coverage.unseen(scene.chief, the_clock.now(), days=90)
    assert [(one.subject.name, one.days) for one in listed] == [
        ("府东新村小区", None), ("荷花面馆", None), ("坊门街背街", 100), ("小河茶馆", 100),
    ]  # fmt: skip
    lines = coverage.by_unit(scene.desk.auditor, the_clock.now())
    assert [(line.unit.code, line.within, line.never, line.seen_percent) for line in lines] == [
        ("fushan", [0, 2, 0, 0], 1, 67), ("hehua", [0, 0, 0, 0], 1, 0),
    ]  # fmt: skip


def test_a_sealed_visit_counts_for_nobody(scene):
    row = factory.drawn(scene, count=3)
    before = coverage.by_unit(scene.desk.office, the_clock.now())
    actions.add_finding(row.pk, factory.found(scene.shop), Order(scene.chief))
    assert coverage.by_unit(scene.desk.office, the_clock.now()) == before


def test_it_is_for_who_answers_for_the_county(scene):
    for who in (scene.desk.clerk, scene.desk.own_inspector, scene.desk.expert):
        with pytest.raises(Forbidden):
            coverage.by_unit(who, the_clock.now())
