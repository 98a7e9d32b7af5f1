"""AMF0: byte by byte where encoders differ, and two laws."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.media.ingest import amf
from xiangyue.media.ingest.amf import UNDEFINED, Date, TypedObject
from xiangyue.media.ingest.errors import AmfError

leaves = (
    st.none()
    | st.just(UNDEFINED)
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.builds(Date, st.floats(allow_nan=False), st.integers(-720, 720))
)
names = st.text(max_size=8)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(names, inner, max_size=4)
        | st.builds(TypedObject, names, st.dictionaries(names, inner, max_size=4))
    ),
    max_leaves=12,
)


@pytest.mark.slow  # a law over a hundred nested values
@given(st.lists(values, max_size=4))
def test_what_is_encoded_is_decoded(things):
    assert amf.decode(amf.encode(*things)) == things


@given(st.binary(max_size=300))
def test_any_bytes_are_values_or_an_amf_error(body):
    with contextlib.suppress(AmfError):
        amf.decode(body)


@pytest.mark.slow  # a law over a hundred nested values
@given(values, st.data())
def test_a_cut_value_is_an_error_not_half_a_value(thing, data):
    body = amf.encode(thing)
    cut = data.draw(st.integers(1, len(body) - 1)) if len(body) > 1 else 0
    if cut:
        with pytest.raises(AmfError):
            amf.decode(body[:cut])


@pytest.mark.parametrize(
    ("hexed", "value"),
    [
        ("00 3ff0000000000000", 1.0),
        ("01 02", True),
        ("02 0003 e4b9a1", "乡"),
        ("0c 00000003 e4b9a1", "乡"),
        ("0f 00000004 3c612f3e", "<a/>"),
        ("05", None),
        ("06", UNDEFINED),
        ("0d", UNDEFINED),
        ("0b 0000000000000000 0000", Date(0.0)),
        ("0a 00000002 05 06", [None, UNDEFINED]),
        ("03 0001 61 05 0000 09", {"a": None}),
        ("10 0001 54 0001 61 05 0000 09", TypedObject("T", {"a": None})),
    ],
)
def test_each_marker_is_read(hexed, value):
    assert amf.decode(bytes.fromhex(hexed)) == [value]


@pytest.mark.parametrize("count", [0, 1, 0xFFFFFFFF])
def test_the_count_of_an_ecma_array_is_only_a_hint(count):
    body = b"\x08" + count.to_bytes(4) + bytes.fromhex("0001 61 05 0001 62 06 0000 09")
    assert amf.decode(body) == [{"a": None, "b": UNDEFINED}]


def test_an_ecma_array_may_end_with_its_message():
    assert amf.decode(bytes.fromhex("08 00000001 0001 61 05")) == [{"a": None}]


def test_an_empty_name_is_a_name_unless_the_end_marker_follows():
    assert amf.decode(bytes.fromhex("03 0000 05 0000 09")) == [{"": None}]


def test_a_reference_is_the_value_it_points_to():
    assert amf.decode(bytes.fromhex("03 0001 61 05 0000 09  07 0000")) == [{"a": None}, {"a": None}]


@pytest.mark.parametrize("hexed", ["07 0000", "03 0001 61 07 0000 0000 09"])
def test_a_reference_to_nothing_or_to_its_own_object_is_an_error(hexed):
    with pytest.raises(AmfError):
        amf.decode(bytes.fromhex(hexed))


def test_long_text_gets_the_long_marker():
    body = amf.encode("a" * 65536)
    assert body[:5] == struct.pack(">BI", 12, 65536)
    assert amf.decode(body) == ["a" * 65536]


def test_text_that_is_not_utf8_is_read_with_replacements():
    assert amf.decode(bytes.fromhex("02 0002 c4e3")) == ["��"]


@pytest.mark.parametrize(
    "body",
    [
        b"\x0a\x00\x00\x00\x01" * 17 + b"\x05",  # seventeen arrays deep
        b"\x05" * 2001,
        b"\x0a\xff\xff\xff\xff\x05",  # four milliards announced, one there
        b"\x11",  # a switch to AMF3
        b"\x04",  # a movie clip
    ],
)
def test_what_costs_too_much_or_is_not_ours_is_an_error(body):
    with pytest.raises(AmfError):
        amf.decode(body)
