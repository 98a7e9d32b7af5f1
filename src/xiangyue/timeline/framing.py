"""Records in an append-only file: length (4 bytes, big endian), CRC-32 (4), payload. The same for log and segments.

A torn tail is what a kill in mid-write leaves: a last record that stops short, or blocks that were never written and
read as zeros. It was never acknowledged and may go. Everything else that does not fit is damage, and is named.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from xiangyue.timeline.errors import Damaged

_HEAD = struct.Struct(">II")
HEAD_LENGTH = _HEAD.size

MAX_PAYLOAD = 8 << 20
"""Bytes. A segment of 1,000 danmaku is 250 kB; a greater length is not ours."""


@dataclass(frozen=True, slots=True)
class Frame:
    offset: int
    end: int
    payload: bytes


def frame(payload: bytes) -> bytes:
    """A record as it stands in the file."""
    if len(payload) > MAX_PAYLOAD:
        raise ValueError(f"a record of {len(payload)} bytes is not ours")
    return _HEAD.pack(len(payload), zlib.crc32(payload)) + payload


def frame_at(data: bytes, offset: int) -> Frame | None:
    """The record that begins at `offset`, or nothing if no whole, sound record does."""
    start = offset + HEAD_LENGTH
    if start > len(data):
        return None
    length, crc = _HEAD.unpack_from(data, offset)
    end = start + length
    if length > MAX_PAYLOAD or end > len(data):
        return None
    payload = data[start:end]
    return Frame(offset, end, payload) if length and zlib.crc32(payload) == crc else None


def next_frame(data: bytes, offset: int) -> Frame | None:
    """The first sound record that begins at or after `offset`: how a reader gets past damage."""
    for start in range(offset, len(data) - HEAD_LENGTH):
        # A length below 16 MiB begins with a zero byte; text does not, so few places are tried.
        if data[start] == 0 and (found := frame_at(data, start)):
            return found
    return None


def frames(data: bytes, offset: int) -> Iterator[Frame]:
    """All records from `offset` up to the end or a torn tail. Raises `Damaged` with the place of any other break."""
    while offset < len(data):
        found = frame_at(data, offset)
        if found is None:
            if not is_torn(data, offset):
                raise Damaged(f"broken at byte {offset} of {len(data)}")
            return
        yield found
        offset = found.end


def check_order(what: str, expected: int, found: int) -> None:
    """Raises `Damaged` if something is missing before what was found."""
    if found != expected:
        raise Damaged(f"{what} {expected} is missing, {found} stands in its place")


def is_torn(data: bytes, offset: int) -> bool:
    """Whether what begins at `offset`, which is no sound record, is a last record that was never finished."""
    tail = data[offset:]
    if not tail.strip(b"\0"):
        return True
    if len(tail) >= HEAD_LENGTH:
        length, _ = _HEAD.unpack_from(tail)
        if length <= MAX_PAYLOAD and HEAD_LENGTH + length <= len(tail):
            return False
    return next_frame(data, offset + 1) is None
