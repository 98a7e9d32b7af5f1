"""XLSX read as a stream: cells as text, merged cells filled, pictures by their cell. Pure, on bytes.

Our own reader, because a stream of openpyxl's knows neither merged cells nor pictures, and its whole workbook of a
hundred thousand rows takes a gigabyte (docs/decisions/0017). It reads values, never formulas; a part that says it
unpacks to more than `LARGEST` is not opened.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from xiangyue.ledger.imports import errors, sheet
from xiangyue.ledger.imports.dates import EPOCH
from xiangyue.ledger.imports.sheet import CHUNK, Cell
from xiangyue.ledger.imports.tables import MOST_ROWS, Merge, Row

LARGEST = 700_000_000
"""Bytes of one part: a sheet of 200,000 rows of twenty columns has half of it."""

SMALL = 30_000_000
"""Bytes of a part that is read at once: styles, relations, drawings."""

LARGEST_PICTURE = 30_000_000
MOST_MERGES = 50_000
MOST_PARTS = 20_000

OPENING = 2048
"""Bytes in which a declaration of type would stand: before the first element."""

DATES_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
"""Number formats of ECMA-376 (18.8.30) that show a date or a time, the East Asian ones included."""

SINCE_1904 = timedelta(days=1462)

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)\Z")
_DISPLAYED = re.compile(r'DISPIMG\("([^"]+)"')


@dataclass(slots=True)
class _Filled:
    """Merged cells by row, and the values of those that began."""

    by_row: dict[int, list[Merge]] = field(default_factory=dict)
    values: dict[tuple[int, int], str] = field(default_factory=dict)


class Book:
    """A workbook of which the first sheet that shows is read."""

    def __init__(self, content: bytes) -> None:
        """Raises `BadTable`."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError) as wrong:
            raise errors.BadTable(str(errors.BROKEN)) from wrong
        self._parts = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        if "xl/workbook.xml" not in self._parts or len(self._parts) > MOST_PARTS:
            raise errors.BadTable(str(errors.NO_TABLE))

    # ------------------------------------------------ what the sheet is
    @cached_property
    def sheets(self) -> list[str]:
        """The names of the sheets that show, in order; the first is read."""
        return [name for name, _part in self._sheets]

    @cached_property
    def merges(self) -> list[Merge]:
        """Every merged cell of the sheet: they stand behind its rows."""
        named = (_merge(each.get("ref", "")) for each in self._tail if _name(each) == "mergeCell")
        return [merge for merge in named if merge is not None][:MOST_MERGES]

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty, merged cells filled. Raises `BadTable`."""
        filled, count = self._filled(), 0
        try:
            with self._open(self._sheet) as part:
                for number, cells in sheet.rows(part):
                    row = self._row(number, cells, filled)
                    if row is None:
                        continue
                    count += 1
                    if count > MOST_ROWS:
                        raise errors.BadTable(str(errors.TOO_LARGE), rows=MOST_ROWS)
                    yield row
        except (ParseError, zipfile.BadZipFile, EOFError, ValueError, KeyError, IndexError) as wrong:
            raise errors.BadTable(str(errors.BROKEN)) from wrong

    def picture(self, name: str) -> bytes:
        """The bytes of a picture that a row named. Raises `BadTable`."""
        info = self._parts.get(name)
        if info is None or info.file_size > LARGEST_PICTURE:
            raise errors.BadTable(str(errors.BROKEN))
        return self._zip.read(info)

    # ------------------------------------------------ rows
    def _row(self, number: int, found: Sequence[Cell], filled: _Filled) -> Row | None:
        cells: list[str] = []
        drawn = list(self._anchored.get(number - 1, ()))
        for cell in found:
            value = self._value(cell)
            if "DISPIMG" in value and (named := _DISPLAYED.search(value)):
                value = ""
                if (part := self._in_cells.get(named[1])) is not None:
                    drawn.append((cell.column, part))
            if value:
                _put(cells, cell.column, value)
        _fill(number - 1, cells, filled)
        if not drawn and not any(cell.strip() for cell in cells):
            return None
        return Row(number, cells, tuple(sorted(drawn)))

    def _value(self, cell: Cell) -> str:
        said = cell.said
        match cell.kind:
            case "inlineStr" | "str":
                return said
            case "s":
                return self._strings[int(said)] if said else ""
            case "n" if said:
                return self._number(said, int(cell.style))
            case "n":
                return f"={cell.formula}" if "DISPIMG" in cell.formula else ""
            case "b" if said:
                return "是" if said == "1" else "否"
            case "b" | "e":
                return ""
        return said

    def _number(self, text: str, style: int) -> str:
        number = float(text)
        if style in self._dates and 0 < number < 2_958_466:
            moment = EPOCH + timedelta(seconds=round(number * 86_400)) + (SINCE_1904 if self._is_1904 else timedelta())
            plain = moment.replace(tzinfo=None)
            return plain.date().isoformat() if number == int(number) else plain.isoformat(" ")
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else text

    def _filled(self) -> _Filled:
        filled = _Filled()
        for merge in self.merges:
            for row in range(merge.top, min(merge.bottom, merge.top + 10_000) + 1):
                filled.by_row.setdefault(row, []).append(merge)
        return filled

    # ------------------------------------------------ the other parts
    def _open(self, name: str, limit: int | None = None) -> IO[bytes]:
        info = self._parts.get(name)
        if info is None:
            raise errors.BadTable(str(errors.BROKEN))
        if info.file_size > (limit or LARGEST):
            raise errors.BadTable(str(errors.TOO_LARGE), rows=MOST_ROWS)
        return self._zip.open(info)

    def _parsed(self, name: str, limit: int | None = None) -> Iterator[tuple[str, Element]]:
        """The elements of a part as they begin and end. One that declares a type is refused: no office writes one, and
        entities that swell are declared there.
        """
        with self._open(name, limit) as part:
            opening = part.read(OPENING)
            if b"<!DOCTYPE" in opening.upper().replace(b"\0", b""):
                raise errors.BadTable(str(errors.BROKEN))
            parser: Any = XMLPullParser(("start", "end"))
            parser.feed(opening)
            while chunk := part.read(CHUNK):
                yield from parser.read_events()
                parser.feed(chunk)
            parser.close()
            yield from parser.read_events()

    def _all(self, name: str) -> list[Element]:
        """Every element of a small part; none when there is no such part. Raises `BadTable`."""
        if name not in self._parts:
            return []
        try:
            return [element for happening, element in self._parsed(name, SMALL) if happening == "end"]
        except ParseError as wrong:
            raise errors.BadTable(str(errors.BROKEN)) from wrong

    def _links(self, part: str) -> dict[str, str]:
        """Where the relations of a part lead, by their id."""
        folder, name = posixpath.split(part)
        found = {}
        for each in self._all(f"{folder}/_rels/{name}.rels"):
            if (target := each.get("Target")) and each.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[each.get("Id", "")] = posixpath.normpath(path)
        return found

    @cached_property
    def _workbook(self) -> list[Element]:
        return self._all("xl/workbook.xml")

    @cached_property
    def _is_1904(self) -> bool:
        return any(each.get("date1904") in {"1", "true"} for each in self._workbook if _name(each) == "workbookPr")

    @cached_property
    def _sheets(self) -> list[tuple[str, str]]:
        links = self._links("xl/workbook.xml")
        shown = [
            each for each in self._workbook if _name(each) == "sheet" and each.get("state", "visible") == "visible"
        ]
        named = [(each.get("name", ""), links.get(_relation(each, "id"), "")) for each in shown]
        there = [(name, part) for name, part in named if part in self._parts]
        if not there:
            raise errors.BadTable(str(errors.EMPTY))
        return there

    @property
    def _sheet(self) -> str:
        return self._sheets[0][1]

    @cached_property
    def _tail(self) -> list[Element]:
        """What stands behind the rows: found without reading them as XML."""
        mark, kept = b"</sheetData>", b""
        with self._open(self._sheet) as part:
            while chunk := part.read(CHUNK):
                kept += chunk
                if (place := kept.find(mark)) >= 0:
                    kept = kept[place + len(mark) :] + part.read(LARGEST // 10)
                    break
                kept = kept[-len(mark) :]
            else:
                return []
        return [
            Element(name.decode(), {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(attributes)})
            for name, attributes in _TAG.findall(kept)
        ]

    @cached_property
    def _strings(self) -> list[str]:
        """The table of shared texts, to which cells point."""
        if "xl/sharedStrings.xml" not in self._parts:
            return []
        with self._open("xl/sharedStrings.xml") as part:
            return sheet.texts(part)

    @cached_property
    def _dates(self) -> frozenset[int]:
        """The cell styles that show a number as a date."""
        formats, styles, inside = {}, [], False
        if "xl/styles.xml" not in self._parts:
            return frozenset()
        for happening, element in self._parsed("xl/styles.xml", SMALL):
            name = _name(element)
            if name == "cellXfs":
                inside = happening == "start"
            elif happening == "start" and name == "numFmt":
                formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif happening == "start" and name == "xf" and inside:
                styles.append(int(element.get("numFmtId", "0")))
        return frozenset(n for n, number in enumerate(styles) if _shows_date(number, formats.get(number, "")))

    @cached_property
    def _anchored(self) -> dict[int, list[tuple[int, str]]]:
        """Pictures that lie on the sheet, by the row of their upper left corner."""
        found: dict[int, list[tuple[int, str]]] = {}
        links = self._links(self._sheet)
        drawings = {links.get(_relation(each, "id"), "") for each in self._tail if _name(each) == "drawing"}
        for drawing in drawings & self._parts.keys():
            media = self._links(drawing)
            for anchor in (each for each in self._all(drawing) if _name(each).endswith("CellAnchor")):
                corner = next(iter(anchor), None)
                place = {_name(each): int(each.text or 0) for each in corner if each.text} if corner is not None else {}
                for blip in (each for each in anchor.iter() if _name(each) == "blip"):
                    part = media.get(_relation(blip, "embed"), "")
                    if part in self._parts and "row" in place:
                        found.setdefault(place["row"], []).append((place.get("col", 0), part))
        return found

    @cached_property
    def _in_cells(self) -> dict[str, str]:
        """Pictures that WPS keeps in a cell (DISPIMG), by the name the cell calls them."""
        media, found = self._links("xl/cellimages.xml"), {}
        for picture in (each for each in self._all("xl/cellimages.xml") if _name(each) == "cellImage"):
            name = next((each.get("name", "") for each in picture.iter() if _name(each) == "cNvPr"), "")
            blip = next((each for each in picture.iter() if _name(each) == "blip"), None)
            part = media.get(_relation(blip, "embed"), "") if blip is not None else ""
            if name and part in self._parts:
                found[name] = part
        return found


_TAG = re.compile(rb"<(?:\w+:)?(mergeCell|drawing)\b([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')


def _name(element: Element) -> str:
    return _local(element.tag)


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relation(element: Element, what: str) -> str:
    """The attribute of an element that names a relation, in either of the format's two namespaces."""
    for key, value in element.attrib.items():
        if key == f"r:{what}" or (key.endswith(f"}}{what}") and "relationships" in key):
            return value
    return ""


