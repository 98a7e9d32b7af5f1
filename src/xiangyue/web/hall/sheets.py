"""Tables as files: CSV and XLSX that a spreadsheet opens without carrying anything out."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse

Cell = str | int
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in Excel, WPS or LibreOffice, in full width too. Words of residents stand in these tables."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a name, a line of headings, rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would carry out gets an apostrophe before it; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_csv(table: Table, name: str) -> HttpResponse:
    """With the mark by which Excel knows UTF-8."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written)
    sheet.writerow(table.headings)
    sheet.writerows([harmless(cell) for cell in row] for row in table.rows)
    return HttpResponse(
        "\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=_named(f"{name}.csv")
    )


def as_xlsx(tables: Iterable[Table], name: str) -> HttpResponse:
    """One sheet a table, the headings fixed."""
    from openpyxl import Workbook  # noqa: PLC0415 - ten MiB that only imports and exports need
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - same
    from openpyxl.styles import Font  # noqa: PLC0415 - same

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for place in range(len(table.headings)):
            sheet.column_dimensions["ABCDEFGHIJKLMNOPQR"[place]].width = 18
        heads = [WriteOnlyCell(sheet, value=word) for word in table.headings]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in table.rows:
            sheet.append([harmless(_printable(cell)) for cell in row])
    written = io.BytesIO()
    book.save(written)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(written.getvalue(), content_type=kind, headers=_named(f"{name}.xlsx"))


def _printable(cell: Cell) -> Cell:
    """A workbook is XML: control letters have no place in it."""
    return "".join(letter for letter in cell if letter >= " " or letter in "\n\t") if isinstance(cell, str) else cell


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
