"""The bulletin as a Word file: one page of A4 that an office can go on writing in."""

import io
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from xiangyue.documents.papers.bulletin import Bulletin

BODY, HEAD = "仿宋", "黑体"
INK, INK_2 = RGBColor(0x1B, 0x19, 0x16), RGBColor(0x55, 0x50, 0x47)


CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set: font, size, place, air before and after, all in points."""

    font: str
    points: float
    align: WD_ALIGN_PARAGRAPH | None = None
    bold: bool = False
    quiet: bool = False
    indent: float = 0
    before: float = 0
    after: float = 0


def docx(bulletin: Bulletin, *, poster: bytes | None, frame: bytes | None) -> bytes:
    """The file. Pictures that there are none of leave no hole."""
    document, points = Document(), bulletin.points
    document.core_properties.author, document.core_properties.title = bulletin.signed, f"宣讲简报：{bulletin.title}"
    _page(document)
    _line(document, "宣讲简报", Style(HEAD, 20, align=CENTRE, bold=True, after=2))
    _line(document, bulletin.under, Style(BODY, 11, align=CENTRE, after=4, quiet=True))
    _rule(document.add_paragraph())
    _line(document, bulletin.title, Style(HEAD, 16, align=CENTRE, bold=True, before=6, after=6))
    for words in bulletin.paragraphs:
        _line(document, words, Style(BODY, points, indent=2 * points, after=3))
    _pictures(document, [content for content in (poster, frame) if content], tall_mm=bulletin.tall_mm)
    for question, answer in bulletin.questions:
        _line(document, f"问：{question}", Style(HEAD, points - 1, before=3))
        _line(document, f"答：{answer}", Style(BODY, points - 1, after=2))
    _line(document, f"{bulletin.signed}　{bulletin.dated}", Style(BODY, points, align=RIGHT, before=6))
    note = f"数据口径见随附的数据表；回看：{bulletin.address}"
    _line(document, note, Style(BODY, 9, before=2, quiet=True))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin = section.right_margin = Cm(2.5)


def _line(document: Sheet, words: str, style: Style) -> None:
    """A paragraph; its font is named for Chinese too, which Word keeps apart."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.bold = style.font, Pt(style.points), style.bold
    run.font.color.rgb = INK_2 if style.quiet else INK
    fonts: Any = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    fonts.rFonts.set(qn("w:eastAsia"), style.font)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(style.before), Pt(style.after), 1.25
    shape.first_line_indent = Pt(style.indent)
    if style.align is not None:
        paragraph.alignment = style.align


def _rule(paragraph: Paragraph) -> None:
    """A strong line across the page: the lower border of an empty paragraph."""
    border = paragraph._p.makeelement(qn("w:pBdr"), {})  # noqa: SLF001 - as above
    line = {qn("w:val"): "single", qn("w:sz"): "12", qn("w:space"): "1", qn("w:color"): "1B1916"}
    border.append(paragraph._p.makeelement(qn("w:bottom"), line))  # noqa: SLF001 - as above
    paragraph._p.get_or_add_pPr().append(border)  # noqa: SLF001 - as above
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _pictures(document: Sheet, pictures: list[bytes], *, tall_mm: float) -> None:
    """Beside each other and as high as each other: a poster and a wide frame are then as wide as the text."""
    if not pictures:
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    for number, content in enumerate(pictures):
        if number:
            paragraph.add_run("　")
        paragraph.add_run().add_picture(io.BytesIO(content), height=Mm(tall_mm))
