"""A torn tail may go; every other break is named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.timeline import framing
from xiangyue.timeline.errors import Damaged

payloads = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6)


def joined(records):
    return b"".join(map(framing.frame, records))


def read(data):
    return [found.payload for found in framing.frames(data, 0)]


@given(payloads)
def test_what_was_written_is_read(records):
    assert read(joined(records)) == records


@given(payloads, st.data())
def test_a_last_record_that_stops_short_is_a_torn_tail(records, data):
    whole = joined(records)
    start = len(joined(records[:-1]))
    cut = data.draw(st.integers(start, len(whole) - 1))
    assert read(whole[:cut]) == records[:-1]


@given(payloads, st.integers(1, 100))
def test_blocks_never_written_read_as_zeros_and_are_a_torn_tail(records, zeros):
    assert read(joined(records) + bytes(zeros)) == records


@given(payloads, st.binary(min_size=1, max_size=40), st.data())
def test_any_changed_bit_before_the_last_record_is_damage(records, last, data):
    whole = joined(records)
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    changed = bytearray(whole + framing.frame(last))
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        read(bytes(changed))


def test_a_whole_last_record_with_a_wrong_sum_is_damage_and_no_torn_tail():
    changed = bytearray(joined([b"first", b"last"]))
    changed[-1] ^= 1
    with pytest.raises(Damaged, match="broken at byte 13 of 25"):
        read(bytes(changed))


def test_a_reader_finds_its_way_past_damage():
    data = joined([b"first"]) + b"\0\0garbage" + joined([b"second"])
    found = framing.next_frame(data, 14)
    assert found is not None
    assert found.payload == b"second"


def test_a_record_beyond_the_limit_is_not_written():
    with pytest.raises(ValueError, match="is not ours"):
        framing.frame(bytes(framing.MAX_PAYLOAD + 1))
