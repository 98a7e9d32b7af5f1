"""Timestamps without their wraps."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.media.ingest.clock import WRAP_24, WRAP_32, Unwrapped

steps = st.lists(st.integers(-1000, 1000) | st.integers(0, 60_000), max_size=30)


def run(raws):
    clock = Unwrapped()
    return [clock.at(raw) for raw in raws]


@given(st.integers(0, WRAP_32 - 1), steps)
def test_steps_survive_any_number_of_32_bit_wraps(start, moves):
    times = [start]
    for move in moves:
        times.append(times[-1] + move)
    # A step back over zero is not told apart from one before the wrap, nor need it be: differences are what counts.
    long = run([time % WRAP_32 for time in times])
    assert [after - before for before, after in pairwise(long)] == moves


@given(steps)
def test_steps_survive_a_24_bit_wrap(moves):
    times = [WRAP_24 - 40]
    for move in moves:
        times.append(times[-1] + abs(move) % 100)
    assert run([time % WRAP_24 for time in times]) == times


def test_the_other_track_may_still_be_before_the_24_bit_border():
    assert run([WRAP_24 - 20, 5, WRAP_24 - 3, 30, WRAP_24 - 1]) == [
        WRAP_24 - 20,
        WRAP_24 + 5,
        WRAP_24 - 3,
        WRAP_24 + 30,
        WRAP_24 - 1,
    ]


def test_a_day_of_24_bit_wraps_counts_on():
    times = list(range(0, 24 * 3600 * 1000, 20_000))
    assert run([time % WRAP_24 for time in times]) == times


@pytest.mark.parametrize("raws", [[17_000_000, 17_000_040], [0, 16_770_000], [500_000, 0], [WRAP_24 - 40, WRAP_24 + 5]])
def test_what_is_no_wrap_is_passed_on_as_it_is(raws):
    assert run(raws) == raws
