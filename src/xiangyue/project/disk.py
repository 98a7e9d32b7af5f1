"""The history where it is made: the database of the journal and the folder of lines."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from xiangyue.journal import queries, snapshots
from xiangyue.journal.breaks import Break, Kind
from xiangyue.journal.proof import LINE_PREFIX, Body, Record
from xiangyue.journal.slipbook import Kept
from xiangyue.kernel import chain
from xiangyue.ledger.matters import proving
from xiangyue.ledger.matters.queries import PREFIX as MATTERS
from xiangyue.timeline import framing, log, records, verify
from xiangyue.timeline.errors import Damaged

FOUND_BY_PROOF = frozenset({"damaged", "changed", "removed", "tail-removed", "erased-without-decision"})
"""What the proof of the private chain says in its own words; said once."""


class Disk:
    """A source for `audit.examine`. `lines` is the folder of all lines."""

    def __init__(self, lines: Path) -> None:
        self._lines = lines
        self._chains: dict[str, list[bytes | None]] = {}
        self._compared = 0
        self._differing: list[tuple[str, list[str]]] = []

    def one_moment(self) -> AbstractContextManager[None]:
        """Of the database. Lines are files: they are read after it, and can only be longer than it knows."""
        return snapshots.one_moment()

    def slips(self) -> Iterator[Kept]:
        return queries.kept_slips()

    def heads(self) -> Iterator[tuple[str, int, bytes]]:
        return queries.heads()

    def only(self) -> None:
        return None

    def chains(self) -> Iterable[str]:
        lines = (LINE_PREFIX + path.parent.name for path in self._lines.glob(f"*/{log.NAME}"))
        return [*queries.chains(), *lines]

    def records(self, chain: str) -> Iterator[Record]:
        if not chain.startswith(LINE_PREFIX):
            return queries.records(chain)
        path = self._lines / chain.removeprefix(LINE_PREFIX) / log.NAME
        return _records_of_line(path.read_bytes()) if path.exists() else iter(())

    def _noted(self, name: str, found: Iterator[Record]) -> Iterator[Record]:
        """The same records, their payloads kept until the rows of some hundred matters are held against them."""
        kept = list(found)
        self._chains[name] = [record.payload for record in kept]
        if len(self._chains) >= proving.BATCH:
            self._compare()
        return iter(kept)

    def _compare(self) -> None:
        seen, differing = proving.compared(self._chains)
        self._compared += seen
        self._differing += differing
        self._chains = {}

    def walk(self) -> Iterator[tuple[str, Iterator[Record]]]:
        for name, found in queries.walk():
            yield name, self._noted(name, found) if name.startswith(MATTERS) else found
        for path in sorted(self._lines.glob(f"*/{log.NAME}")):
            name = LINE_PREFIX + path.parent.name
            yield name, self.records(name)

    def others(self) -> Iterable[Break]:
        """What is wrong beside the chains: rows against their fold, lines that are public against the private log."""
        self._compare()
        whole = self._compared == proving.count()
        for name, fields in self._differing if whole else proving.differing():
            yield Break(Kind.ROW, name, witness="、".join(fields))
        for path in sorted(self._lines.glob(f"*/{log.NAME}")):
            found = _public_breaks(path.parent)
            # A line on air is written while it is read: what is not there a second time was no break.
            again = _public_breaks(path.parent) if found else {}
            for where in found.keys() & again.keys():
                yield Break(Kind.LINE, LINE_PREFIX + path.parent.name, witness=found[where])


def _public_breaks(folder: Path) -> dict[tuple[str, str], str]:
    """What is wrong with the public side of a line: the sentences by what and where."""
    found = verify.verify(folder).breaks
    return {(each.code, each.where): each.text for each in found if each.code not in FOUND_BY_PROOF}


def _records_of_line(data: bytes) -> Iterator[Record]:
    """The records of a private log, past whatever damage: what cannot be read is missing, and will be named so."""
    offset = records.START
    while offset < len(data):
        found = framing.frame_at(data, offset) or _spoilt(data, offset) or framing.next_frame(data, offset + 1)
        if found is None:
            return
        offset = found.end
        try:
            stored = records.unpack(found.payload)
            seq = records.header_of(stored).seq
        except Damaged:
            continue
        leaf = chain.leaf(records.NO_SALT, stored.header)
        body: Body | Literal["erased"] = "erased" if stored.erased else Body(stored.salt, stored.body)
        yield Record(seq, leaf, stored.link, records.NO_SALT, stored.header, body=body)


def _spoilt(data: bytes, offset: int) -> framing.Frame | None:
    """A record whose checksum fails but which still reads: what was changed in it is for the proof to name."""
    if framing.is_torn(data, offset):
        return None
    start = offset + framing.HEAD_LENGTH
    end = start + int.from_bytes(data[offset : offset + 4], "big")
    try:
        records.header_of(records.unpack(data[start:end]))
    except Damaged:
        return None
    return framing.Frame(offset, end, data[start:end])
