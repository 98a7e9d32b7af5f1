"""A notice as a Word file in the same proportions, for an office to go on writing in."""

import io
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xiangyue.documents.notices.writing import Sheet
from xiangyue.documents.papers.wording import printable

BODY, TITLE = "仿宋", "小标宋"
POINTS, TITLE_POINTS = 16, 22
"""3号 and 2号."""

LINE = Mm(225 / 22)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(sheet: Sheet) -> bytes:
    """The file. Nothing in it depends on the day it is made but what the sheet says."""
    document = Document()
    document.core_properties.author, document.core_properties.title = sheet.signed, sheet.title
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _line(document, sheet.title, font=TITLE, points=TITLE_POINTS, align=CENTRE)
    if sheet.number:
        _line(document, sheet.number, align=CENTRE)
    _line(document, "")
    _line(document, sheet.to)
    for words in sheet.paragraphs:
        _line(document, words, indent=True)
    if sheet.rows:
        table = document.add_table(rows=0, cols=len(sheet.head))
        table.style = "Table Grid"
        for row in (sheet.head, *sheet.rows):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = printable(words)
    for words in sheet.closing:
        _line(document, words, indent=True)
    _line(document, "")
    _line(document, f"{sheet.signed}　　", align=RIGHT)
    _line(document, f"{sheet.dated}　　", align=RIGHT)
    if sheet.receipt:
        _line(document, "")
        _line(document, sheet.receipt)
    _line(document, sheet.foot, points=9)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _line(
    document: Page,
    words: str,
    *,
    font: str = BODY,
    points: int = POINTS,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(printable(words))
    run.font.name, run.font.size = font, Pt(points)
    fonts: Any = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    fonts.rFonts.set(qn("w:eastAsia"), font)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent:
        shape.first_line_indent = Pt(2 * points)
    if align is not None:
        paragraph.alignment = align
