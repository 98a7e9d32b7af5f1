import uuid

import pytest
from tests.factories import matters as factory

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors, queries
from xiangyue.ledger.matters.actions import Assignment, Order, Verdict
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000


def draw(clock, days=1):
    """Let the day's draw happen: the commitment first, then an afternoon."""
    verifying.run_due()
    for _ in range(days):
        clock.move(DAY)
        verifying.run_due()


def test_from_report_to_close(desk, clock):
    matter = factory.reported(desk)
    assert (matter.state, matter.number, matter.place_id) == (State.REPORTED, "隐〔2026〕1号", "fushan")
    matters.assign(matter.pk, Assignment("fushan", "exit"), Order(desk.office))
    matters.accept(matter.pk, Order(desk.clerk))
    matter = factory.look(matter.pk)
    assert matter.due is not None
    assert matter.due == matter.original_due
    matters.claim(matter.pk, "已清。", Order(desk.clerk))
    draw(clock)
    seat = Seat.objects.get(matter=matter.pk)
    verifier = next(who for who in desk.inspectors if who.username == seat.person)
    assert verifier != desk.inspectors[0]  # who reported it
    verifying.decide(seat, Verdict(passed=True, text="现场看过，已清空。"), Order(verifier))
    matter = factory.look(matter.pk)
    assert (matter.state, matter.outcome, matter.on_time) == (State.CLOSED, Outcome.FIXED, True)
    assert factory.folds(matter)
    assert [line.verb.value for line in queries.timeline(desk.office, matter)] == [
        "report", "assign", "accept", "claim", "draw", "pass",
    ]  # fmt: skip


def test_the_lead_closes_nothing(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    for who in (desk.clerk, desk.village_clerk, desk.office, HOUSE):
        for passed in (True, False):
            with pytest.raises((errors.NotYours, NotFound)):
                matters.verify(matter.pk, Verdict(passed=passed, text="看过。"), Order(who))
    assert factory.look(matter.pk).state == State.CLAIMED


def test_a_third_unit_finds_nothing(desk):
    matter = factory.working(desk)
    with pytest.raises(NotFound):
        queries.get(desk.other_clerk, matter.pk)
    with pytest.raises(NotFound):
        matters.comment(matter.pk, "看看", Order(desk.other_clerk))
    assert queries.get(desk.clerk, matter.pk) == matter
    assert queries.get(desk.auditor, matter.pk) == matter


def test_the_same_command_gets_the_same_reply_and_another_one_is_stale(desk):
    matter = factory.assigned(desk)
    order = Order(desk.clerk, command=str(uuid.uuid4()), expected=matter.seq)
    first = matters.accept(matter.pk, order)
    assert matters.accept(matter.pk, order) == first
    with pytest.raises(errors.Stale) as stale:
        matters.claim(matter.pk, "已清。", Order(desk.clerk, expected=matter.seq))
    assert "签收" in stale.value.sentence
    with pytest.raises(errors.CommandReused):
        matters.progress(matter.pk, "在办。", Order(desk.clerk, command=order.command))
