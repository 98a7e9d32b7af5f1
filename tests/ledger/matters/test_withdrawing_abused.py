"""The unit that is responsible tries what taking a claim back is not for. Nothing of it pays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.calendars import actions as calendars
from xiangyue.ledger.calendars.rules import NoticeText, Said
from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks, errors
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Batch, Seat
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.django_db
HOUR = 3_600_000
DAY = 24 * HOUR


def claim(desk, matter, by=None):
    matters.claim(matter.pk, "清走了。", Order(by or desk.clerk))


def back(desk, matter, by=None):
    verifying.withdraw(matter.pk, "点错了。", Order(by or desk.clerk))


def ladder(matter):
    now = factory.look(matter.pk)
    return now.due, now.original_due, now.calendar, now.next_rung, now.next_rung_at, now.rung


def to(clock, moment):
    clock.move(round((moment - the_clock.now()).total_seconds() * 1000))


def failed(desk, clock, matter):
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    seat = Seat.objects.get(matter=matter.pk)
    person = {who.username: who for who in desk.inspectors}[seat.person]
    verifying.decide(seat, Verdict(passed=False, text="还堵着。"), Order(person))


def say_more(matter):
    """Whoever reported it adds something."""
    matters.note(matter.pk, matters.Noted(ledger.ADDED, {"added": True}), Order(HOUSE), said={"text": "二楼也堵着。"})


# ------------------------------------------------ the clock
def test_what_is_told_after_a_failed_check_is_told_all_the_same(desk, clock):
    told = factory.HAZARD.replace("rung: blue}, ", "rung: blue}, {at: failed, rung: yellow}, ")
    Edition.objects.filter(kind="hazard").update(rules=told, fingerprint="told after a failed check")
    matter = factory.claimed(desk)
    failed(desk, clock, matter)
    clock.move(1000)
    before = ladder(matter)
    assert before[3] == 2  # yellow, the morning after
    claim(desk, matter)
    back(desk, matter)
    assert ladder(matter) == before


def test_a_rung_whose_morning_came_while_it_was_claimed_fires_afterwards(desk, clock):
    matter = factory.working(desk)
    to(clock, matter.next_rung_at - timedelta(minutes=1))
    claim(desk, matter)
    clock.move(HOUR)
    timers.run_due()
    assert factory.look(matter.pk).rung == 0
    back(desk, matter)
    timers.run_due()
    assert factory.look(matter.pk).rung == 1


def test_a_calendar_that_changed_meanwhile_is_counted_as_for_any_other(desk, clock):
    plain, sly = factory.working(desk), factory.working(desk)
    claim(desk, sly)
    days = tuple(Said(date(2026, 11, day), works=False, name="放假") for day in (24, 25))
    notice = NoticeText("国办发明电〔2026〕9号", "关于放假的通知", date(2026, 11, 23), 2026, "", days)
    calendars.publish(notice, by=HOUSE)
    timers.recalc_due()
    back(desk, sly)
    timers.recalc_due()
    assert ladder(sly) == ladder(plain)
    assert factory.look(sly.pk).due > sly.due


def test_over_a_deadline_nothing_is_hidden_the_claim_stands_and_is_looked_at(desk, clock):
    matter = factory.working(desk)
    to(clock, matter.due - timedelta(minutes=1))
    claim(desk, matter)
    clock.move(2 * 60_000)
    with pytest.raises(errors.ClaimStands, match="期限已经过了"):
        back(desk, matter)
    late = factory.working(desk)
    to(clock, late.due + timedelta(minutes=1))
    claim(desk, late)
    with pytest.raises(errors.ClaimStands, match="期限已经过了"):
        back(desk, late)


def test_what_counts_as_on_time_is_the_claim_that_passed_and_no_earlier_one(desk, clock):
    matter = factory.claimed(desk)
    back(desk, matter)
    to(clock, matter.due + timedelta(minutes=1))
    claim(desk, matter)
    verifying.run_due()
    clock.move(4 * DAY + 17 * HOUR)
    verifying.run_due()
    people = {who.username: who for who in desk.inspectors}
    for seat in Seat.objects.filter(matter=matter.pk):
        verifying.decide(seat, Verdict(passed=True, text="看过。"), Order(people[seat.person]))
    closed = factory.look(matter.pk)
    assert (closed.outcome, closed.on_time) == (Outcome.FIXED, False)
    assert factory.folds(closed)


def test_more_time_is_asked_for_by_the_same_rule_and_granted_once(desk, clock):
    matter = factory.working(desk)
    until = matter.due + timedelta(days=7)
    matters.ask_extension(matter.pk, until, "material", "等门。", Order(desk.clerk))
    matters.decide_extension(matter.pk, Order(desk.office), granted=True, text="同意。")
    claim(desk, matter)
    back(desk, matter)
    assert factory.look(matter.pk).due == until
    with pytest.raises(errors.NotExtendable):
        matters.ask_extension(matter.pk, until + timedelta(days=1), "material", "再等。", Order(desk.clerk))
    late = factory.working(desk)
    claim(desk, late)
    to(clock, late.due - timedelta(hours=1))
    back(desk, late)
    with pytest.raises(errors.NotExtendable):
        matters.ask_extension(late.pk, late.due + timedelta(days=7), "material", "等门。", Order(desk.clerk))


# ------------------------------------------------ who looks
def test_law_what_was_once_locked_stands_though_the_draw_found_nobody(desk, clock):
    """Whoever could be drawn stands in the published result: a claim made anew would be another throw."""
    matter = factory.claimed(desk)
    Grant.objects.filter(person__username__startswith="inspector").delete()
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    assert (Batch.objects.get().step, factory.look(matter.pk).how) == ("DONE", "")
    with pytest.raises(errors.ClaimStands, match="已经锁定"):
        back(desk, matter)


def test_law_handed_over_it_is_taken_back_no_second_time(desk):
    matter = factory.claimed(desk)
    back(desk, matter)
    matters.offer(matter.pk, "hehua", "请接。", Order(desk.clerk))
    matters.take_over(matter.pk, Order(desk.other_clerk))
    assert factory.look(matter.pk).original_due == matter.original_due
    claim(desk, matter, by=desk.other_clerk)
    with pytest.raises(errors.ClaimStands, match="撤回过一次"):
        back(desk, matter, by=desk.other_clerk)


def test_law_what_the_locks_know_of_whoever_had_a_hand_in_it_stays(desk, clock):
    """Nobody washes their hands by taking a claim back: none of them verifies, whoever leads in the end."""
    matter, second = factory.claimed(desk), replace(desk.clerk, username="second-clerk")
    back(desk, matter, by=second)
    matters.offer(matter.pk, "hehua", "请接。", Order(desk.clerk))
    matters.take_over(matter.pk, Order(desk.other_clerk))
    claim(desk, matter, by=desk.other_clerk)
    hands = {desk.clerk.username, second.username, desk.other_clerk.username}
    assert hands <= set(factory.look(matter.pk).hands)


def test_what_its_reporter_added_before_the_claim_is_on_the_offices_list_again(desk):
    matter = factory.working(desk)
    say_more(matter)
    added = Matter.objects.get(pk=matter.pk).added_at
    claim(desk, matter)
    assert factory.look(matter.pk).added_at is None
    back(desk, matter)
    now = factory.look(matter.pk)
    assert now.added_at == added is not None
    assert factory.folds(now)


# ------------------------------------------------ closing
def test_law_no_order_of_claiming_and_taking_back_closes_it(desk, clock):
    street = factory.working(desk, kind="street", category="grease")
    for _ in range(3):
        claim(desk, street)
        try:
            back(desk, street)
        except errors.ClaimStands:
            break
    assert factory.look(street.pk).state == State.CLAIMED
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    assert Batch.objects.get().text.count(street.pk) >= 1
    now = factory.look(street.pk)
    assert (now.how or now.outcome) in {"on_site", Outcome.UNCHECKED}
    assert factory.folds(now)


def test_what_is_taken_back_is_work_again_in_every_list(desk):
    matter = factory.claimed(desk)
    back(desk, matter)
    lists = desks.of_unit(desk.clerk, matter.lead)
    assert [list(lists.claimed), list(lists.working)] == [[], [matter]]
