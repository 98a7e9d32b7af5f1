"""A claim made by mistake is taken back before the draw; by no timing does anybody choose who looks, or hide late work."""

import uuid

import pytest
from tests.factories import matters as factory

from xiangyue.journal import queries as journal
from xiangyue.kernel import workdays
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import errors
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import Outcome, State, Verb
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries, rules
from xiangyue.ledger.verifying.models import Batch, Seat
from xiangyue.org.access.rules import HOUSE

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600_000
HOUR = 3_600_000


def back(desk, matter, by=None, **more):
    return verifying.withdraw(matter.pk, "点错了，还差一段。", Order(by or desk.clerk, **more))


def again(desk, matter):
    matters.claim(matter.pk, "这回清走了。", Order(desk.clerk))


def draw(clock):
    verifying.run_due()
    clock.move(DAY)
    verifying.run_due()


def locked(matter, clock):
    """The day's claims locked, and the process cut off before anything is opened."""
    verifying.run_due()
    clock.move(DAY)
    return verifying.lock(matter.office, workdays.county_day(verifying.clock.now()))


def test_it_goes_back_to_work_as_if_the_clock_had_never_stopped(desk, clock):
    matter = factory.claimed(desk)
    clock.move(HOUR)
    back(desk, matter)
    now = factory.look(matter.pk)
    assert (now.state, now.claimed_at, now.due, now.original_due, now.fails, now.outcome) == (
        State.WORKING, None, matter.due, matter.original_due, 0, Outcome.OPEN,
    )  # fmt: skip
    assert now.next_rung_at is not None
    assert factory.folds(now)
    [line] = [line for line in ledger.timeline(HOUSE, now) if line.verb is Verb.WITHDRAW]
    assert (line.by, line.unit, line.said["text"]) == ("clerk", "fushan", "点错了，还差一段。")


def test_what_it_brought_to_prove_it_proves_nothing_any_more(desk, store):
    matter = factory.working(desk)
    matters.claim(matter.pk, "清走了。", Order(desk.clerk), pictures=[factory.a_picture(1)])
    assert ledger.withdrawn(ledger.timeline(HOUSE, matter)) == set()
    back(desk, matter)
    assert len(ledger.withdrawn(ledger.timeline(HOUSE, matter))) == 1


def test_what_a_helper_has_done_stands_with_its_pictures(desk, store):
    matter = factory.assigned(desk, helpers=[("yibao", None)])
    matters.accept(matter.pk, Order(desk.clerk))
    matters.done(matter.pk, "电箱装好了。", Order(desk.bureau_clerk), pictures=[factory.a_picture(2)])
    matters.claim(matter.pk, "清走了。", Order(desk.clerk), pictures=[factory.a_picture(1)])
    back(desk, matter)
    now = factory.look(matter.pk)
    [taken] = ledger.withdrawn(ledger.timeline(HOUSE, now))
    [(own, _sha, _role)] = next(e.data["evidence"] for e in ledger.events(now.pk) if e.verb == Verb.CLAIM)
    assert (taken, now.helpers["yibao"][1] is not None) == (own, True)


def test_only_its_lead_takes_it_back_and_the_same_press_is_one(desk):
    matter = factory.claimed(desk)
    with pytest.raises(errors.NotYours):
        back(desk, matter, by=desk.office)
    with pytest.raises(NotFound):
        back(desk, matter, by=desk.other_clerk)
    with pytest.raises(errors.BadMatter):
        verifying.withdraw(matter.pk, " ", Order(desk.clerk))
    command = str(uuid.uuid4())
    assert back(desk, matter, command=command) == back(desk, matter, command=command)
    with pytest.raises(errors.WrongMove):
        back(desk, matter)


def test_a_withdrawn_claim_is_in_no_draw_and_the_next_one_is_drawn_once(desk, clock):
    matter = factory.claimed(desk)
    back(desk, matter)
    draw(clock)
    assert (Batch.objects.count(), Seat.objects.count()) == (0, 0)
    again(desk, matter)
    clock.move(DAY)
    verifying.run_due()
    assert Seat.objects.filter(matter=matter.pk).count() == 1


def test_law_once_the_days_claims_are_locked_none_is_taken_back(desk, clock):
    matter = factory.claimed(desk)
    batch = locked(matter, clock)
    for step in (lambda: None, lambda: verifying._open(batch), verifying.run_due):
        step()
        with pytest.raises(errors.ClaimStands):
            back(desk, matter)
    assert factory.look(matter.pk).how == "on_site"


def test_law_a_claim_made_after_the_lock_gets_nothing_of_that_days_draw(desk, clock):
    """Were one withdrawn in the very moment of the lock: what was made anew waits for the next opening."""
    matter = factory.claimed(desk)
    batch = locked(matter, clock)
    matters.withdraw(matter.pk, "点错了。", Order(desk.clerk))  # past the door that looks at locks
    clock.move(1000)
    again(desk, matter)
    verifying.run_due()
    assert (Batch.objects.get(pk=batch.pk).step, factory.look(matter.pk).how) == ("DONE", "")
    assert Seat.objects.count() == 0
    clock.move(DAY)
    verifying.run_due()
    assert factory.look(matter.pk).batch not in {"", batch.pk}


@pytest.mark.parametrize("withdraws", [False, True])
def test_law_who_looks_follows_from_the_lock_and_the_opening_whatever_was_withdrawn_before(desk, clock, withdraws):
    matter = factory.claimed(desk)
    if withdraws:
        back(desk, matter)
        again(desk, matter)
    draw(clock)
    steps = {entry.verb: entry.data for entry in journal.of(queries.chain("kecheng"))}
    (result,) = rules.drawn(steps["lock"]["text"], steps["open"]["otp"])
    assert result.people == factory.look(matter.pk).verifiers


def test_a_second_time_it_stands_until_one_has_come_into_a_draw(desk, clock):
    matter = factory.claimed(desk)
    back(desk, matter)
    again(desk, matter)
    with pytest.raises(errors.ClaimStands, match="撤回过一次"):
        back(desk, matter)
    draw(clock)
    people = {who.username: who for who in desk.inspectors}
    seat = Seat.objects.get(matter=matter.pk)
    verifying.decide(seat, Verdict(passed=False, text="还堵着。"), Order(people[seat.person]))
    clock.move(1000)
    again(desk, matter)
    back(desk, matter)
    assert factory.look(matter.pk).state == State.WORKING


def test_where_its_reporter_has_spoken_since_it_stands(desk):
    matter = factory.claimed(desk)
    noted = matters.Noted(ledger.ADDED, {"added": True})
    matters.note(matter.pk, noted, Order(HOUSE), said={"text": "还堵着。"})
    assert Matter.objects.get(pk=matter.pk).added_at is not None
    with pytest.raises(errors.ClaimStands, match="反映的人"):
        back(desk, matter)
