"""What was closed and is there again; what goes round; what is due."""

from datetime import date, timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.kernel import workdays
from xiangyue.kernel.workdays import Calendar, Span
from xiangyue.ledger.calendars import actions as calendars
from xiangyue.ledger.calendars.rules import NoticeText, Said
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors, queries
from xiangyue.ledger.matters.actions import Assignment, Order, Verdict
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.timers.models import Digest, Fired
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying.models import Seat
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000


def mended(desk, clock, **changes):
    """A matter that was verified and closed."""
    matter = factory.claimed(desk, **changes)
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    people = {who.username: who for who in (*desk.inspectors, desk.expert, desk.own_inspector)}
    for seat in Seat.objects.filter(matter=matter.pk):
        verifying.decide(seat, Verdict(passed=True, text="看过。"), Order(people[seat.person]))
    return factory.look(matter.pk)


def test_found_again_on_day_10_takes_the_closing_back(desk, clock):
    old = mended(desk, clock)
    clock.move(10 * DAY)
    reply = matters.found_again(old.pk, factory.a_finding(title="又堆满了"), Order(desk.inspectors[1]))
    again = factory.look(old.pk)
    assert (reply.matter, again.state, again.annuls, again.due) == (old.pk, State.WORKING, 1, old.due)
    assert again.due < the_clock.now()  # the clock never stopped
    assert factory.folds(again)


def test_found_again_on_day_200_is_a_new_matter_with_half_the_time_and_one_rung_up(desk, clock):
    old = mended(desk, clock)
    clock.move(200 * DAY)
    reply = matters.found_again(old.pk, factory.a_finding(title="又堆满了"), Order(desk.inspectors[1]))
    assert reply.matter != old.pk
    matters.assign(reply.matter, Assignment("fushan", "exit"), Order(desk.office))
    new, old = factory.look(reply.matter), factory.look(old.pk)
    assert (new.rebound_of, old.rebounds, old.state, old.outcome) == (old.pk, 1, State.CLOSED, Outcome.FIXED)
    assert new.rung == 1
    assert new.due == workdays.due(new.assigned_at, Span.parse("2wd"), Calendar()).moment  # instead of three
    assert factory.folds(new)
    assert factory.folds(old)


@pytest.mark.parametrize("days", [10, 200])
def test_a_finding_sent_twice_gets_the_same_reply(desk, clock, days):
    old = mended(desk, clock)
    clock.move(days * DAY)
    order = Order(desk.inspectors[1])
    reply = matters.found_again(old.pk, factory.a_finding(title="又堆满了"), order)
    assert matters.found_again(old.pk, factory.a_finding(title="又堆满了"), order) == reply


def test_where_it_can_be_seen_a_claim_brings_a_picture(desk):
    matter = factory.working(desk, kind="street", category="wires")
    with pytest.raises(errors.EvidenceMissing):
        matters.claim(matter.pk, "理好了。", Order(desk.clerk))


def test_wires_are_watched_for_90_days(desk, clock, store):
    matter = factory.working(desk, kind="street", category="wires")
    matters.claim(matter.pk, "理好了。", Order(desk.clerk), pictures=[factory.a_picture(1)])
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    people = {who.username: who for who in desk.inspectors}
    for seat in Seat.objects.filter(matter=matter.pk):
        verifying.decide(seat, Verdict(passed=True, text="看图，已入管。"), Order(people[seat.person]))
    clock.move(60 * DAY)
    finding = factory.a_finding(kind="street", category="wires", title="又拉了线")
    assert matters.found_again(matter.pk, finding, Order(desk.inspectors[1])).matter == matter.pk
    assert factory.look(matter.pk).state == State.WORKING


def test_after_three_hand_offs_the_total_age_is_since_report(desk, clock):
    matter = factory.working(desk, lead="fushan")
    reported, due = matter.reported_at, matter.original_due
    for giver, taker, unit in (
        (desk.clerk, desk.other_clerk, "hehua"), (desk.other_clerk, desk.bureau_clerk, "yibao"),
        (desk.bureau_clerk, desk.clerk, "fushan"),
    ):  # fmt: skip
        clock.move(DAY)
        matters.offer(matter.pk, unit, "归你们管。", Order(giver))
        matters.take_over(matter.pk, Order(taker))
    matter = factory.look(matter.pk)
    assert (matter.hand_offs, matter.reported_at, matter.original_due, matter.due) == (3, reported, due, due)
    assert factory.folds(matter)


def test_a_second_return_is_decided_by_the_district(desk):
    matter = factory.assigned(desk)
    matters.give_back(matter.pk, "不归我们。", Order(desk.clerk))
    matters.assign(matter.pk, Assignment("fushan", "exit"), Order(desk.office))
    with pytest.raises(errors.DistrictDecides):
        matters.give_back(matter.pk, "还是不归我们。", Order(desk.clerk))


