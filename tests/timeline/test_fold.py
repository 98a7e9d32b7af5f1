"""State + events = fresh state, at every number."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.line import VECTORS, a_history, vector

from xiangyue.timeline.fold import FRESH, RECENT, REDACTED, State, fold
from xiangyue.timeline.segments import Event, Segment

CAPTURES = Path(__file__).parents[1] / "captures" / "line"


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_vectors_are_what_the_browser_is_held_to(name):
    assert (CAPTURES / f"{name}.json").read_bytes() == vector(name)


def test_every_capture_is_a_vector():
    assert {path.stem for path in CAPTURES.glob("*.json")} == set(VECTORS)


@given(st.integers(0, 2**32), st.integers(1, 8), st.data())
def test_from_any_state_on_the_end_is_the_same(seed, ticks, data):
    history = a_history(seed, ticks=ticks, most=12)
    states = [FRESH]
    for segment in history:
        states.append(fold(states[-1], segment))
    start = data.draw(st.integers(0, ticks))
    # A state travels as JSON in a snapshot.
    state = msgspec.json.decode(msgspec.json.encode(states[start]), type=State)
    for segment in history[start:]:
        state = fold(state, segment)
    assert state == states[-1]


@given(st.integers(0, 2**32))
def test_how_a_history_is_cut_into_ticks_changes_only_moments(seed):
    history = a_history(seed, ticks=6, most=6)
    whole = Segment(1, 0, history[0].at, 500, "", "", [event for segment in history for event in segment.ev])
    apart = [msgspec.structs.replace(segment, at=whole.at) for segment in history]
    state = FRESH
    for segment in apart:
        state = fold(state, segment)
    assert state == fold(FRESH, whole)


def test_lists_are_bounded():
    says = [Event(i, "say", d={"name": "甲", "text": "好"}) for i in range(1, 400)]
    redactions = [Event(i, "redact", d={"i": i - 301}) for i in range(401, 701)]
    state = fold(FRESH, Segment(1, 0, 0, 500, "", "", says))
    assert (state.said, [said.i for said in state.recent]) == (399, list(range(400 - RECENT, 400)))
    state = fold(state, Segment(1, 1, 0, 500, "", "", redactions))
    assert (state.said, state.recent) == (399, ())
    assert state.redacted == tuple(range(400 - REDACTED, 400))


def test_what_is_not_known_or_erased_is_passed_over():
    ev = [Event(1, "lottery", d={"n": 1}), Event(2, "erased", leaf="00" * 32)]
    assert fold(FRESH, Segment(1, 0, 0, 500, "", "", ev)) == FRESH
