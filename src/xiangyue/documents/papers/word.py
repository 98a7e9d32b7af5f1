"""The bulletin as a Word file: one page of A4 that an office can go on writing in."""

import io
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


def docx(bulletin: Bulletin, *, poster: bytes | None, frame: bytes | None) -> bytes:
    """The file. Pictures that there are none of leave no hole."""
    document = Document()
    document.core_properties.author, document.core_properties.title = bulletin.signed, f"宣讲简报：{bulletin.title}"
    _page(document)
    _line(document.add_paragraph(), "宣讲简报", HEAD, 20, centred=True, bold=True, after=2)
    _line(document.add_paragraph(), bulletin.under, BODY, 11, centred=True, after=4, quiet=True)
    _rule(document.add_paragraph())
    _line(document.add_paragraph(), bulletin.title, HEAD, 16, centred=True, bold=True, before=6, after=6)
    for words in bulletin.paragraphs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(2 * bulletin.points)
        _line(paragraph, words, BODY, bulletin.points, after=3)
    _pictures(document, [content for content in (poster, frame) if content], tall_mm=bulletin.tall_mm)
    for question, answer in bulletin.questions:
        _line(document.add_paragraph(), f"问：{question}", HEAD, bulletin.points - 1, before=3)
        _line(document.add_paragraph(), f"答：{answer}", BODY, bulletin.points - 1, after=2)
    _line(document.add_paragraph(), f"{bulletin.signed}　{bulletin.dated}", BODY, 12, before=6, right=True)
    note = f"数据口径见随附的数据表；回看：{bulletin.address}"
    _line(document.add_paragraph(), note, BODY, 9, before=2, quiet=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin = section.right_margin = Cm(2.5)


def _line(
    paragraph: Paragraph,
    words: str,
    font: str,
    points: float,
    *,
    centred: bool = False,
    right: bool = False,
    bold: bool = False,
    quiet: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    """Words in a paragraph; the font is named for Chinese too, which Word keeps apart."""
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.bold = font, Pt(points), bold
    run.font.color.rgb = INK_2 if quiet else INK
    fonts: Any = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no name for it
    fonts.rFonts.set(qn("w:eastAsia"), font)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.25
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT


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
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, content in enumerate(pictures):
        if number:
            paragraph.add_run("　")
        paragraph.add_run().add_picture(io.BytesIO(content), height=Mm(tall_mm))
