"""Cells out of a sheet's XML, and the table of texts beside it: expat tells of each, and no tree is built. Pure.

A sheet of 100,000 rows has a million cells of three elements each: a tree of them took three times as long.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, NamedTuple
from xml.parsers import expat

from xiangyue.ledger.imports import errors

CHUNK = 1 << 18
DIGITS = "0123456789"

_LETTERS = re.compile(r"[A-Z]{1,3}\Z")


class Cell(NamedTuple):
    """One cell as it stands in the file; `said` is its text or its value, not yet understood."""

    column: int
    kind: str
    style: str
    said: str
    formula: str


def rows(part: IO[bytes]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet, by the number that the program shows. Raises `BadTable`."""
    reader = _Rows()
    for _chunk in _fed(part, reader):
        yield from reader.taken()
        if reader.is_over:
            return


def texts(part: IO[bytes]) -> list[str]:
    """The table of shared texts, without the readings that stand beside Japanese. Raises `BadTable`."""
    reader = _Texts()
    for _chunk in _fed(part, reader):
        pass
    return reader.found


@lru_cache(maxsize=1024)
def column(letters: str) -> int | None:
    """The place of a column by its letters, from 0; None for what names none."""
    if not _LETTERS.match(letters):
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Reader:
    """What expat tells: the words of texts, without readings. Names may have a prefix, which says nothing we need."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._words: list[str] = []
        self._is_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self.heard.clear()
        elif name == "rPh":
            self._is_reading = True
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        if name == "t":
            if not self._is_reading:
                self._words.append("".join(self.heard))
        elif name == "rPh":
            self._is_reading = False
        elif ":" in name:
            self.end(name.rpartition(":")[2])


def _fed(part: IO[bytes], reader: _Reader) -> Iterator[int]:
    """Read a part through a reader, chunk by chunk."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.heard.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
            yield len(chunk)
        parser.Parse(b"", True)
        yield 0
    except expat.ExpatError as wrong:
        raise errors.BadTable(str(errors.BROKEN)) from wrong


def _refuse(*_said: object) -> None:
    """A declaration of type: no office writes one, and entities that swell are declared there."""
    raise errors.BadTable(str(errors.BROKEN))


class _Rows(_Reader):
    """The cells of each row, until the rows are over."""

    def __init__(self) -> None:
        super().__init__()
        self.is_over = False
        self._rows: list[tuple[int, list[Cell]]] = []
        self._cells: list[Cell] = []
        self._number = 0
        self._place = -1
        self._cell: dict[str, str] = {}
        self._value = self._formula = ""

    def taken(self) -> list[tuple[int, list[Cell]]]:
        """The rows that are whole since the last time."""
        whole, self._rows = self._rows, []
        return whole

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._value, self._formula = attributes, "", ""
            self._words.clear()
        elif name in {"v", "f"}:
            self.heard.clear()
        elif name == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._cells, self._place = [], -1
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            self._keep()
        elif name == "v":
            self._value = "".join(self.heard)
        elif name == "f":
            self._formula = "".join(self.heard)
        elif name == "row" and not self.is_over:
            self._rows.append((self._number, self._cells))
        elif name == "sheetData":
            self.is_over = True
        else:
            super().end(name)

    def _keep(self) -> None:
        """A cell that does not say where it is stands behind the one before, whether that was empty or not."""
        cell = self._cell
        named = column(cell["r"].rstrip(DIGITS)) if "r" in cell else None
        self._place = self._place + 1 if named is None else named
        kind = cell.get("t", "n")
        said = "".join(self._words) if kind == "inlineStr" else self._value
        if said or self._formula:
            self._cells.append(Cell(self._place, kind, cell.get("s", "0"), said, self._formula))


class _Texts(_Reader):
    """The texts of a table, each of one run or of several."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._words.clear()
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._words))
        else:
            super().end(name)