def _shows_date(number: int, code: str) -> bool:
    plain = _LITERAL.sub("", code).lower()
    return number in DATES_BUILT_IN or ("general" not in plain and any(letter in plain for letter in "ymdhs"))


def _merge(reference: str) -> Merge | None:
    one, _colon, other = reference.partition(":")
    start, end = _REFERENCE.match(one), _REFERENCE.match(other)
    if not start or not end:
        return None
    left, right = sheet.column(start[1]), sheet.column(end[1])
    assert left is not None
    assert right is not None
    return Merge(int(start[2]) - 1, left, int(end[2]) - 1, right)


def _put(cells: list[str], column: int, value: str) -> None:
    """Set a cell of a row that is as long as its last one."""
    gap = column - len(cells)
    if gap < 0:
        cells[column] = value
        return
    if gap:
        cells += [""] * gap
    cells.append(value)


def _fill(row: int, cells: list[str], filled: _Filled) -> None:
    """Give every cell of a merged one the value that stands in its first."""
    for merge in filled.by_row.get(row, ()):
        anchor = (merge.top, merge.left)
        if row == merge.top:
            filled.values[anchor] = cells[merge.left] if merge.left < len(cells) else ""
        value = filled.values.get(anchor, "")
        if value:
            right = min(merge.right, merge.left + 200)
            cells += [""] * (right + 1 - len(cells))
            cells[merge.left : right + 1] = [value] * (right + 1 - merge.left)
