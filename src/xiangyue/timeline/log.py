"""The private log of one lecture: every accepted record, on disk before it is acknowledged."""

import asyncio
import mmap
import os
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from xiangyue.kernel import chain
from xiangyue.timeline import framing, records
from xiangyue.timeline.errors import Damaged
from xiangyue.timeline.events import KINDS, Accepted, Receipt
from xiangyue.timeline.pending import Held
from xiangyue.timeline.records import Header, Stored
from xiangyue.timeline.writer import AppendFile, Writer, write_once

NAME = "log.xyl"
_KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
_KINDS = tuple(KINDS)


class Index:
    """What is kept in memory of each record: some 300 bytes, most of them the command's name."""

    def __init__(self) -> None:
        self.offsets = array("Q")
        self.end = records.START
        self._ats = array("q")
        self._links = bytearray()
        self._kinds = bytearray()
        self._by_command: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ats)

    def add(self, header: Header, link: bytes, offset: int) -> None:
        self.offsets.append(offset)
        self._ats.append(header.at)
        self._links += link[:4]
        self._kinds.append(_KIND_CODES[header.kind])
        self._by_command[header.command] = header.seq

    def kind(self, seq: int) -> str | None:
        return _KINDS[self._kinds[seq - 1]] if 1 <= seq <= len(self) else None

    def last(self, kind: str) -> int | None:
        """The number of the last record of this kind."""
        found = self._kinds.rfind(_KIND_CODES[kind])
        return found + 1 if found >= 0 else None

    def at(self, seq: int) -> int:
        return self._ats[seq - 1]

    def find(self, command: str) -> int | None:
        return self._by_command.get(command)

    def link(self, seq: int) -> str:
        return self._links[4 * seq - 4 : 4 * seq].hex()


@dataclass(frozen=True, slots=True)
class _Flying:
    """A record on its way to the disk."""

    accepted: Accepted
    header: Header
    stored: Stored
    size: int
    receipt: "asyncio.Future[Receipt]"


