"""A plain MP4 with its tables in front (ISO 14496-12 section 8): what phones save and play best."""

from __future__ import annotations  # array[int] cannot be evaluated before Python 3.12

import struct
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from xiangyue.media.frames import TIMESCALE
from xiangyue.media.packaging.fmp4 import box, full_box

_BIG = 1 << 32


@dataclass(slots=True)
class Table:
    """The samples of one track in order. Times in units of `scale`; a chunk is what lies together in the file."""

    scale: int
    times: array[int] = field(default_factory=lambda: array("q"))
    offsets: array[int] = field(default_factory=lambda: array("i"))
    sizes: array[int] = field(default_factory=lambda: array("I"))
    keys: array[int] = field(default_factory=lambda: array("I"))
    chunks: array[int] = field(default_factory=lambda: array("Q"))
    counts: array[int] = field(default_factory=lambda: array("I"))
    entries: array[int] = field(default_factory=lambda: array("I"))
    last: int = 0
    """How long the last sample lasts."""
    _fixed: bytes = b""

    def chunk(self, at: int, count: int, entry: int) -> None:
        """`count` samples lie together from byte `at`; `entry` is the number of their description, from 1."""
        self.chunks.append(at)
        self.counts.append(count)
        self.entries.append(entry)

    @property
    def start(self) -> int:
        """When the first sample is shown, in ticks."""
        return (self.times[0] + (self.offsets[0] if self.offsets else 0)) * TIMESCALE // self.scale

    @property
    def duration(self) -> int:
        """From first to last, in ticks."""
        return (self.times[-1] + self.last - self.times[0]) * TIMESCALE // self.scale

    def boxes(self, descriptions: bytes, base: int) -> bytes:
        """The stbl; `base` is added to the chunks' places."""
        self._fixed = self._fixed or self._described()
        return box(b"stbl", descriptions, self._fixed, self._places(base))

    def _described(self) -> bytes:
        """All of the table that does not depend on where the media begins: minutes of samples, made once."""
        steps = [after - before for before, after in pairwise(self.times)] + [self.last]
        sizes = full_box(b"stsz", 0, 0, struct.pack(">II", 0, len(self.sizes)), _numbers("I", self.sizes))
        shown = _runs(b"ctts", 1, self.offsets, "Ii") if any(self.offsets) else b""
        keys = (
            full_box(b"stss", 0, 0, struct.pack(">I", len(self.keys)), _numbers("I", self.keys)) if self.keys else b""
        )
        times = _runs(b"stts", 0, steps, "II")
        return b"".join((times, shown, keys, self._chunks(), sizes))

    def edits(self, zero: int) -> bytes:
        """The edit list: nothing before the track starts, then all of it from its first picture."""
        wait, media = self.start - zero, self.offsets[0] if self.offsets else 0
        edits = [struct.pack(">Qqi", wait, -1, 0x10000)] if wait else []
        edits.append(struct.pack(">Qqi", self.duration, media, 0x10000))
        return box(b"edts", full_box(b"elst", 1, 0, struct.pack(">I", len(edits)), *edits))

    def _chunks(self) -> bytes:
        rows, first = [], 1
        for (count, entry), group in groupby(zip(self.counts, self.entries, strict=True)):
            rows.append(struct.pack(">III", first, count, entry))
            first += sum(1 for _ in group)
        return full_box(b"stsc", 0, 0, struct.pack(">I", len(rows)), *rows)

    def _places(self, base: int) -> bytes:
        places = array("Q", (place + base for place in self.chunks))
        head = struct.pack(">I", len(places))
        if places[-1] + sum(self.sizes[-self.counts[-1] :]) >= _BIG:
            return full_box(b"co64", 0, 0, head, _numbers("Q", places))
        return full_box(b"stco", 0, 0, head, _numbers("I", places))


def _numbers(letter: str, numbers: Sequence[int]) -> bytes:
    return struct.pack(f">{len(numbers)}{letter}", *numbers)


def _runs(kind: bytes, version: int, numbers: Iterable[int], letters: str) -> bytes:
    """A table of (count, value) rows."""
    rows = [struct.pack(f">{letters}", sum(1 for _ in group), value) for value, group in groupby(numbers)]
    return full_box(kind, version, 0, struct.pack(">I", len(rows)), *rows)


def file_type() -> bytes:
    return box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")


def media_head(length: int) -> bytes:
    """The header of an mdat that holds `length` bytes; above 4 GiB with a 64-bit size."""
    if length + 8 < _BIG:
        return struct.pack(">I4s", length + 8, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", length + 16)
