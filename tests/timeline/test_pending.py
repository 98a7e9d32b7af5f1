"""The moderator's hold, the order, the sampling: pure."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from xiangyue.timeline.events import KINDS, Accepted
from xiangyue.timeline.pending import Held, Pending

DATA = {
    "say": {"name": "甲", "text": "好"},
    "like": {"n": 2},
    "notice": {"text": "八点"},
    "media": {"state": "away"},
    "phase": {"phase": "on_air"},
}
HOLD = 2_000


def held(seq, kind="say", at=0, **data):
    record = Accepted(seq, at, kind, data or DATA[kind], {}, str(seq), "", None)
    return Held(record, bytes(16), hashlib.sha256(seq.to_bytes(8, "big")).digest())


def cut(pending, at, *, since=0, allowed=1_000):
    return pending.cut(since_ms=since, at_ms=at, hold_ms=HOLD, allowed=allowed)


def shown(found):
    return [(event.i, event.k) for event in found.events]


def test_danmaku_wait_for_the_moderator_and_nothing_else_does():
    pending = Pending()
    pending.add(held(1, at=100))
    pending.add(held(2, "notice", at=200))
    first = cut(pending, 500)
    assert (shown(first), first.says, first.rest) == ([(2, "notice")], 0, 2)
    assert shown(cut(pending, 2_099, since=500)) == []
    assert shown(cut(pending, 2_100, since=2_099)) == [(1, "say")]


def test_refused_in_time_stays_in_the_log():
    pending = Pending()
    pending.add(held(1))
    pending.add(held(2))
    pending.add(held(3, "refused", i=1))
    assert not pending.holds(1)
    found = cut(pending, 9_000)
    assert (shown(found), found.says, found.dropped) == ([(2, "say")], 3, ())


def test_a_redaction_of_what_was_never_public_is_not_public_either():
    pending = Pending()
    pending.add(held(1))
    pending.add(held(2, "redact", i=1))
    assert shown(cut(pending, 9_000)) == []


def test_a_redaction_of_what_is_public_is():
    pending = Pending()
    pending.add(held(1))
    cut(pending, 2_000)
    pending.add(held(2, "redact", at=2_100, i=1))
    assert shown(cut(pending, 2_500, since=2_000)) == [(2, "redact")]


def test_taps_of_a_tick_become_one_count():
    pending = Pending()
    for seq in (1, 2, 3):
        pending.add(held(seq, "like", at=seq))
    (event,) = cut(pending, 500).events
    assert (event.i, event.k, event.o, event.d) == (3, "like", 3, {"n": 6})


@given(st.lists(st.sampled_from(sorted(DATA)), max_size=60), st.integers(1, 20))
def test_sampling_takes_danmaku_only_and_the_lowest_ranks_stay(kinds, allowed):
    pending = Pending()
    everything = [held(seq, kind) for seq, kind in enumerate(kinds, 1)]
    for each in everything:
        pending.add(each)
    found = cut(pending, HOLD, allowed=allowed)
    says = sorted((each for each in everything if each.record.kind == "say"), key=lambda each: each.rank)
    assert found.dropped == tuple(sorted(each.record.seq for each in says[allowed:]))
    assert found.sampled == len(found.dropped)
    public = {event.i for event in found.events}
    assert {each.record.seq for each in says[:allowed]} <= public
    assert {seq for seq, kind in enumerate(kinds, 1) if KINDS[kind].control or kind == "media"} <= public


@given(st.lists(st.tuples(st.sampled_from(["say", "notice", "media"]), st.integers(0, 900)), max_size=40), st.data())
def test_everything_comes_out_once_and_in_order_however_ticks_fall(steps, data):
    pending, now, since, out = Pending(), 0, 0, []
    for seq, (kind, gap) in enumerate(steps, 1):
        now += gap
        pending.add(held(seq, kind, at=now))
        if data.draw(st.booleans()):
            out += cut(pending, now, since=since).events
            since = now
    out += cut(pending, now + HOLD, since=since).events
    says = [event.i for event in out if event.k == "say"]
    others = [event.i for event in out if event.k != "say"]
    assert says == sorted(says)
    assert others == sorted(others)
    assert sorted(says + others) == list(range(1, len(steps) + 1))
    assert len(pending) == 0


@given(st.lists(st.sampled_from(sorted(DATA)), max_size=30), st.integers(1, 5), st.booleans())
def test_a_cut_put_back_comes_out_the_same_again(kinds, allowed, stands):
    pending, twin = Pending(), Pending()
    for seq, kind in enumerate(kinds, 1):
        pending.add(held(seq, kind))
        twin.add(held(seq, kind))
    first = cut(pending, HOLD, allowed=allowed)
    pending.put_back(first, sampling_stands=stands)
    again, once = cut(pending, HOLD, allowed=allowed), cut(twin, HOLD, allowed=allowed)
    assert (again.events, again.says, again.rest, again.sampled) == (once.events, once.says, once.rest, once.sampled)
    assert again.dropped == (() if stands else once.dropped)


def test_a_redaction_that_came_while_its_target_was_being_written_takes_it_back_with_it():
    pending = Pending()
    pending.add(held(1))
    pending.add(held(2))
    first = cut(pending, HOLD)
    pending.add(held(3, "redact", i=1))
    pending.put_back(first, sampling_stands=True)
    assert shown(cut(pending, HOLD)) == [(2, "say")]


def test_the_cursors_say_what_is_out():
    pending = Pending(says=4, rest=6)
    for seq, kind in enumerate(["say", "notice", "say", "say", "say", "notice", "notice"], 1):
        pending.add(held(seq, kind))
    assert shown(cut(pending, HOLD)) == [(7, "notice"), (5, "say")]
