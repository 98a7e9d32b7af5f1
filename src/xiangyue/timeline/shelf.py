"""The public pieces of one epoch on disk: segments and snapshots in `segments.xys`, blocks of a minute in `b/`."""

import gzip
import logging
import os
from array import array
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import msgspec

from xiangyue.timeline import framing, segments
from xiangyue.timeline.errors import Damaged, UnknownPiece
from xiangyue.timeline.fold import FRESH, State, fold
from xiangyue.timeline.segments import SNAPSHOT_EVERY, Sealed, Segment
from xiangyue.timeline.writer import AppendFile, sync_folder, write_once

logger = logging.getLogger(__name__)

NAME = "segments.xys"
MAGIC = b"xiangyue.seg.1\0\0"
START = len(MAGIC) + 16 + 8
"""Magic, the lecture's sixteen letters, the epoch in eight bytes."""

MINUTE_MS = 60_000
KEPT = 256
"""Bodies kept in memory; at the liveliest that is two minutes of a room, what readers ask for."""


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """What a frame holds. `kind` "e" segment or "s" snapshot; `says` and `rest` as in `pending`."""

    kind: str
    n: int
    at: int
    says: int
    rest: int
    hash: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the public line stands: what the next segment continues."""

    head: int = -1
    at: int = 0
    t: int = 0
    says: int = 0
    rest: int = 0
    hash: bytes = b""
    state: State = FRESH
    last: bool = False


_piece = msgspec.msgpack.Decoder(Piece)


class Shelf:
    """`raws` are the JSON texts of the segments after the last snapshot, for the head document."""

    def __init__(self, folder: Path, lecture: str, epoch: int) -> None:
        self.folder = folder / str(epoch)
        self.epoch = epoch
        self.ats = array("q")
        self.raws: list[bytes] = []
        self.tail = Tail(hash=segments.genesis(lecture, epoch))
        self.blocks: set[int] = set()
        self._asked = 0
        self._places: list[tuple[int, int]] = []
        self._snapshots: list[tuple[int, int]] = []
        self._kept: OrderedDict[tuple[str, int], Sealed] = OrderedDict()
        self.file = self._load(lecture)

    @property
    def snapshot_at(self) -> int | None:
        """The greatest number of a snapshot."""
        return len(self._snapshots) - 1 if self._snapshots else None

    def segment(self, n: int) -> Sealed:
        return self._sealed("e", n, self._places)

    def snapshot(self, k: int) -> Sealed:
        return self._sealed("s", k, self._snapshots)

    def block(self, i: int) -> Sealed:
        if i not in self.blocks:
            raise UnknownPiece
        return self._keep(("b", i)) or self._kept_as(("b", i), named((self.folder / "b" / f"{i}.gz").read_bytes()))

    def minute_of(self, n: int, started_ms: int) -> int:
        return (self.ats[n] - started_ms) // MINUTE_MS

    def write_block(self, i: int, first: int, last: int) -> int:
        """Put the segments first..last in a file of their own, once. For the writer's thread; returns `i`."""
        path = self.folder / "b" / f"{i}.gz"
        if not path.exists():
            raws = [gzip.decompress(self._read(self._places[n]).body) for n in range(first, last + 1)]
            write_once(path, segments.pressed(segments.block(i, first, raws)))
        return i

    def minutes(self, started_ms: int, *, ended: bool) -> list[tuple[int, int, int]]:
        """Each complete minute that has segments, as (minute, first, last), unless its block is there or was asked
        for: a new line is told all, then only what has become complete.
        """
        found = []
        while self._asked < len(self.ats):
            first, i = self._asked, self.minute_of(self._asked, started_ms)
            after = bisect_left(self.ats, started_ms + (i + 1) * MINUTE_MS)
            if after == len(self.ats) and not ended:
                break
            if i not in self.blocks:
                found.append((i, first, after - 1))
            self._asked = after
        return found

    def ask_again(self) -> None:
        """Some block could not be written: let `minutes` name it once more."""
        self._asked = 0

    def take(self, pieces: list[tuple[Piece, bytes]], offset: int, tail: Tail) -> None:
        """Know pieces (with their JSON texts) that are on disk from `offset` on."""
        for piece, raw in pieces:
            length = len(framed(piece))
            self._know(piece, raw, (offset, length))
            self._kept_as((piece.kind, piece.n), Sealed(piece.body, piece.hash))
            offset += length
        self.tail = tail

    def close(self) -> None:
        self.file.close()

    def _know(self, piece: Piece, raw: bytes, place: tuple[int, int]) -> None:
        if piece.kind == "s":
            self._snapshots.append(place)
            self.raws = []
        else:
            self._places.append(place)
            self.ats.append(piece.at)
            self.raws.append(raw)

    def _sealed(self, kind: str, n: int, places: list[tuple[int, int]]) -> Sealed:
        if not 0 <= n < len(places):
            raise UnknownPiece
        if kept := self._keep((kind, n)):
            return kept
        piece = self._read(places[n])
        return self._kept_as((kind, n), Sealed(piece.body, piece.hash))

    def _keep(self, key: tuple[str, int]) -> Sealed | None:
        return self._kept.get(key)

    def _kept_as(self, key: tuple[str, int], sealed: Sealed) -> Sealed:
        self._kept[key] = sealed
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return sealed

    def _read(self, place: tuple[int, int]) -> Piece:
        offset, length = place
        found = framing.frame_at(os.pread(self.file.fd, length, offset), 0)
        if found is None:
            raise Damaged(f"{self.folder / NAME}: broken at byte {offset}")
        return _piece.decode(found.payload)

    def _load(self, lecture: str) -> AppendFile:
        path = self.folder / NAME
        data = path.read_bytes()
        if data[:START] != header(lecture, self.epoch):
            raise Damaged(f"{path}: not epoch {self.epoch} of {lecture}")
        pieces, end = read_pieces(data, path)
        for piece, place in pieces:
            self._know(piece, b"", place)
        self._resume([piece for piece, _ in pieces])
        self.blocks = {int(found.stem) for found in (self.folder / "b").glob("*.gz")}
        if end < len(data):
            os.truncate(path, end)
            logger.warning("%s: cut off %d bytes of a segment that was never sealed", path, len(data) - end)
        return AppendFile(path, end)

    def _resume(self, pieces: list[Piece]) -> None:
        """Fold from the last snapshot to the head."""
        sealed = [piece for piece in pieces if piece.kind == "e"]
        if not sealed:
            return
        state, after = FRESH, 0
        if shot := next((piece for piece in reversed(pieces) if piece.kind == "s"), None):
            state, after = segments.decode_snapshot(gzip.decompress(shot.body)).state, (shot.n + 1) * SNAPSHOT_EVERY
        self.raws = [gzip.decompress(piece.body) for piece in sealed[after:]]
        for raw in self.raws:
            state = fold(state, segments.decode(raw))
        end = sealed[-1]
        last: Segment = segments.decode(gzip.decompress(end.body))
        self.tail = Tail(end.n, end.at, last.t, end.says, end.rest, segments.unletters(end.hash), state, last=last.last)


