"""A table as values, whatever file it came in, and where its headings are: pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xiangyue.ledger.imports import errors

OPENING = 20
"""Rows at the top in which headings are looked for: titles and notes stand above them."""

MOST_ROWS = 200_000
MOST_COLUMNS = 120

SHARE = 0.6
"""A row with so many different words, measured by the richest of the opening, is the heading; a title has one."""

_SPACE = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff（）])\s+(?=[\u3400-\u9fff（）])")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line as the program shows it, its cells, and pictures by their column."""

    line: int
    cells: list[str]
    pictures: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were made one; numbers from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Headings:
    """The names of the columns, and the line of the first row under them."""

    names: list[str]
    first: int


def headings(opening: Sequence[Row], merges: Sequence[Merge]) -> Headings:
    """Find the headings among the first rows, one line of them or several merged ones. Raises `BadTable`."""
    different = [len({cell for cell in row.cells if cell.strip()}) for row in opening]
    richest = max(different, default=0)
    if richest < 2:
        raise errors.BadTable(str(errors.NO_HEADINGS), rows=OPENING)
    place = next(at for at, count in enumerate(different) if count >= max(2, richest * SHARE))
    head = opening[place]
    depth = _depth(head.line - 1, merges)
    levels = [row for row in opening[place:] if row.line < head.line + depth]
    width = max(len(row.cells) for row in levels)
    if width > MOST_COLUMNS:
        raise errors.BadTable(str(errors.WIDE), count=width, limit=MOST_COLUMNS)
    return Headings(_unique([_joined(levels, column) for column in range(width)]), head.line + depth)


def tidy(text: str) -> str:
    """A heading without the air that people set into it: 问 题\n描 述 is 问题描述."""
    return _SPACE.sub(" ", _BETWEEN.sub("", text.strip()))


def _depth(top: int, merges: Sequence[Merge]) -> int:
    """How many rows the headings have: as deep as the deepest cell; a group over several columns has names under it."""
    begun = [merge for merge in merges if merge.top == top]
    deepest = max((merge.bottom - merge.top + 1 for merge in begun), default=1)
    return max(deepest, 2) if any(merge.right > merge.left for merge in begun) else deepest


def _joined(levels: Sequence[Row], column: int) -> str:
    words: list[str] = []
    for row in levels:
        word = tidy(row.cells[column]) if column < len(row.cells) else ""
        if word and word not in words:
            words.append(word)
    return "/".join(words)


def _unique(names: list[str]) -> list[str]:
    """Every column with a name of its own: an empty one is named by its place, a second one by its number."""
    seen: dict[str, int] = {}
    made = []
    for place, name in enumerate(names, 1):
        named = name or f"第 {place} 列"
        seen[named] = seen.get(named, 0) + 1
        made.append(named if seen[named] == 1 else f"{named}（{seen[named]}）")
    return made