def test_each_rung_fires_once_on_a_working_morning_in_one_digest(desk, clock):
    first, second = factory.working(desk), factory.working(desk)
    for _ in range(20):
        clock.move(DAY // 2)
        timers.run_due()
        timers.run_due()
    levels = list(Fired.objects.filter(matter=first.pk).order_by("at").values_list("level", flat=True))
    assert levels == [1, 3, 4]
    assert all(the_clock.COUNTY_ZONE and each.on.weekday() < 5 for each in Digest.objects.all())
    assert Digest.objects.count() == 3
    assert factory.folds(factory.look(second.pk))


def test_an_extension_moves_the_current_due_moment_and_never_the_original(desk, clock):
    matter = factory.working(desk)
    until = matter.due + timedelta(days=7)
    matters.ask_extension(matter.pk, until, "material", "等门。", Order(desk.clerk))
    with pytest.raises(errors.NotYours):
        matters.decide_extension(matter.pk, Order(desk.clerk), granted=True, text="同意。")
    matters.decide_extension(matter.pk, Order(desk.office), granted=True, text="同意。")
    after = factory.look(matter.pk)
    assert (after.due, after.original_due, after.extensions) == (until, matter.original_due, 1)
    with pytest.raises(errors.NotExtendable):
        matters.ask_extension(matter.pk, until + timedelta(days=1), "material", "再等。", Order(desk.clerk))


def test_a_pause_stops_the_stage_and_resumes_by_itself(desk, clock):
    matter = factory.working(desk)
    now = the_clock.now()
    matters.pause(matter.pk, "weather", "台风。", now + timedelta(days=7), Order(desk.office))
    clock.move(8 * DAY)
    timers.run_due()
    after = factory.look(matter.pk)
    assert (after.paused_at, after.reported_at) == (None, matter.reported_at)
    assert after.due > matter.due
    assert after.original_due == matter.original_due
    assert factory.folds(after)


def test_what_nobody_signs_for_counts_as_accepted_and_says_so(desk, clock):
    matter = factory.assigned(desk)
    clock.move(25 * 3_600_000)
    timers.run_due()
    after = factory.look(matter.pk)
    assert (after.state, after.auto_accepted) == (State.WORKING, True)


def test_a_major_hazard_has_no_short_way(desk, clock):
    matter = factory.working(desk, grade="major")
    with pytest.raises(errors.NoPlanYet):
        matters.claim(matter.pk, "好了。", Order(desk.clerk))
    with pytest.raises(errors.PlanMissing) as missing:
        matters.plan(matter.pk, {"measures": "拆除"}, Order(desk.clerk))
    assert "预案" in missing.value.sentence
    parts = {
        "measures": "拆",
        "money": "五万",
        "deadline": "一月",
        "person": "王",
        "emergency": "封闭",
        "until": "2027-01-29",
    }
    matters.plan(matter.pk, parts, Order(desk.clerk))
    planned = factory.look(matter.pk)
    assert planned.due == planned.original_due
    with pytest.raises(errors.NotPublished):
        matters.claim(matter.pk, "好了。", Order(desk.clerk))
    matters.publish(matter.pk, Order(desk.office), on=True, decision="挂牌督办公示。")
    matters.claim(matter.pk, "好了。", Order(desk.clerk))
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()
    matter = factory.look(matter.pk)
    assert len(matter.verifiers) == 3
    assert desk.expert.username in matter.verifiers
    people = {who.username: who for who in (*desk.inspectors, desk.expert)}
    for count, who in enumerate(matter.verifiers, 1):
        verifying.decide(
            Seat.objects.get(matter=matter.pk, person=who), Verdict(passed=True, text="看过。"), Order(people[who])
        )
        assert (factory.look(matter.pk).state == State.CLOSED) == (count == 3)
    assert factory.folds(matter)


def test_a_notice_moves_what_was_counted_and_nothing_that_was_decided(desk, clock):
    counted, decided = factory.working(desk), factory.working(desk)
    until = decided.due + timedelta(days=7)
    matters.ask_extension(decided.pk, until, "material", "等门。", Order(desk.clerk))
    matters.decide_extension(decided.pk, Order(desk.office), granted=True, text="同意。")
    assert counted.provisional
    days = tuple(Said(date(2026, 11, day), works=False, name="放假") for day in (24, 25))
    notice = NoticeText("国办发明电〔2026〕9号", "关于放假的通知", date(2026, 11, 23), 2026, "", days)
    calendars.publish(notice, by=HOUSE)
    assert timers.recalc_due() == 2
    assert timers.recalc_due() == 0
    moved, stayed = factory.look(counted.pk), factory.look(decided.pk)
    assert (moved.due - counted.due, moved.original_due, moved.provisional) == (
        timedelta(days=4), counted.original_due, False,
    )  # fmt: skip
    assert (stayed.due, stayed.calendar) == (until, moved.calendar)
    last = queries.timeline(desk.clerk, moved)[-1]
    assert (last.verb, last.data["moved"]) == ("recalc", True)
    assert factory.folds(moved)
    assert factory.folds(stayed)


def test_the_past_is_read_from_the_chain(desk, clock):
    matter = factory.reported(desk)
    before = the_clock.now()
    clock.move(DAY)
    matters.assign(matter.pk, Assignment("fushan", "exit"), Order(desk.office))
    assert queries.as_of(desk.auditor, matter.pk, before).state == State.REPORTED
    assert queries.as_of(desk.auditor, matter.pk, the_clock.now()).lead == "fushan"
