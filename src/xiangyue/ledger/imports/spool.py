"""The rows of a file, read once: survey, preview and import go over what the first reading laid down.

A line of JSON a row, in a file without a name that goes with the worker's process. Another process, and one that began
anew, reads the upload again: nothing is promised by what lies here.
"""

import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec

from xiangyue.ledger.imports import opening
from xiangyue.ledger.imports.opening import Table
from xiangyue.ledger.imports.tables import Headings, Row
from xiangyue.ledger.imports.workbook import Book

MOST = 2
"""Files at once: one that is brought in and one whose columns somebody is looking at."""

BLOCK = 1 << 18

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[int, list[str], tuple[tuple[int, str], ...]]).decode


class Spool:
    """The rows under the headings of one file, any number of times."""

    def __init__(self, content: Callable[[], bytes]) -> None:
        """`content` gives the bytes of the file: now, and again for the first picture. Raises `BadTable`."""
        self._content = content
        table = opening.opened(content())
        self.headings: Headings = table.headings
        self.described = table.described
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool, and who reads it
        weakref.finalize(self, self._file.close)
        self._fill(table)

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty. Two iterations do not disturb each other."""
        at, rest, place = 0, b"", self._file.fileno()
        while block := os.pread(place, BLOCK, at):
            at += len(block)
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                yield Row(*_decode(line))

    def picture(self, name: str) -> bytes:
        """The bytes of a picture that a row named."""
        return self._book.picture(name)

    def _fill(self, table: Table) -> None:
        for row in table.rows():
            self._file.write(_encode((row.line, row.cells, row.pictures)))
            self._file.write(b"\n")
        self._file.flush()

    @cached_property
    def _book(self) -> Book:
        return Book(self._content())


_spools: dict[str, Spool] = {}


def of(name: str, content: Callable[[], bytes]) -> Spool:
    """The rows of an import, read now unless they were. Raises `BadTable`."""
    spool = _spools.pop(name, None) or Spool(content)
    while len(_spools) >= MOST:
        drop(next(iter(_spools)))
    _spools[name] = spool
    return spool


def drop(name: str) -> None:
    """Let the rows of an import go, if they are here, as soon as nobody reads them."""
    _spools.pop(name, None)
