"""A notice as a Word file in the same proportions, for an office to go on writing in."""

import io
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from xiangyue.documents.notices.writing import Sheet
from xiangyue.documents.papers.wording import printable

BODY, TITLE = "仿宋", "小标宋"
POINTS, TITLE_POINTS, NUMBER_POINTS, TABLE_POINTS = 16, 22, 14, 12
"""3号, 2号, 4号 and 小4号."""

LINE = Mm(225 / 22)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
COLUMNS = (Mm(34), Mm(15), Mm(15), Mm(92))
"""Of a table: who, two figures, and what takes the rest of 156 mm."""

KEPT = 2
"""Last sentences that go along with who signs to the next page."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a line stands. `keeps`: on the page of the next one. `from_right`: so many letters from the edge."""

    font: str = BODY
    points: int = POINTS
    align: WD_ALIGN_PARAGRAPH | None = None
    indent: bool = False
    keeps: bool = False
    from_right: float = 0


PLAIN, SAID, CENTRED = Style(), Style(indent=True), Style(align=CENTRE)


def docx(sheet: Sheet) -> bytes:
    """The file. Nothing in it depends on the day it is made but what the sheet says."""
    document = Document()
    document.core_properties.author, document.core_properties.title = sheet.signed, sheet.title
    _page(document)
    _line(document, sheet.title, Style(TITLE, TITLE_POINTS, CENTRE))
    if sheet.number:
        _line(document, sheet.number, CENTRED)
    _line(document, "")
    _line(document, sheet.to)
    for words in sheet.paragraphs:
        _line(document, words, SAID)
    if sheet.rows:
        _table(document, sheet)
    last = len(sheet.closing) - KEPT
    for place, words in enumerate(sheet.closing):
        _line(document, words, Style(indent=True, keeps=place >= last))
    _line(document, "", Style(keeps=True))
    _signed(document, sheet)
    for place, words in enumerate(sheet.receipt):
        if not place:
            _line(document, "")
        keeps = place < len(sheet.receipt) - 1
        _line(document, words, Style(align=CENTRE if not place else None, keeps=keeps))
    _line(document, sheet.foot, Style(points=9))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Page) -> None:
    """The page, with its number at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    foot = section.footer.paragraphs[0]
    foot.alignment = CENTRE
    _set(foot.add_run("— "), BODY, NUMBER_POINTS)
    field = foot.add_run()
    _set(field, BODY, NUMBER_POINTS)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        field._r.append(part)  # noqa: SLF001 - python-docx has no name for a field
    _set(foot.add_run(" —"), BODY, NUMBER_POINTS)


def _signed(document: Page, sheet: Sheet) -> None:
    """Who signs, centred above the day, and the day four letters from the edge: where the seal goes."""
    over = (len(sheet.signed) - _width(sheet.dated)) / 2
    _line(document, sheet.signed, Style(align=RIGHT, keeps=True, from_right=max(0.0, 4 - over)))
    _line(document, sheet.dated, Style(align=RIGHT, from_right=4 + max(0.0, over - 4)))


def _width(text: str) -> float:
    """How many Chinese letters wide it is: a digit takes half of one."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def _table(document: Page, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=len(sheet.head))
    table.style, table.autofit = "Table Grid", False
    for row in (sheet.head, *sheet.rows):
        for cell, words, wide in zip(table.add_row().cells, row, COLUMNS, strict=True):
            cell.width = wide
            _set(cell.paragraphs[0].add_run(printable(words)), BODY, TABLE_POINTS)


def _line(document: Page, words: str, style: Style = PLAIN) -> None:
    paragraph = document.add_paragraph()
    _set(paragraph.add_run(printable(words)), style.font, style.points)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.keep_with_next = shape.keep_together = style.keeps or None
    if style.indent:
        shape.first_line_indent = Pt(2 * style.points)
    if style.from_right:
        shape.right_indent = Pt(style.from_right * style.points)
    if style.align is not None:
        paragraph.alignment = style.align


def _set(run: Run, font: str, points: int) -> None:
    run.font.name, run.font.size = font, Pt(points)
    fonts: Any = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    fonts.rFonts.set(qn("w:eastAsia"), font)
