"""A line from its files: what a process knows when it takes a lecture up again."""

from dataclasses import dataclass
from pathlib import Path

from xiangyue.timeline import erasure, log, shelf
from xiangyue.timeline.course import Course
from xiangyue.timeline.errors import Damaged, UnknownLine
from xiangyue.timeline.events import KINDS, Accepted
from xiangyue.timeline.log import Log
from xiangyue.timeline.pending import Pending
from xiangyue.timeline.presence import Presence
from xiangyue.timeline.rules import LineRules
from xiangyue.timeline.shelf import Shelf
from xiangyue.timeline.writer import AppendFile, Writer, sync_folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """`course` is what the log says; `pending` what of it is not yet public."""

    lecture: str
    folder: Path
    log: Log
    shelf: Shelf
    pending: Pending
    course: Course
    presence: Presence


def create(folder: Path, lecture: str) -> None:
    """The folder of a new line; harmless if it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    sync_folder(folder.parent)
    log.create(folder, lecture)


def load(folder: Path, lecture: str, rules: LineRules, writer: Writer) -> Loaded:
    """Everything from disk. Raises `UnknownLine`, or `Damaged` with the file and the place."""
    if not (folder / log.NAME).exists():
        raise UnknownLine
    record = Log(folder, lecture, writer)
    place = _shelf(folder, lecture, record)
    if place.tail.rest > record.length:
        raise Damaged(
            f"{record.path}: {record.length} records, but segment {place.tail.head} was derived from {place.tail.rest}"
        )
    course, presence = Course(), Presence(rules.presence_ms)
    for seq in range(1, record.length + 1):
        kind = record.index.kind(seq) or ""
        if KINDS[kind].control:
            held = record.one(seq)
            course = course.after(seq, held.at, kind, held.data)
        elif kind == "viewers":
            private = record.one(seq).private
            presence.remember(private.get("new", ()))
            presence.forget(private.get("gone", ()))
    return Loaded(lecture, folder, record, place, _pending(record, place), course, presence)


def carried_out(folder: Path, lecture: str, decision: Accepted, file: AppendFile) -> tuple[log.Index, Shelf]:
    """An erasure, and what the disk holds after it. For the writer's thread."""
    index = erasure.carry_out(folder, lecture, decision, file)
    return index, Shelf(folder, lecture, decision.data["epoch"])


def _shelf(folder: Path, lecture: str, record: Log) -> Shelf:
    """The present epoch. An erasure that a kill stopped half way is finished first."""
    decided = record.index.last("epoch")
    if decided is None:
        shelf.create(folder, lecture, 1)
        return Shelf(folder, lecture, 1)
    decision = record.one(decided)
    epoch = str(decision.data["epoch"])
    if [place.name for place in folder.iterdir() if place.is_dir()] != [epoch]:
        record.replaced(erasure.carry_out(folder, lecture, decision, record.file))
    return Shelf(folder, lecture, int(epoch))


def _pending(record: Log, place: Shelf) -> Pending:
    pending = Pending(says=place.tail.says, rest=place.tail.rest)
    for held in record.read(place.tail.says, record.length):
        pending.add(held)
        if held.record.kind == "sampled" and held.record.data["n"] > place.tail.head:
            pending.sampled_before(held.record.data["seqs"])
    pending.seen = record.length
    return pending
