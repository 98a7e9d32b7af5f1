"""What a studio page sends, record by record, and what our converter hands back: both are this small.

A page numbers its records from 1 and keeps them until they are acknowledged, so that a network may change under it.
"""

import struct
from enum import IntEnum
from typing import NamedTuple

from xiangyue.media.ingest.errors import ProtocolError

_HEAD = struct.Struct(">BIq")
_PIPE = struct.Struct(">IBqi")
PIPE_HEAD = _PIPE.size

MAX_US = 10**13
"""Microseconds: a page that was open for 115 days. Larger stamps are lies."""


class Record(IntEnum):
    """What a record is. Stamps are microseconds of the page's own clock, one clock for picture and sound."""

    PICTURE_CODEC = 1
    """AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1)."""
    SOUND_CODEC = 2
    """From a page: number of channels of the Opus that follows. From the converter: AudioSpecificConfig."""
    KEY = 3
    PICTURE = 4
    """One access unit, NAL units with length prefixes; KEY can be started from."""
    SOUND = 5
    """One Opus packet; from the converter one AAC frame."""
    FILE = 6
    """The next bytes of a recording in a container (MediaRecorder), where a browser cannot encode by itself."""


class Sent(NamedTuple):
    kind: Record
    seq: int
    at_us: int
    body: bytes


class Converted(NamedTuple):
    kind: Record
    at_us: int
    cts_us: int
    body: bytes


def parse(message: bytes) -> Sent:
    """One binary message of a page. Raises `ProtocolError`."""
    if len(message) < _HEAD.size:
        raise ProtocolError("record", "a record without a head")
    kind, seq, at_us = _HEAD.unpack_from(message)
    if not Record.PICTURE_CODEC <= kind <= Record.FILE or seq == 0 or not 0 <= at_us < MAX_US:
        raise ProtocolError("record", "an unknown kind, no number, or a stamp out of this world")
    return Sent(Record(kind), seq, at_us, message[_HEAD.size :])


def spell(kind: Record, seq: int, at_us: int, body: bytes) -> bytes:
    """A record as a page spells it."""
    return _HEAD.pack(kind, seq, at_us) + body


def piped(kind: Record, at_us: int, body: bytes, cts_us: int = 0) -> bytes:
    """A record on its way to the converter or back."""
    return _PIPE.pack(len(body), kind, at_us, cts_us) + body


def unpiped(head: bytes, most: int = 1 << 30) -> tuple[int, Record, int, int]:
    """Length of the body, kind, stamp and composition offset. Raises `ProtocolError`."""
    size, kind, at_us, cts_us = _PIPE.unpack(head)
    if size > most or not Record.PICTURE_CODEC <= kind <= Record.FILE:
        raise ProtocolError("converter", "a record beyond the limit, or of no kind")
    return size, Record(kind), at_us, cts_us
