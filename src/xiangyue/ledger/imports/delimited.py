"""CSV as offices make it: in UTF-8 or in GBK, with a mark or without, between commas, semicolons or tabs. Pure."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from xiangyue.ledger.imports import errors
from xiangyue.ledger.imports.tables import MOST_ROWS, Row

DELIMITERS = ",\t;|"
SAMPLE = 64 * 1024
"""Letters in which the delimiter is looked for."""

LONGEST = 1_000_000
"""Letters of one cell; a quote that is never closed must not eat the whole file in silence."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Text:
    """A file of text that was understood: its encoding and what parts its cells."""

    content: bytes
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty, one after the other. Raises `BadTable`."""
        csv.field_size_limit(LONGEST)
        lines = io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter)
        count, line = 0, 1
        try:
            for cells in reader:
                began, line = line, reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                count += 1
                if count > MOST_ROWS:
                    raise errors.BadTable(str(errors.TOO_LARGE), rows=MOST_ROWS)
                yield Row(began, cells)
        except (csv.Error, UnicodeError) as wrong:
            raise errors.BadTable(str(errors.NO_TABLE)) from wrong


def opened(content: bytes) -> Text:
    """How a file is to be read. Raises `BadTable`."""
    encoding = _encoding(content)
    sample = content[: SAMPLE * 4].decode(encoding, errors="ignore")[:SAMPLE]
    if not sample.strip():
        raise errors.BadTable(str(errors.EMPTY))
    if "\0" in sample:
        raise errors.BadTable(str(errors.NO_TABLE))
    return Text(content, encoding, _delimiter(sample))


def _encoding(content: bytes) -> str:
    """UTF-8 is sure when every byte fits; what does not fit is Chinese of before, all of which GB 18030 reads."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    raise errors.BadTable(str(errors.NO_ENCODING))


def _delimiter(sample: str) -> str:
    """What parts the first lines into the same number of cells, and into most."""

    def fits(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row][:OPENING]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) * (usual > 1), usual)

    return max(DELIMITERS, key=fits)


OPENING = 20
