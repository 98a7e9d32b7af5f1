"""Erasing by decision: payloads leave the log, a new epoch is derived from the old, the old one goes.

The decision itself is a record of the log (`epoch`). Once it is on disk the rest is only carrying out, and can be done
again from any point where a kill may have stopped it. Every function here touches files and belongs in the writer's
thread, or before the line is opened.
"""

import gzip
import shutil
from collections.abc import Collection
from pathlib import Path

from msgspec.structs import replace

from xiangyue.timeline import framing, log, records, segments, shelf
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.fold import State, fold
from xiangyue.timeline.segments import SNAPSHOT_EVERY, Opens, Segment, Snapshot
from xiangyue.timeline.shelf import Piece
from xiangyue.timeline.writer import AppendFile, sync_folder, write_once


def carry_out(folder: Path, lecture: str, decision: Accepted, file: AppendFile) -> log.Index:
    """Make the disk as the decision says; the index of the log as it is then. `file` follows to
    the new log whatever happens: what is appended to one that has lost its name would be lost."""
    epoch, erased = int(decision.data["epoch"]), frozenset(decision.data["erased"])
    if not (folder / str(epoch)).exists():
        opens = Opens(decision.data["previous"], decision.data["reason"], decision.by)
        _derive(folder, lecture, epoch, erased, opens)
    try:
        index = _strike(folder, lecture, erased)
    finally:
        file.follow()
    for place in folder.iterdir():
        if place.is_dir() and place.name != str(epoch):
            shutil.rmtree(place)
    sync_folder(folder)
    return index


def _derive(folder: Path, lecture: str, epoch: int, erased: Collection[int], opens: Opens) -> None:
    """The new epoch's segments, complete before it gets its name."""
    source = folder / str(epoch - 1) / shelf.NAME
    pieces, _ = shelf.read_pieces(source.read_bytes(), source)
    out = [shelf.header(lecture, epoch)]
    previous, state = segments.genesis(lecture, epoch), State()
    for piece, _place in pieces:
        if piece.kind == "s":
            continue  # made anew below
        segment = _without(segments.decode(gzip.decompress(piece.body)), erased)
        if segment.n == 0:
            segment = replace(segment, opens=opens)
        segment = segments.chained(previous, segment)
        previous, state = segments.unletters(segment.hash), fold(state, segment)
        made = replace(piece, hash=segment.hash, body=segments.pressed(segments.encode(segment)))
        out.append(shelf.framed(made))
        if shot := snapshot_after(made, state):
            out.append(shelf.framed(shot[0]))
    fresh = folder / f"{epoch}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "b").mkdir(parents=True)
    write_once(fresh / shelf.NAME, b"".join(out))
    fresh.rename(folder / str(epoch))
    sync_folder(folder)


def snapshot_after(piece: Piece, state: State) -> tuple[Piece, bytes] | None:
    """The snapshot that follows a segment, with its JSON text, if one does."""
    k, rest = divmod(piece.n + 1, SNAPSHOT_EVERY)
    if rest:
        return None
    raw = segments.encode(Snapshot(1, k - 1, piece.n, state))
    sealed = shelf.named(segments.pressed(raw))
    return Piece("s", k - 1, piece.at, piece.says, piece.rest, sealed.hash, sealed.body), raw


def _without(segment: Segment, erased: Collection[int]) -> Segment:
    return replace(segment, ev=[segments.erased(event) if event.i in erased else event for event in segment.ev])


def _strike(folder: Path, lecture: str, erased: Collection[int]) -> log.Index:
    """Drop the payloads of these records, keep their place in the chain. One rename makes it so."""
    path = folder / log.NAME
    out, changed = [records.MAGIC + lecture.encode()], False
    for found in framing.frames(path.read_bytes(), records.START):
        stored = records.unpack(found.payload)
        if not stored.erased and records.header_of(stored).seq in erased:
            stored, changed = records.erase(stored), True
        out.append(framing.frame(records.pack(stored)))
    if changed:
        write_once(path, b"".join(out))
    index, _ = log.load(path, lecture)
    return index
