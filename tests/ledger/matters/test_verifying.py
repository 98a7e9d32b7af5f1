"""Who looks at a claim follows from what was locked and what was opened, and from nothing else."""

import pytest
from tests.factories import matters as factory

from xiangyue.journal import queries as journal
from xiangyue.kernel.draw import locking, xyd1
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.matters.errors import CommandReused
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries, rules
from xiangyue.ledger.verifying.errors import SeatDone
from xiangyue.ledger.verifying.models import Batch, Seat

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000


def draw(clock, days=1):
    verifying.run_due()
    for _ in range(days):
        clock.move(DAY)
        verifying.run_due()


def test_the_draw_can_be_computed_again_from_the_chain(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    steps = {entry.verb: entry.data for entry in journal.of(queries.chain("kecheng"))}
    assert list(steps) == ["commit", "lock", "open", "result"]
    assert xyd1.opens(steps["open"]["otp"], steps["commit"]["commit"])
    assert locking.fingerprint(steps["lock"]["text"]) == steps["lock"]["sha256"]
    (result,) = rules.drawn(steps["lock"]["text"], steps["open"]["otp"])
    assert [result.matter, result.chosen, result.people, result.again] == steps["result"]["draws"][0]
    assert result.people == factory.look(matter.pk).verifiers


def test_nobody_of_the_leads_line_or_of_the_claim_is_eligible(desk, clock):
    factory.claimed(desk)
    draw(clock)
    locked = rules.read(Batch.objects.get().text)
    (wanted,) = locked.wanted
    assert sorted(one.who for one in locked.pool if one.inspector) == [
        "inspector-a", "inspector-b", "inspector-c", "own-inspector",
    ]  # fmt: skip
    assert rules.eligible(locked, wanted, expert=False) == ["inspector-b", "inspector-c"]


def test_a_claim_after_the_lock_waits_for_the_next_day(desk, clock):
    factory.claimed(desk)
    draw(clock)
    late = factory.claimed(desk)
    verifying.run_due()
    assert factory.look(late.pk).how == ""
    clock.move(DAY)
    verifying.run_due()
    assert factory.look(late.pk).how == "on_site"


def test_a_verdict_sent_again_gets_the_first_reply_and_another_command_is_refused(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in desk.inspectors}
    seat = Seat.objects.get(matter=matter.pk)
    order, verdict = Order(people[seat.person]), Verdict(passed=True, text="看过，通过。")
    first = verifying.decide(seat, verdict, order)
    seq = factory.look(matter.pk).seq
    clock.move(60_000)
    assert verifying.decide(seat, verdict, order) == first
    assert factory.look(matter.pk).seq == seq
    with pytest.raises(SeatDone):
        verifying.decide(seat, verdict, Order(people[seat.person]))
    with pytest.raises(CommandReused):
        verifying.decide(seat, Verdict(passed=False, text="不对。"), order)


def test_a_second_look_sent_again_gets_the_first_reply(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in (*desk.inspectors, desk.own_inspector)}
    looked = Seat.objects.get(matter=matter.pk)
    verifying.decide(looked, Verdict(passed=True, text="看过，通过。"), Order(people[looked.person]))
    draw(clock, days=25)
    seat = Seat.objects.get(matter=matter.pk, purpose="RECHECK")
    order, verdict = Order(people[seat.person]), Verdict(passed=False, text="还堵着。")
    first = verifying.decide(seat, verdict, order)
    assert verifying.decide(seat, verdict, order) == first
    assert factory.look(matter.pk).annuls == 1


def test_who_steps_aside_twice_by_one_command_leaves_one_place(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in desk.inspectors}
    seat = Seat.objects.get(matter=matter.pk)
    order = Order(people[seat.person])
    first = verifying.recuse(seat, "户主是我亲戚。", order)
    assert verifying.recuse(seat, "户主是我亲戚。", order) == first
    assert Seat.objects.filter(matter=matter.pk).count() == 2


def test_who_recuses_is_followed_by_the_next_of_the_order(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in desk.inspectors}
    seat = Seat.objects.get(matter=matter.pk)
    verifying.recuse(seat, "户主是我亲戚。", Order(people[seat.person]))
    following = Seat.objects.get(matter=matter.pk, state="WAITING")
    assert following.person in seat.substitutes
    with pytest.raises(NotFound):
        verifying.decide(following, Verdict(passed=True, text="看过。"), Order(people[seat.person]))
    verifying.decide(following, Verdict(passed=True, text="看过。"), Order(people[following.person]))
    assert factory.look(matter.pk).outcome == Outcome.FIXED


def test_a_sample_leaves_the_rest_not_checked_and_without_the_seal(desk, clock, store):
    names = []
    for number in range(12):
        matter = factory.assigned(desk, kind="street", category="wires")
        matters.accept(matter.pk, Order(desk.clerk))
        matters.claim(matter.pk, "理好了。", Order(desk.clerk), pictures=[factory.a_picture(number)])
        names.append(matter.pk)
    draw(clock)
    found = [factory.look(name) for name in names]
    unchecked = [matter for matter in found if matter.outcome == Outcome.UNCHECKED]
    drawn = [matter for matter in found if matter.state == State.CLAIMED]
    assert len(unchecked) + len(drawn) == 12
    assert unchecked
    assert all(matter.vouched == [] and matter.watch_until for matter in unchecked)
    assert {matter.how for matter in drawn} <= {"on_site"}
    assert all(factory.folds(matter) for matter in found)


def test_a_second_look_is_blind_and_takes_a_false_closing_back(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in (*desk.inspectors, desk.own_inspector)}
    first = Seat.objects.get(matter=matter.pk)
    verifying.decide(first, Verdict(passed=True, text="看过，通过。"), Order(people[first.person]))
    draw(clock, days=25)
    again = Seat.objects.get(matter=matter.pk, purpose="RECHECK")
    assert again.person not in {first.person, desk.inspectors[0].username, desk.own_inspector.username}
    blind = queries.shown(people[again.person], again.pk)
    assert not {"outcome", "verifiers", "vouched", "state"} & set(blind.__slots__)
    with pytest.raises(NotFound):
        queries.shown(people[first.person], again.pk)
    verifying.decide(again, Verdict(passed=False, text="还堵着。"), Order(people[again.person]))
    matter = factory.look(matter.pk)
    assert (matter.state, matter.annuls, matter.rechecks) == (State.WORKING, 1, 1)
    assert factory.folds(matter)


def test_a_batch_cut_off_after_the_lock_is_finished_by_the_next_round(desk, clock):
    matter = factory.claimed(desk)
    verifying.run_due()
    clock.move(DAY)
    office = matter.office
    from xiangyue.ledger.matters import desks

    batch = verifying.lock(office, desks.workdays.county_day(desks.clock.now()))
    verifying._open(batch)
    assert factory.look(matter.pk).how == ""
    assert verifying.run_due() == 1
    assert factory.look(matter.pk).how == "on_site"
    assert verifying.run_due() == 0


def test_nobody_is_asked_to_look_again_at_a_closing_that_was_taken_back(desk, clock):
    matter = factory.claimed(desk)
    draw(clock)
    people = {who.username: who for who in desk.inspectors}
    first = Seat.objects.get(matter=matter.pk)
    verifying.decide(first, Verdict(passed=True, text="看过，通过。"), Order(people[first.person]))
    draw(clock, days=25)
    again = Seat.objects.get(purpose="RECHECK")
    matters.annul(matter.pk, "又堵了。", Order(desk.office))
    verifying.run_due()
    assert Seat.objects.get(pk=again.pk).state == "DROPPED"
    with pytest.raises(SeatDone):
        verifying.decide(again, Verdict(passed=True, text="看过。"), Order(people[again.person]))
