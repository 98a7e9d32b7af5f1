"""The kinds that are shipped, each through its whole life: nothing in them asks what the engine cannot do."""

import pytest
from tests.factories import matters as factory
from tests.ledger.conftest import shipped

from xiangyue.ledger.kinds import actions as kinds
from xiangyue.ledger.kinds.states import How, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order, Verdict
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.access.rules import HOUSE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.either_engine,
    pytest.mark.slow,
]  # eight kinds read, each with every grade
DAY = 24 * 3_600_000
CASES = [(kind.code, grade.code) for _source, kind in shipped().kinds for grade in kind.grades]


def a_finding(kind):
    via = next(
        each for each in (Reporter.OFFICE, Reporter.INSPECTOR, Reporter.PUBLIC, *Reporter) if each in kind.report_by
    )
    return factory.a_finding(kind=kind.code, category="", via=via)


@pytest.mark.parametrize(("code", "grade"), CASES)
def test_every_kind_runs_from_report_to_close(county, cast, clock, store, code, grade):
    desk = factory.a_desk(county)
    kinds.load(shipped(), by=HOUSE)
    kind = next(kind for _source, kind in shipped().kinds if kind.code == code)
    category = next(each for each in kind.categories if each.grade in {None, grade})
    by = HOUSE if a_finding(kind).via not in {Reporter.INSPECTOR, Reporter.OFFICE} else desk.office
    by = desk.inspectors[0] if a_finding(kind).via is Reporter.INSPECTOR else by
    name = matters.report(a_finding(kind), Order(by)).matter
    matters.assign(name, Assignment("fushan", category.code, grade), Order(desk.office))
    matters.accept(name, Order(desk.clerk))
    rule = kind.grade(grade)
    if rule.plan_parts:
        parts = {part.code: "写明" for part in rule.plan_parts}
        matters.plan(name, {**parts, "until": "2027-06-30"}, Order(desk.clerk))
    if rule.publish_filed:
        matters.publish(name, Order(desk.office), on=True, decision="公示。")
    for asked in kind.fields_asked:
        matters.write(name, asked.code, {asked.name: "写明"}, Order(desk.clerk))
    matters.claim(name, "已完成。", Order(desk.clerk), pictures=[factory.a_picture(1)])
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    people = {who.username: who for who in (*desk.inspectors, desk.expert, desk.office, cast.office)}
    for seat in Seat.objects.filter(matter=name):
        picture = factory.a_picture(2)
        verifying.decide(seat, Verdict(passed=True, text="看过。", pictures=[picture]), Order(people[seat.person]))
    matter = factory.look(name)
    how = kind.verify[grade].how
    assert matter.state == (State.CLAIMED if how in {How.ASKER, How.RELEASE} else State.CLOSED)
    assert factory.folds(matter)
