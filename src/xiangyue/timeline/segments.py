"""Public segments: what a phone reads, and what its hash covers.

    event leaf   = leaf(salt, canonical({i, k, m?, d}))                  kernel.chain.leaf, salt as shown in `s`
    segment leaf = leaf(sixteen zero bytes, canonical({v, n, at, t, ..., ev: [[i, o, hex of event leaf], ...]}))
    hash(n)      = link(hash(n - 1), n, segment leaf)                    hash(-1) = genesis("line/<lecture>/<epoch>")

An erased event shows its leaf instead of salt and payload, so everything after it still verifies.
"""

import base64
import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from xiangyue.kernel import chain
from xiangyue.timeline.fold import State
from xiangyue.timeline.records import NO_SALT

SNAPSHOT_EVERY = 10
"""Segments. A late joiner reads a snapshot and at most nine segments, all of them inside the head document."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """`i` seq in the log, `k` kind, `o` ms into the tick, `m` media time in ms, `d` data, `s` salt; erased: `leaf`."""

    i: int
    k: str
    o: int = 0
    m: int | None = None
    d: dict[str, Any] | None = None
    s: str = ""
    leaf: str = ""


class Opens(msgspec.Struct, frozen=True):
    """Why this epoch exists: the hash of the last segment of the one before, a reason, who decided."""

    previous_epoch_head: str
    reason: str
    by: str


class Segment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One tick. `at` ms of sealing, `t` ms until the next at the latest, `sampled` danmaku left out of it,
    `last` nothing follows, `opens` only in the first of a later epoch.
    """

    v: int
    n: int
    at: int
    t: int
    prev: str
    hash: str
    ev: list[Event]
    sampled: int = 0
    last: bool = False
    opens: Opens | None = None


class Snapshot(msgspec.Struct, frozen=True):
    """The fold of the segments 0..n."""

    v: int
    k: int
    n: int
    state: State


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes that never change: a gzip body and the hash that names it (base64url)."""

    body: bytes
    hash: str


_segment = msgspec.json.Decoder(Segment)
_canonical = msgspec.json.Encoder(order="deterministic")
"""`kernel.chain.canonical` for data that passed it when they were accepted: a third of its cost, 500 times a tick."""
_snapshot = msgspec.json.Decoder(Snapshot)


def genesis(lecture: str, epoch: int) -> bytes:
    return chain.genesis(f"line/{lecture}/{epoch}")


def event_leaf(event: Event) -> bytes:
    """What the chain keeps of an event."""
    if event.leaf:
        return bytes.fromhex(event.leaf)
    payload: dict[str, Any] = {"i": event.i, "k": event.k, "d": event.d or {}}
    if event.m is not None:
        payload["m"] = event.m
    return chain.leaf(unletters(event.s), _canonical.encode(payload))


def segment_hash(previous: bytes, segment: Segment) -> bytes:
    """The public chain's head after this segment; its own `prev` and `hash` are not looked at."""
    header: dict[str, Any] = {"v": segment.v, "n": segment.n, "at": segment.at, "t": segment.t}
    if segment.sampled:
        header["sampled"] = segment.sampled
    if segment.last:
        header["last"] = True
    if segment.opens is not None:
        header["opens"] = msgspec.to_builtins(segment.opens)
    header["ev"] = [[event.i, event.o, event_leaf(event).hex()] for event in segment.ev]
    return chain.link(previous, segment.n, chain.leaf(NO_SALT, _canonical.encode(header)))


def chained(previous: bytes, segment: Segment) -> Segment:
    """The segment with both its hashes."""
    return msgspec.structs.replace(segment, prev=letters(previous), hash=letters(segment_hash(previous, segment)))


def erased(event: Event) -> Event:
    """The event without what it said: its place and its leaf."""
    return Event(event.i, "erased", event.o, leaf=event_leaf(event).hex())


def encode(value: Segment | Snapshot) -> bytes:
    return msgspec.json.encode(value)


def decode(raw: bytes) -> Segment:
    return _segment.decode(raw)


def decode_snapshot(raw: bytes) -> Snapshot:
    return _snapshot.decode(raw)


def pressed(raw: bytes) -> bytes:
    """The body as it is sent: gzip once, without a time, so that the same content is the same bytes."""
    return gzip.compress(raw, compresslevel=6, mtime=0)


def block(i: int, first: int, raws: list[bytes]) -> bytes:
    """All segments of minute `i` in one JSON text; their own bytes stand in it unchanged."""
    last = first + len(raws) - 1
    return b'{"v":1,"i":%d,"from":%d,"to":%d,"segments":[%s]}' % (i, first, last, b",".join(raws))


def digest(body: bytes) -> bytes:
    """What names a body outside the chain."""
    return hashlib.sha256(body).digest()


def letters(raw: bytes) -> str:
    """Base64url without padding, the spelling of hashes and salts in public JSON."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unletters(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
