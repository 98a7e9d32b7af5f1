"""One record of the private log in bytes, and its place in the chain.

A record has two parts. The header (seq, at, kind, command, leaf of the body) stays for ever; the body (by, data,
private, media_ms) can be erased. The chain links headers, a header names its body's salted leaf: so an erased record
still proves its place, its kind and its moment, and nothing else. A header hides nothing and needs no salt.

The public salt of an event is a hash of the private one: showing it says nothing about the private leaf.
"""

import hashlib

import msgspec

from xiangyue.kernel import chain
from xiangyue.timeline.errors import Damaged
from xiangyue.timeline.events import Accepted

NO_SALT = bytes(chain.SALT_LENGTH)
_OPEN_SALT = b"xiangyue.salt.1\0"

MAGIC = b"xiangyue.log.1\0\0"
"""The file begins with this and the lecture's sixteen letters."""

START = len(MAGIC) + 16


class Header(msgspec.Struct, frozen=True):
    seq: int
    at: int
    kind: str
    command: str
    body: str


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """What a frame holds. Without salt and body the record is erased."""

    header: bytes
    salt: bytes
    body: bytes
    link: bytes

    @property
    def erased(self) -> bool:
        return not self.salt


_header = msgspec.json.Decoder(Header)
_stored = msgspec.msgpack.Decoder(Stored)
_canonical = msgspec.json.Encoder(order="sorted")
"""`kernel.chain.canonical` for what cannot be anything but texts and small integers: a third of its cost."""
_encoder = msgspec.msgpack.Encoder()


def genesis(lecture: str) -> bytes:
    """What the first record of a lecture's log follows."""
    return chain.genesis(f"line/{lecture}")


def store(accepted: Accepted, *, salt: bytes, previous: bytes) -> Stored:
    """The record as it is kept, linked behind `previous`. Raises `ValueError` for data without one JSON spelling."""
    body = chain.canonical(
        {"by": accepted.by, "data": accepted.data, "media_ms": accepted.media_ms, "private": accepted.private}
    )
    leaf = chain.leaf(salt, body).hex()
    header = _canonical.encode(Header(accepted.seq, accepted.at, accepted.kind, accepted.command, leaf))
    return Stored(header, salt, body, link(previous, accepted.seq, header))


def link(previous: bytes, seq: int, header: bytes) -> bytes:
    """The chain's head after a record with this header."""
    return chain.link(previous, seq, chain.leaf(NO_SALT, header))


def pack(stored: Stored) -> bytes:
    return _encoder.encode(stored)


def unpack(payload: bytes) -> Stored:
    """Raises `Damaged` for a payload that no `pack` wrote."""
    try:
        return _stored.decode(payload)
    except msgspec.MsgspecError as error:
        raise Damaged(f"a record that is none: {error}") from error


def header_of(stored: Stored) -> Header:
    """Raises `Damaged` for a header that no `store` wrote."""
    try:
        return _header.decode(stored.header)
    except msgspec.MsgspecError as error:
        raise Damaged(f"a record's header that is none: {error}") from error


def accepted_of(stored: Stored, header: Header | None = None) -> Accepted:
    """The record's meaning. An erased one keeps seq, moment and command; its data say what kind it was."""
    head = header or header_of(stored)
    if stored.erased:
        return Accepted(head.seq, head.at, "erased", {"kind": head.kind}, {}, head.command, "", None)
    body = msgspec.json.decode(stored.body)
    return Accepted(
        head.seq, head.at, head.kind, body["data"], body["private"], head.command, body["by"], body["media_ms"]
    )


def erase(stored: Stored) -> Stored:
    """The record without salt and body; its place in the chain is the same."""
    return Stored(stored.header, b"", b"", stored.link)


def open_salt(salt: bytes) -> bytes:
    """The salt under which the record's public part is published."""
    return hashlib.sha256(_OPEN_SALT + salt).digest()[: chain.SALT_LENGTH]