def header(lecture: str, epoch: int) -> bytes:
    """How `segments.xys` begins."""
    return MAGIC + lecture.encode() + epoch.to_bytes(8, "big")


def create(folder: Path, lecture: str, epoch: int) -> None:
    """An empty epoch, if there is none."""
    place = folder / str(epoch)
    (place / "b").mkdir(parents=True, exist_ok=True)
    if not (place / NAME).exists():
        write_once(place / NAME, header(lecture, epoch))
    sync_folder(folder)


def framed(piece: Piece) -> bytes:
    return framing.frame(msgspec.msgpack.encode(piece))


def named(body: bytes) -> Sealed:
    """A body whose name is its own hash: snapshots and blocks."""
    return Sealed(body, segments.letters(segments.digest(body)))


def read_pieces(data: bytes, path: Path) -> tuple[list[tuple[Piece, tuple[int, int]]], int]:
    """All pieces of a file with their places, and where they end. Raises `Damaged` unless they follow each other."""
    found: list[tuple[Piece, tuple[int, int]]] = []
    counts = {"e": 0, "s": 0}
    end = START
    try:
        for frame in framing.frames(data, START):
            piece = _piece.decode(frame.payload)
            framing.check_order(f"piece {piece.kind}", counts[piece.kind], piece.n)
            counts[piece.kind] += 1
            found.append((piece, (frame.offset, frame.end - frame.offset)))
            end = frame.end
    except (Damaged, msgspec.MsgspecError, KeyError) as damage:
        raise Damaged(f"{path}: {damage}") from damage
    return found, end
