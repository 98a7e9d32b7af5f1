"""The recorder: the very bytes that players get, appended to local files. One file and one index per ten minutes.

A part is in the file, and its record in the index, before any playlist names it: what was listed survives the death
of the process. Once a segment, both files are synced in another thread, so that the loop never waits for a disk.
"""

import contextlib
import logging
import os
from array import array
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from xiangyue.media import index
from xiangyue.media.frames import TIMESCALE
from xiangyue.media.index import Kind, Place, Record, Recording
from xiangyue.media.packaging.playlist import Targets
from xiangyue.media.packaging.segments import Part, Segment

SLOT_TICKS = 600 * TIMESCALE
"""Ten minutes of the lecture in one file: a segment lies where its start falls."""

log = logging.getLogger(__name__)


class Recorder:
    """One rendition's recording. When the disk refuses, recording stops, air goes on, the next segment tries again.

    While `stopped` (the disk is nearly full) only the index is written, every part a gap: numbers that were listed
    are never given out again, not even by the next process.
    """

    def __init__(self, folder: Path, targets: Targets, executor: Executor) -> None:
        self.failed = ""
        self.stopped = False
        self.folder, self._targets, self._executor = folder, targets, executor
        self._slot = -1
        self._media = self._index = -1
        self._at = 0
        self._recording = False
        self._keeping = True
        self._places = Places()
        self._inits: dict[int, bytes] = {}
        self._written: set[int] = set()

    def adopt(self, recording: Recording) -> None:
        """Go on where an earlier process ended: know its segments, cut off what it did not finish writing."""
        for msn, place in recording.places.items():
            self._places.put(msn, place)
        last = index.slots(self.folder)[-1:]
        for slot in last:
            path = index.index_path(self.folder, slot)
            whole = len(index.decode(path.read_bytes())) * index.SIZE
            os.truncate(path, whole)

    def init(self, version: int, body: bytes) -> None:
        """Remember an init segment; it is written into each file that refers to it."""
        self._inits[version] = body

    def open(self, segment: Segment) -> None:
        """A segment begins. Its place is fixed now; nothing is listed yet."""
        self._recording = True
        self._keeping = not self.stopped
        self._guard(partial(self._open, segment))

    def part(self, segment: Segment, part: Part) -> None:
        """A part of the open segment is complete and about to be listed."""
        if self._recording:
            self._guard(partial(self._part, segment, part))

    def close_segment(self, segment: Segment) -> None:
        """The open segment is complete: say so, and have the disk confirm."""
        if self._recording:
            self._guard(partial(self._mark, Record(Kind.CLOSE, msn=segment.msn)))
            self._sync()

    def end(self) -> None:
        """The lecture is over: say so in the last file there is."""
        if self._index < 0:
            for slot in index.slots(self.folder)[-1:]:
                self._guard(partial(self._turn, slot))
        if self._index >= 0:
            self._guard(partial(self._mark, Record(Kind.END)))
        self.close()

    def close(self) -> None:
        """Have the disk confirm what is written, and let go of the files."""
        if self._media >= 0:
            self._executor.submit(_finish, self._media, self._index)
        self._media = self._index = self._slot = -1

    def has(self, msn: int) -> bool:
        return self._places.get(msn) is not None

    def read(self, msn: int, offset: int = 0, size: int | None = None) -> bytes:
        """Bytes of a recorded segment. Raises `KeyError` when it was never recorded, `OSError` from the disk."""
        place = self._places.get(msn)
        if place is None:
            raise KeyError(msn)
        with index.media_path(self.folder, place.slot).open("rb", buffering=0) as file:
            return os.pread(file.fileno(), place.size if size is None else size, place.offset + offset)

    def locate(self, msn: int) -> tuple[Path, int, int]:
        """File, first byte and length of a recorded segment, for whoever sends it without reading it."""
        place = self._places.get(msn)
        if place is None:
            raise KeyError(msn)
        return index.media_path(self.folder, place.slot), place.offset, place.size

    def _open(self, segment: Segment) -> None:
        if segment.start // SLOT_TICKS != self._slot:
            self._turn(segment.start // SLOT_TICKS)
        if segment.init and segment.init not in self._written:
            body = self._inits[segment.init]
            self._write(body)
            self._mark(Record(Kind.INIT, offset=self._at - len(body), size=len(body), value=segment.init))
            self._written.add(segment.init)
        flags = index.DISCONTINUITY if segment.discontinuity else 0
        opening = Record(Kind.OPEN, flags, msn=segment.msn, offset=self._at, moment=segment.start, value=segment.init)
        dating = Record(Kind.DATE, msn=segment.msn, moment=segment.date_ms)
        self._put(index.encode(opening) + index.encode(dating))
        self._places.put(segment.msn, Place(self._slot, self._at, 0))

    def _part(self, segment: Segment, part: Part) -> None:
        at, size = self._at, part.size if self._keeping else 0
        if size:
            self._write(part.body)
        flags = index.INDEPENDENT if part.independent else 0
        number = len(segment.parts)
        self._mark(Record(Kind.PART, flags, number, segment.msn, at, size, part.duration))
        self._places.grow(segment.msn, size)

    def _turn(self, slot: int) -> None:
        """Close one ten-minute file in the background, open the next."""
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        media = os.open(index.media_path(self.folder, slot), flags, 0o640)
        try:
            self._index = os.open(index.index_path(self.folder, slot), flags, 0o640)
        except OSError:
            os.close(media)
            raise
        self._media, self._slot, self._written = media, slot, set()
        self._at = os.fstat(media).st_size
        self._executor.submit(_sync_folder, self.folder)
        targets = self._targets
        self._mark(Record(Kind.HEAD, number=index.FORMAT, duration=targets.part_ticks, value=targets.target_s))

    def _write(self, body: bytes) -> None:
        view = memoryview(body)
        while view:
            done = os.write(self._media, view)
            self._at += done
            view = view[done:]

    def _mark(self, record: Record) -> None:
        self._put(index.encode(record))

    def _put(self, data: bytes) -> None:
        """Records, whole or not at all: a torn one would hide all that come after it."""
        done = os.write(self._index, data)
        if done != len(data):
            os.ftruncate(self._index, os.fstat(self._index).st_size - done)
            raise OSError(28, "no space left on the index's disk")

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as error:
            self._recording = False
            if not self.failed:
                log.exception("recording of %s stopped", self.folder)
            self.failed = error.strerror or "disk"
            self._abandon()
        else:
            self.failed = ""

    def _abandon(self) -> None:
        """Let go of files that no longer take anything; the next segment opens them anew."""
        for number in (self._media, self._index):
            if number >= 0:
                with contextlib.suppress(OSError):
                    os.close(number)
        self._media = self._index = self._slot = -1

    def _sync(self) -> None:
        """Sync duplicates: the loop may close the originals meanwhile."""
        if self._media >= 0:
            self._executor.submit(_finish, os.dup(self._media), os.dup(self._index))


def _finish(media: int, marks: int) -> None:
    """Media before index: a record must never outlive the bytes it names. Data and length are all that matters: syncing
    the time of change as well cost twenty streams 2 % of a core.
    """
    for number in (media, marks):
        try:
            os.fdatasync(number)
        finally:
            os.close(number)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class Places:
    """Where every segment lies, in 16 bytes each: a day of segments is 700 KB."""

    def __init__(self) -> None:
        self._slots, self._offsets, self._sizes = array("i"), array("Q"), array("I")

    def put(self, msn: int, place: Place) -> None:
        while len(self._slots) <= msn:
            self._slots.append(-1)
            self._offsets.append(0)
            self._sizes.append(0)
        self._slots[msn], self._offsets[msn], self._sizes[msn] = place

    def grow(self, msn: int, size: int) -> None:
        self._sizes[msn] += size

    def get(self, msn: int) -> Place | None:
        """None for a number that was not recorded, or of which nothing was (a gap)."""
        if not 0 <= msn < len(self._slots) or self._slots[msn] < 0 or not self._sizes[msn]:
            return None
        return Place(self._slots[msn], self._offsets[msn], self._sizes[msn])
