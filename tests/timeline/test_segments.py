"""What a hash covers, by the formula and not by our functions; and the bytes of a body."""

import base64
import gzip
import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.line import LECTURE, a_history

from xiangyue.kernel import chain
from xiangyue.timeline import records, segments
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.segments import Event, Opens, Segment


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def plain(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@given(st.integers(0, 2**32))
def test_hashes_follow_from_the_definition(seed):
    """What a phone has to do that trusts nobody: JSON in, hash out."""
    previous = sha(b"xiangyue.name.1\0", f"line/{LECTURE}/1".encode())
    for segment in a_history(seed, ticks=4, most=5):
        shown = json.loads(segments.encode(segment))
        assert raw(shown["prev"]) == previous
        ev = []
        for event in shown.pop("ev"):
            leaf = event.get("leaf")
            if leaf is None:
                payload = plain({key: event[key] for key in ("i", "k", "m", "d") if key in event})
                leaf = sha(b"xiangyue.leaf.1\0", raw(event["s"]), payload).hex()
            ev.append([event["i"], event.get("o", 0), leaf])
        del shown["prev"]
        named = raw(shown.pop("hash"))
        leaf = sha(b"xiangyue.leaf.1\0", bytes(16), plain({**shown, "ev": ev}))
        previous = sha(b"xiangyue.link.1\0", previous, segment.n.to_bytes(8, "big"), leaf)
        assert named == previous


@given(st.integers(0, 2**32), st.data())
def test_an_erased_event_leaves_every_hash_as_it_was(seed, data):
    segment = next(segment for segment in a_history(seed, ticks=40, most=5) if segment.ev)
    victim = data.draw(st.sampled_from(segment.ev))
    without = msgspec.structs.replace(
        segment, ev=[segments.erased(event) if event is victim else event for event in segment.ev]
    )
    previous = raw(segment.prev)
    assert segments.segment_hash(previous, without) == segments.segment_hash(previous, segment)


@pytest.mark.parametrize(
    "change",
    [{"at": 2}, {"t": 2}, {"n": 1}, {"sampled": 1}, {"last": True}, {"opens": Opens("", "", "")}, {"ev": []}],
)
def test_every_field_is_covered(change):
    segment = Segment(1, 0, 1, 1, "", "", [Event(1, "say", 1, None, {}, "A" * 22)])
    previous = segments.genesis(LECTURE, 1)
    changed = msgspec.structs.replace(segment, **change)
    assert segments.segment_hash(previous, changed) != segments.segment_hash(previous, segment)


def test_a_body_has_no_time_in_it_and_an_empty_tick_is_small():
    body = segments.pressed(segments.encode(a_history(1, ticks=1, most=0)[0]))
    assert body[4:8] == bytes(4)
    assert gzip.decompress(body) == segments.encode(a_history(1, ticks=1, most=0)[0])
    assert len(body) < 200


@given(st.text(max_size=20), st.text(max_size=10))
def test_a_record_is_spelled_in_the_one_way(text, by):
    accepted = Accepted(7, 5, "say", {"text": text}, {"ticket": "t"}, "c", by, None)
    stored = records.store(accepted, salt=bytes(range(16)), previous=bytes(32))
    body = plain({"by": by, "data": {"text": text}, "media_ms": None, "private": {"ticket": "t"}})
    leaf = sha(b"xiangyue.leaf.1\0", bytes(range(16)), body).hex()
    header = plain({"seq": 7, "at": 5, "kind": "say", "command": "c", "body": leaf})
    assert (stored.body, stored.header) == (body, header)
    link = sha(b"xiangyue.link.1\0", bytes(32), (7).to_bytes(8, "big"), sha(b"xiangyue.leaf.1\0", bytes(16), header))
    assert stored.link == link
    assert records.accepted_of(records.unpack(records.pack(stored))) == accepted


def test_the_public_salt_says_nothing_of_the_private_one():
    salt = chain.salt()
    assert records.open_salt(salt) == sha(b"xiangyue.salt.1\0", salt)[:16]
