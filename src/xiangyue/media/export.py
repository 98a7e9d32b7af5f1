"""The download of a finished lecture: one plain MP4, streamed out of the recording without another copy on disk.

The tables are read out of the recorded parts first, so that the length is known before the first byte, and any range
can be served. Where the encoder was away the download goes straight on: a file has no poster to show.
"""

from __future__ import annotations  # array[int] cannot be evaluated before Python 3.12

import os
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from xiangyue.media import index
from xiangyue.media.answers import NoMedia
from xiangyue.media.index import Kind
from xiangyue.media.packaging import fmp4, mp4
from xiangyue.media.packaging.fmp4 import VIDEO_TRACK, Audio, Video
from xiangyue.media.packaging.mp4 import Table

BLOCK = 256 * 1024
"""Bytes handed out at a time, about."""

_KEY = 0x02000000

_Track = TypeVar("_Track", Video, Audio)


class _Range(NamedTuple):
    """Media bytes in a recorded file."""

    slot: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file that does not exist: `length` bytes, any of which can be read. Reading touches the disk: use a thread."""

    folder: Path
    length: int
    head: bytes
    ranges: tuple[_Range, ...]
    ends: array[int]
    """Where each range ends in the download."""

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, in blocks."""
        if start < len(self.head):
            yield self.head[start:stop]
        number = bisect_right(self.ends, max(start, len(self.head)))
        block: list[bytes] = []
        size = 0
        with _Files(self.folder) as files:
            while number < len(self.ranges) and (ahead := self.ends[number] - self.ranges[number].size) < stop:
                part = self.ranges[number]
                skip = max(start - ahead, 0)
                piece = files.read(part.slot, part.offset + skip, min(part.size, stop - ahead) - skip)
                block.append(piece)
                size += len(piece)
                if size >= BLOCK:
                    yield b"".join(block)
                    block, size = [], 0
                number += 1
        if block:
            yield b"".join(block)


def mp4_of(folder: Path) -> Download:
    """The download of a lecture's folder (`Broadcast.folder`). Reads every part's table: some seconds per hour of
    lecture on a slow disk, so call it in a thread. Raises `NoMedia` when nothing was recorded.
    """
    scan = _Scan(folder / "source")
    tables = scan.tables()
    if not tables:
        raise NoMedia
    kind, length = mp4.file_type(), sum(part.size for part in scan.ranges)
    data = mp4.media_head(length)
    draft = scan.movie(tables, 0)
    base = len(kind) + len(draft) + len(data)
    movie = scan.movie(tables, base)
    if len(movie) != len(draft):  # places grew to 64 bits
        base += len(movie) - len(draft)
        movie = scan.movie(tables, base)
    head, at, ends = kind + movie + data, base, array("Q")
    for part in scan.ranges:
        at += part.size
        ends.append(at)
    return Download(folder / "source", at, head, tuple(scan.ranges), ends)


class _Files:
    """Recorded files, each opened once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._open.values():
            os.close(number)

    def read(self, slot: int, offset: int, size: int) -> bytes:
        if slot not in self._open:
            self._open[slot] = os.open(index.media_path(self._folder, slot), os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(self._open[slot], size, offset)


class _Scan:
    """Reads the parts of a recording into tables."""

    def __init__(self, folder: Path) -> None:
        self.ranges: list[_Range] = []
        self._folder = folder
        self._inits = {version: fmp4.read_init(body) for version, body in index.load(folder).inits.items()}
        self._videos: list[Video] = []
        self._audios: list[Audio] = []
        self._video, self._audio = Table(90_000), Table(0)
        self._at = 0
        self._shift = 0
        self._end = 0
        self._version = 0

    def tables(self) -> list[Table]:
        """The tracks that have samples, picture first."""
        with _Files(self._folder) as files:
            for slot in index.slots(self._folder):
                for record in index.decode(index.index_path(self._folder, slot).read_bytes()):
                    if record.kind == Kind.OPEN:
                        self._version = record.value
                        if record.flags & index.DISCONTINUITY:
                            self._shift = self._end - record.moment
                    elif record.kind == Kind.PART and record.size:
                        self._part(slot, record.offset, record.size, files)
        return [table for table in (self._video, self._audio) if table.times]

    def movie(self, tables: list[Table], base: int) -> bytes:
        """The moov, with the media's first byte at `base`."""
        zero = min(table.start for table in tables)
        whole = max(table.start - zero + table.duration for table in tables)
        tracks = []
        for table in tables:
            edits = table.edits(zero)
            if table is self._video:
                entries = fmp4.descriptions(*map(fmp4.video_entry, self._videos))
                tracks.append(fmp4.video_track(self._videos[0], table.boxes(entries, base), table.duration, edits))
            else:
                entries = fmp4.descriptions(*map(fmp4.audio_entry, self._audios))
                tracks.append(fmp4.audio_track(self._audios[0], table.boxes(entries, base), table.duration, edits))
        return fmp4.box(b"moov", fmp4.movie_header(whole), *tracks)

    def _part(self, slot: int, offset: int, size: int, files: _Files) -> None:
        head = files.read(slot, offset, min(size, 4096))
        length = int.from_bytes(head[:4], "big")
        if length > len(head):
            head = files.read(slot, offset, length)
        at, media = self._at, length + 8
        self.ranges.append(_Range(slot, offset + media, size - media))
        self._at += size - media
        where = 24
        while where < length:
            after = where + int.from_bytes(head[where : where + 4], "big")
            track, time = struct.unpack_from(">I", head, where + 20)[0], struct.unpack_from(">Q", head, where + 36)[0]
            count = struct.unpack_from(">I", head, where + 56)[0]
            body = struct.unpack_from(f">{(after - where - 64) // 4}I", head, where + 64)
            at += self._pictures(time, body, at, count) if track == VIDEO_TRACK else self._sounds(time, body, at, count)
            where = after

    def _pictures(self, time: int, body: tuple[int, ...], at: int, count: int) -> int:
        """A trun of pictures: duration, size, flags, composition offset each."""
        video = self._inits[self._version][0]
        assert video is not None
        entry, table = _entry(self._videos, video), self._video
        number, time = len(table.sizes), time + self._shift
        if table.times:
            time = max(time, table.times[-1] + 1)
        for position in range(0, 4 * count, 4):
            number += 1
            table.times.append(time)
            time += body[position]
            if body[position + 2] == _KEY:
                table.keys.append(number)
        table.sizes.extend(body[1::4])
        table.offsets.extend(offset - ((offset & 1 << 31) << 1) for offset in body[3::4])
        table.last = body[-4]
        table.chunk(at, count, entry)
        self._end = max(self._end, time)
        return sum(body[1::4])

    def _sounds(self, time: int, body: tuple[int, ...], at: int, count: int) -> int:
        """A trun of sound: sizes; every frame lasts as long as the configuration says."""
        audio = self._inits[self._version][1]
        assert audio is not None
        entry, table, rate = _entry(self._audios, audio), self._audio, audio.sound.rate
        table.scale = table.scale or rate
        time = (time + self._shift * rate // 90_000) * table.scale // rate
        step = audio.sound.frame * table.scale // rate
        if table.times:
            time = max(time, table.times[-1] + 1)
        table.times.extend(range(time, time + count * step, step))
        table.sizes.extend(body)
        table.last = step
        table.chunk(at, count, entry)
        self._end = max(self._end, (time + count * step) * 90_000 // table.scale)
        return sum(body)


def _entry(known: list[_Track], track: _Track) -> int:
    """The number of a description, from 1."""
    if track not in known:
        known.append(track)
    return known.index(track) + 1
