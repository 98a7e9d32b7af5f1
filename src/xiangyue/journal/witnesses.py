"""What was witnessed of each chain, and what the register says of it: kept on disk while a history is proved.

A county's slips and checkpoints name a chain each time it moved, ten million times in some years. In memory that would
be gigabytes; here it is a table in a temporary file of SQLite's own, sorted once, that only exists when it is large.
"""

import sqlite3
from collections.abc import Iterator

from xiangyue.journal.proof import Trust, Witnessed

BUFFER = 5000
ROOM_KIB = 32_768
"""Of memory before the temporary file grows on disk, and of one sorting run."""

REGISTERED = -1
"""Stands for trust in a row of the register, which is no witness."""

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -{room};
CREATE TABLE said (chain TEXT, no INTEGER, length INTEGER, head BLOB, witness TEXT, trust INTEGER);
CREATE TABLE seen (chain TEXT);
BEGIN;
"""
_SORT = "CREATE INDEX said_of ON said (chain, no, length, head, witness, trust)"
"""Whole rows: what is said of a chain lies together, however long ago it was said."""

_OF = "SELECT length, head, witness, trust FROM said WHERE chain = ? ORDER BY no"
_CHAINS = "SELECT count(*) FROM (SELECT DISTINCT chain FROM said)"
_UNSEEN = "SELECT DISTINCT chain FROM said WHERE chain NOT IN (SELECT chain FROM seen) ORDER BY chain"

Registered = tuple[int, bytes]
"""Length and last link of a chain."""


class Witnesses:
    """Take everything in first (`note`, `register`), ask chain by chain (`of`), then for those nobody asked for."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(_TABLES.format(room=ROOM_KIB))
        self._noted: list[tuple[str, int, int, bytes, str, int]] = []
        self._seen: list[tuple[str]] = []
        self._count = self._met = 0
        self._is_sorted = False

    def note(self, chain: str, mark: Witnessed) -> None:
        """Somebody witnessed a chain."""
        self._put(chain, mark.length, mark.head, mark.witness, mark.trust)

    def register(self, chain: str, length: int, link: bytes) -> None:
        """The register of heads has a chain."""
        self._put(chain, length, link, "", REGISTERED)

    def of(self, chain: str) -> tuple[list[Witnessed], Registered | None]:
        """What was witnessed of a chain, in the order it was noted, and its row in the register."""
        self._sort()
        marks, registered = [], None
        for length, head, witness, trust in self._file.execute(_OF, (chain,)):
            if trust == REGISTERED:
                registered = (length, head)
            else:
                marks.append(Witnessed(length, head, witness, Trust(trust)))
        self._met += bool(marks or registered)
        self._seen.append((chain,))
        if len(self._seen) >= BUFFER:
            self._file.executemany("INSERT INTO seen VALUES (?)", self._seen)
            self._seen.clear()
        return marks, registered

    def unseen(self) -> Iterator[str]:
        """The chains that something is known of and that were not asked for, by name."""
        self._sort()
        if self._file.execute(_CHAINS).fetchone()[0] == self._met:
            return
        self._file.executemany("INSERT INTO seen VALUES (?)", self._seen)
        self._seen.clear()
        for (chain,) in self._file.execute(_UNSEEN).fetchall():
            yield chain

    def close(self) -> None:
        """Let the temporary file go."""
        self._file.close()

    def _put(self, chain: str, length: int, head: bytes, witness: str, trust: int) -> None:
        self._noted.append((chain, self._count, length, head, witness, trust))
        self._count += 1
        if len(self._noted) >= BUFFER:
            self._flush()

    def _flush(self) -> None:
        self._file.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?)", self._noted)
        self._noted.clear()

    def _sort(self) -> None:
        if not self._is_sorted:
            self._flush()
            self._file.execute(_SORT)
            self._is_sorted = True
