"""Lists of matters as workbooks: our own, or somebody else's template with its look kept."""

import copy
import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xiangyue.documents.exports import columns, errors
from xiangyue.documents.papers.wording import OBEYED, printable
from xiangyue.kernel import clock

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter

LARGEST_MB = 2
UNPACKED = 40_000_000
WIDEST = 48
"""Letters across: a longer text is read in its own cell."""

OPENING = 30
"""Rows at the top of a template in which headings are looked for."""

_HOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_SPACE = re.compile(r"\s+")


def workbook(matters: "Sequence[Matter]") -> bytes:
    """A sheet with every column."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "台账"
    widths = [_across(name) for name in columns.NAMES]
    for place, name in enumerate(columns.NAMES, 1):
        _write(sheet.cell(1, place), name)
    for number, matter in enumerate(matters, 2):
        for place, words in enumerate(columns.row(matter), 1):
            _write(sheet.cell(number, place), words)
            widths[place - 1] = max(widths[place - 1], _across(words))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(width + 2, WIDEST)
    sheet.freeze_panes = "A2"
    return _saved(book)


def filled(template: bytes, matters: "Sequence[Matter]") -> bytes:
    """A template with its list filled in. A row of `{{编号}}` is the pattern of every row; without one, columns are
    found by their headings and rows follow under them in the look of the first. Raises `BadTemplate`.
    """
    book = _opened(template)
    once = {"日期": clock.now().astimezone(clock.COUNTY_ZONE).date().isoformat(), "件数": str(len(matters))}
    done = False
    for sheet in book.worksheets:
        pattern = _pattern(sheet) or _under_headings(sheet)
        if pattern:
            _fill(sheet, pattern, matters)
            done = True
        _replace(sheet, once)
    if not done:
        raise errors.BadTemplate(str(errors.NOTHING), names="、".join(columns.NAMES))
    return _saved(book)


Pattern = tuple[int, dict[int, str]]
"""The first row to write, and what stands in which column: a text with places in it."""


def _pattern(sheet: Worksheet) -> Pattern | None:
    """The row that holds places for a matter's columns."""
    for row in sheet.iter_rows():
        held = {cell.column: str(cell.value) for cell in row if isinstance(cell.value, str) and _names(cell.value)}
        if held:
            return row[0].row, held
    return None


def _under_headings(sheet: Worksheet) -> Pattern | None:
    """The row under the headings: the row of the opening that has most names we know, two at least."""
    best: tuple[int, dict[int, str]] = (0, {})
    for row in sheet.iter_rows(max_row=OPENING):
        known = {cell.column: _plain(cell.value) for cell in row if _plain(cell.value) in columns.READS}
        if len(known) > len(best[1]):
            best = (row[0].row, known)
    if len(best[1]) < 2:
        return None
    for cell in sheet[best[0]]:
        if _plain(cell.value) in columns.ORDINALS:
            best[1][cell.column] = _plain(cell.value)
    deepest = max([merge.max_row for merge in sheet.merged_cells.ranges if merge.min_row == best[0]], default=best[0])
    return deepest + 1, {column: f"{{{{{name}}}}}" for column, name in best[1].items()}


def _fill(sheet: Worksheet, pattern: Pattern, matters: "Sequence[Matter]") -> None:
    first, held = pattern
    width = max(sheet.max_column, *held)
    styles = [copy.copy(sheet.cell(first, column)._style) for column in range(1, width + 1)]  # noqa: SLF001 - openpyxl has no name for it
    height = sheet.row_dimensions[first].height
    if len(matters) > 1 and sheet.max_row > first:
        sheet.insert_rows(first + 1, len(matters) - 1)
    for number, matter in enumerate(matters, first):
        sheet.row_dimensions[number].height = height
        for column, style in enumerate(styles, 1):
            sheet.cell(number, column)._style = copy.copy(style)  # noqa: SLF001 - as above
        for column, text in held.items():
            _write(sheet.cell(number, column), _filled_in(text, matter, number - first + 1))
    if not matters:
        for column in held:
            sheet.cell(first, column).value = None


def _replace(sheet: Worksheet, once: dict[str, str]) -> None:
    """What is said once: the day, and how many there are."""
    for row in sheet.iter_rows(max_row=OPENING):
        for cell in row:
            if isinstance(cell.value, str) and any(name in once for name in _HOLDER.findall(cell.value)):
                _write(cell, _HOLDER.sub(lambda found: once.get(found[1], found[0]), cell.value))


def _names(text: str) -> list[str]:
    return [name for name in _HOLDER.findall(text) if name in columns.READS or name in columns.ORDINALS]


def _across(words: str) -> int:
    """How wide a text is: an ideograph is as wide as two letters."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in words)


def _filled_in(text: str, matter: "Matter", ordinal: int) -> str:
    """A text with its places filled; what is no name of ours stays as it is written."""

    def said(found: "re.Match[str]") -> str:
        if found[1] in columns.ORDINALS:
            return str(ordinal)
        return columns.cell(matter, found[1]) if found[1] in columns.READS else found[0]

    return _HOLDER.sub(said, text)


def _plain(value: Any) -> str:
    return _SPACE.sub("", value) if isinstance(value, str) else ""


def _write(cell: Cell, words: str) -> None:
    """As text, whatever it begins with: no cell of ours is obeyed, now or when somebody edits it."""
    clean = printable(words)
    cell.value, cell.data_type = clean, "s"
    cell.quotePrefix = clean.startswith(OBEYED)


def _opened(template: bytes) -> Workbook:
    if len(template) > LARGEST_MB * 1_000_000:
        raise errors.BadTemplate(str(errors.LARGE), limit=LARGEST_MB)
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        book = load_workbook(io.BytesIO(template)) if unpacked <= UNPACKED else None
    except Exception as wrong:  # whatever the library meets in a stranger's file
        raise errors.BadTemplate(str(errors.BROKEN)) from wrong
    if book is None:
        raise errors.BadTemplate(str(errors.LARGE), limit=LARGEST_MB)
    return book


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