class Log:
    """`length` and `head` (a link) speak of what is on disk. `on_commit` is told each record once it is there, in
    order; `on_loss` is told when the disk refused some: they are as if they had never been sent.
    """

    def __init__(self, folder: Path, lecture: str, writer: Writer) -> None:
        self.path = folder / NAME
        self.lecture = lecture
        self.on_commit: Callable[[Held], None] = lambda _held: None
        self.on_loss: Callable[[], None] = lambda: None
        self._writer = writer
        self._flying: deque[_Flying] = deque()
        self._in_flight: dict[str, _Flying] = {}
        self.index, self.head = load(self.path, lecture)
        self._tail = self.head
        self._file = AppendFile(self.path, self.index.end)
        self._generation = 0
        self._reader = os.open(self.path, os.O_RDONLY)

    @property
    def length(self) -> int:
        return len(self.index)

    @property
    def in_flight(self) -> int:
        return len(self._flying)

    @property
    def last_at(self) -> int:
        """The moment of the last record accepted, 0 before the first."""
        if self._flying:
            return self._flying[-1].accepted.at
        return self.index.at(self.length) if self.length else 0

    @property
    def last_seq(self) -> int:
        """The number of the last record accepted, on disk or on its way."""
        return self.length + len(self._flying)

    def find(self, command: str) -> "asyncio.Future[Receipt] | Receipt | None":
        """The receipt of a command that came before, or the future of one on its way."""
        if flying := self._in_flight.get(command):
            return flying.receipt
        seq = self.index.find(command)
        if seq is None:
            return None
        return Receipt(self.lecture, seq, self.index.at(seq), self.index.link(seq), repeated=True)

    def append(self, draft: Accepted) -> "asyncio.Future[Receipt]":
        """Number a record, link it and send it to the disk; its `seq` is given here, its `at` never runs back."""
        at, seq = max(draft.at, self.last_at), self.last_seq + 1
        accepted = Accepted(seq, at, draft.kind, draft.data, draft.private, draft.command, draft.by, draft.media_ms)
        stored = records.store(accepted, salt=chain.salt(), previous=self._tail)
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        data = framing.frame(records.pack(stored))
        flying = _Flying(accepted, Header(seq, at, draft.kind, draft.command, ""), stored, len(data), future)
        self._writer.append(
            self._file,
            data,
            generation=self._generation,
            told=lambda offset, error: self._settle(flying, offset, error),
        )
        self._tail = stored.link
        self._flying.append(flying)
        self._in_flight[draft.command] = flying
        return future

    def read(self, after: int, limit: int) -> Iterator[Held]:
        """Up to `limit` committed records with greater numbers than `after`, in order."""
        for stored in self.kept(after, limit):
            salt = records.open_salt(stored.salt) if stored.salt else b""
            yield Held(records.accepted_of(stored), salt, stored.link)

    def kept(self, after: int, limit: int) -> Iterator[Stored]:
        """The same as they are kept."""
        first, last = max(after, 0), min(max(after, 0) + limit, self.length)
        if first >= last:
            return
        start = self.index.offsets[first]
        end = self.index.offsets[last] if last < self.length else self.index.end
        for found in framing.frames(os.pread(self._reader, end - start, start), 0):
            yield records.unpack(found.payload)

    def numbers(self, kinds: Collection[str], after: int, limit: int, *, newest: bool = False) -> list[int]:
        """The numbers of committed records of these kinds behind `after`: the first `limit`, or the newest."""
        behind = range(max(after, 0) + 1, self.length + 1)
        found = (seq for seq in (reversed(behind) if newest else behind) if self.index.kind(seq) in kinds)
        return sorted(islice(found, limit))

    def one(self, seq: int) -> Accepted:
        """A committed record."""
        return next(self.read(seq - 1, 1)).record

    def replaced(self, index: Index) -> None:
        """Read the file that erasure has put in this one's place from now on; called in the loop."""
        os.close(self._reader)
        self._reader = os.open(self.path, os.O_RDONLY)
        self.index = index

    @property
    def file(self) -> AppendFile:
        return self._file

    def close(self) -> None:
        self._file.close()
        os.close(self._reader)

    def _settle(self, flying: _Flying, offset: int | None, error: Exception | None) -> None:
        if flying.receipt.done():
            return  # dropped by an earlier failure, and told so
        if error is not None or offset is None:
            self._rewind(error or Damaged("a write without a place"))
            return
        self._flying.popleft()
        del self._in_flight[flying.accepted.command]
        self.index.add(flying.header, flying.stored.link, offset)
        self.index.end = offset + flying.size
        self.head = flying.stored.link
        accepted = flying.accepted
        receipt = Receipt(self.lecture, accepted.seq, accepted.at, self.index.link(accepted.seq))
        flying.receipt.set_result(receipt)
        self.on_commit(Held(accepted, records.open_salt(flying.stored.salt), flying.stored.link))

    def _rewind(self, error: Exception) -> None:
        lost = list(self._flying)
        self._flying.clear()
        self._in_flight.clear()
        self._tail = self.head
        self._generation = self._file.generation
        self.on_loss()
        for flying in lost:
            flying.receipt.set_exception(error)
            flying.receipt.exception()  # whoever waits still gets it; a sender who has left is no mistake of ours


def create(folder: Path, lecture: str) -> None:
    """An empty log, if there is none."""
    path = folder / NAME
    if not path.exists():
        write_once(path, records.MAGIC + lecture.encode())


def load(path: Path, lecture: str) -> tuple[Index, bytes]:
    """The index of a log and its last link; a torn tail is cut off. Raises `Damaged`."""
    with path.open("r+b") as file:
        data = bytes(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if data[: records.START] != records.MAGIC + lecture.encode():
            raise Damaged(f"{path}: not the log of {lecture}")
        index, head = _indexed(data, path, lecture)
        if index.end < len(data):
            file.truncate(index.end)
            os.fsync(file.fileno())
    return index, head


def _indexed(data: bytes, path: Path, lecture: str) -> tuple[Index, bytes]:
    index, head = Index(), records.genesis(lecture)
    try:
        for found in framing.frames(data, records.START):
            stored = records.unpack(found.payload)
            header = records.header_of(stored)
            framing.check_order("record", len(index) + 1, header.seq)
            index.add(header, stored.link, found.offset)
            index.end, head = found.end, stored.link
    except Damaged as damage:
        raise Damaged(f"{path}: {damage}") from damage
    return index, head


def draft(kind: str, data: dict[str, Any], *, at: int, command: str, by: str = "") -> Accepted:
    """A record that has no number yet."""
    return Accepted(0, at, kind, data, {}, command, by, None)
