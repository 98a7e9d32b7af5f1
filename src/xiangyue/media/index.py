"""The index of a recording: what lies where in the ten-minute files. Forty bytes a record, each with its checksum.

A record is written after the bytes it speaks of, so that whatever a valid record names is there. What follows the
first record that does not check was being written when the power went, and is cut off.
"""

import os
import struct
import zlib
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from xiangyue.media.packaging.segments import Part, Segment

_BODY = struct.Struct(">BBHIQIIqI")
SIZE = _BODY.size + 4

FORMAT = 1


class Kind(IntEnum):
    HEAD = 1
    """First of every file: `value` target duration in seconds, `duration` part target in ticks, `number` the format."""
    INIT = 2
    """`value` version, `offset` and `size` its bytes."""
    OPEN = 3
    """Segment `msn`: `moment` its start in ticks, `offset` where it begins, `value` its init version."""
    DATE = 4
    """Segment `msn`: `moment` its date in milliseconds since the epoch."""
    PART = 5
    """The next part of segment `msn`: `duration` in ticks, `offset`, `size` (0: a gap)."""
    CLOSE = 6
    """Segment `msn` is complete."""
    END = 7
    """The lecture is over."""


DISCONTINUITY = INDEPENDENT = 1
"""`flags` of OPEN and of PART."""


class Record(NamedTuple):
    kind: int
    flags: int = 0
    number: int = 0
    msn: int = 0
    offset: int = 0
    size: int = 0
    duration: int = 0
    moment: int = 0
    value: int = 0


def encode(record: Record) -> bytes:
    body = _BODY.pack(*record)
    return body + struct.pack(">I", zlib.crc32(body))


def decode(data: bytes) -> list[Record]:
    """The records up to the first that does not check."""
    records = []
    for start in range(0, len(data) - SIZE + 1, SIZE):
        body, check = data[start : start + _BODY.size], data[start + _BODY.size : start + SIZE]
        if zlib.crc32(body) != int.from_bytes(check, "big"):
            break
        records.append(Record(*_BODY.unpack(body)))
    return records


class Place(NamedTuple):
    """Where a segment lies: number of the ten-minute file, first byte, bytes."""

    slot: int
    offset: int
    size: int


@dataclass(slots=True)
class Recording:
    """One rendition's recording as read back. Segments are closed, whether or not their end was written."""

    target_s: int = 0
    part_ticks: int = 0
    ended: bool = False
    segments: list[Segment] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    inits: dict[int, bytes] = field(default_factory=dict)
    """Init segments by version."""

    @property
    def end(self) -> int:
        """Where the next segment starts, in ticks."""
        return self.segments[-1].start + self.segments[-1].duration if self.segments else 0


def slots(folder: Path) -> list[int]:
    """The ten-minute files of a rendition, in order."""
    return sorted(int(path.stem) for path in folder.glob("*.idx"))


def index_path(folder: Path, slot: int) -> Path:
    return folder / f"{slot:06d}.idx"


def media_path(folder: Path, slot: int) -> Path:
    return folder / f"{slot:06d}.m4s"


def load(folder: Path) -> Recording:
    """The recording of a rendition. A folder without one gives an empty recording."""
    recording = Recording()
    for slot in slots(folder):
        with media_path(folder, slot).open("rb") as media:
            for record in decode(index_path(folder, slot).read_bytes()):
                if record.kind == Kind.INIT:
                    recording.inits.setdefault(record.value, os.pread(media.fileno(), record.size, record.offset))
                else:
                    _apply(recording, slot, record)
    for segment in recording.segments:
        segment.closed = True
        recording.places[segment.msn] = recording.places[segment.msn]._replace(size=segment.size)
    return recording


def _apply(recording: Recording, slot: int, record: Record) -> None:
    match record.kind:
        case Kind.HEAD:
            recording.target_s, recording.part_ticks = record.value, record.duration
        case Kind.OPEN:
            broken = bool(record.flags & DISCONTINUITY)
            recording.segments.append(Segment(record.msn, record.moment, 0, record.value, broken))
            recording.places[record.msn] = Place(slot, record.offset, 0)
        case Kind.DATE:
            recording.segments[-1].date_ms = record.moment
        case Kind.PART:
            part = Part(record.duration, record.size, bool(record.flags & INDEPENDENT))
            recording.segments[-1].parts.append(part)
        case Kind.END:
            recording.ended = True


def align(recordings: list[Recording]) -> None:
    """Make the renditions of a lecture agree after a death between two writes, or after recording had stopped.

    Every number up to the last is there in each, with the same duration: what one lacks is a gap.
    """
    known: dict[int, Segment] = {}
    for recording in recordings:
        for segment in recording.segments:
            if segment.msn not in known or segment.duration > known[segment.msn].duration:
                known[segment.msn] = segment
    last, at, date_ms = max(known, default=-1), 0, 0
    for msn in range(last + 1):
        if msn not in known:
            known[msn] = _missing(msn, at, date_ms, known)
        segment = known[msn]
        at, date_ms = segment.start + segment.duration, segment.date_ms + segment.duration // 90
    for recording in recordings:
        mine = {segment.msn: segment for segment in recording.segments}
        recording.segments = [_like(known[msn], mine.get(msn)) for msn in range(last + 1)]


def _missing(msn: int, at: int, date_ms: int, known: dict[int, Segment]) -> Segment:
    """A gap in place of a segment that no rendition has, as long as its neighbours leave room for."""
    following = min(number for number in known if number > msn)
    room = max((known[following].start - at) // (following - msn), 1)
    return Segment(
        msn, at, date_ms, known[following].init, discontinuity=False, parts=[Part(room, 0, False)], closed=True
    )


def _like(model: Segment, segment: Segment | None) -> Segment:
    if segment is None:
        segment = Segment(model.msn, model.start, model.date_ms, 0, model.discontinuity, closed=True)
    missing = model.parts[len(segment.parts) :]
    segment.parts += [Part(part.duration, 0, independent=False) for part in missing]
    return segment
