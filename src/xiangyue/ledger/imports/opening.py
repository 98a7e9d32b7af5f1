"""From the bytes of a file to its headings and rows, whichever of the two formats it is. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xiangyue.ledger.imports import delimited, errors, tables
from xiangyue.ledger.imports.delimited import Text
from xiangyue.ledger.imports.tables import OPENING, Headings, Row
from xiangyue.ledger.imports.workbook import Book

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIPPED = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was opened: what it is, in words for a person, and its headings."""

    book: Book | None
    text: Text | None
    headings: Headings

    @property
    def described(self) -> dict[str, object]:
        if self.book is not None:
            return {"format": "xlsx", "sheet": self.book.sheets[0], "others": self.book.sheets[1:]}
        assert self.text is not None
        names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GBK"}
        return {"format": "csv", "encoding": names[self.text.encoding], "delimiter": self.text.delimiter}

    def rows(self) -> Iterator[Row]:
        """The rows under the headings. Raises `BadTable`."""
        first = self.headings.first
        return (row for row in _rows(self.book, self.text) if row.line >= first)

    def picture(self, name: str) -> bytes:
        """The bytes of a picture that a row named."""
        assert self.book is not None
        return self.book.picture(name)


def is_workbook(content: bytes) -> bool:
    """Whether bytes are of XLSX. Raises `BadTable` for what nobody can bring in."""
    if not content.strip():
        raise errors.BadTable(str(errors.EMPTY))
    if content.startswith(OLD_EXCEL):
        raise errors.BadTable(str(errors.OLD_EXCEL))
    return content.startswith(ZIPPED)


def opened(content: bytes) -> Table:
    """A file with its headings found. Raises `BadTable`."""
    book = Book(content) if is_workbook(content) else None
    text = None if book is not None else delimited.opened(content)
    opening = list(islice(_rows(book, text), OPENING))
    if not opening:
        raise errors.BadTable(str(errors.EMPTY))
    return Table(book, text, tables.headings(opening, book.merges if book is not None else []))


def _rows(book: Book | None, text: Text | None) -> Iterator[Row]:
    if book is not None:
        return book.rows()
    assert text is not None
    return text.rows()
