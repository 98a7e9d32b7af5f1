"""The vectors here are the definition that another implementation is measured by."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.kernel import chain

SALT = bytes(range(16))
PAYLOAD = '{"by":"","n":1,"text":"飞线"}'.encode()

texts = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-chain.GREATEST_INTEGER, chain.GREATEST_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def test_vectors():
    start = chain.genesis("county")
    leaf = chain.leaf(SALT, PAYLOAD)
    assert start.hex() == "d80fc5755033a597a5bab009b64412a5a8d1f8761dd171ada8535b819be5f1c9"
    assert leaf.hex() == "56b81680bc63419b00b2dec4a250950317ec18962f80cc36d58a20528370dc9b"
    assert chain.link(start, 0, leaf).hex() == "0235bf833ae77a6dd0926800d02e362ec7c638d9260e6244ef7468a9f612bb4c"
    assert (
        chain.link(chain.link(start, 0, leaf), 1, leaf).hex()
        == "d82bc8c6caf39bea5e04084e8a4a992b53a4382d826c1a64f90df49d7cc6380b"
    )


def test_vectors_follow_from_the_definition():
    sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()  # noqa: E731 - the formula, not our function
    start = sha(b"xiangyue.name.1\0", b"county")
    leaf = sha(b"xiangyue.leaf.1\0", SALT, PAYLOAD)
    assert chain.genesis("county") == start
    assert chain.leaf(SALT, PAYLOAD) == leaf
    assert chain.link(start, 258, leaf) == sha(b"xiangyue.link.1\0", start, b"\0\0\0\0\0\0\1\2", leaf)


def test_canonical_vectors():
    assert chain.canonical({"b": [1, None, True], "a": {"é": "/", "z": '"\\'}, "": "\n\x01\x7f\u2028"}) == (
        b'{"":"\\n\\u0001\x7f\xe2\x80\xa8","a":{"z":"\\"\\\\","\xc3\xa9":"/"},"b":[1,null,true]}'
    )
    # Code points, not UTF-16 units: U+FFFD comes before U+1F600.
    assert list(json.loads(chain.canonical({"\U0001f600": 1, "\ufffd": 2}))) == ["\ufffd", "\U0001f600"]


@given(st.dictionaries(texts, values, max_size=5))
def test_canonical_is_json_and_does_not_depend_on_the_order_of_keys(payload):
    spelled = chain.canonical(payload)
    assert json.loads(spelled) == payload
    assert chain.canonical(dict(reversed(payload.items()))) == spelled
    assert spelled == json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), 2**53, -(2**53), b"bytes", {1: 2}, object()])
def test_canonical_refuses_what_has_no_one_spelling(value):
    with pytest.raises(ValueError):
        chain.canonical({"a": [value]})


def test_a_salt_is_sixteen_bytes_and_never_the_same():
    salts = {chain.salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {16}


@pytest.mark.parametrize("length", [0, 15, 17])
def test_leaf_refuses_a_salt_that_could_be_part_of_the_payload(length):
    with pytest.raises(ValueError):
        chain.leaf(bytes(length), b"payload")


def test_link_refuses_hashes_of_another_length():
    with pytest.raises(ValueError):
        chain.link(bytes(31), 0, bytes(32))
    with pytest.raises(ValueError):
        chain.link(bytes(32), 0, bytes(33))
