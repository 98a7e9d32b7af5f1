"""Compressing a growing list without compressing its past again.

Deflate may be cut at byte boundaries (full flush, RFC 1951 section 3.2.4): old text is packed once in pieces, and a
gzip member (RFC 1952) is put together from them. Six hours of a lecture cost a checksum instead of a compression.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""No name, no time (so equal text makes equal bytes), system unknown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that will not change, raw and packed."""

    raw: bytes
    packed: bytes


def pack(raw: bytes) -> Piece:
    """Pack a text for use in the middle of a gzip member."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Piece(raw, engine.compress(raw) + engine.flush(zlib.Z_FULL_FLUSH))


def member(first: bytes, pieces: Iterable[Piece], last: bytes) -> tuple[bytes, bytes]:
    """The text `first + pieces + last`, raw and as one gzip member."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    raw, packed = [first], [_HEAD, engine.compress(first) + engine.flush(zlib.Z_FULL_FLUSH)]
    for piece in pieces:
        raw.append(piece.raw)
        packed.append(piece.packed)
    raw.append(last)
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    text = b"".join(raw)
    packed.append(engine.compress(last) + engine.flush())
    packed.append(struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF))
    return text, b"".join(packed)


def whole(text: bytes) -> tuple[bytes, bytes]:
    """A text, raw and as one gzip member without pieces."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    trailer = struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF)
    return text, _HEAD + engine.compress(text) + engine.flush() + trailer
