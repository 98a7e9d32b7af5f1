"""Files as people bring them: PDFs by Typst, photographs by Pillow, and what is wrong with some of them."""

import io
import struct
import zlib
from functools import cache

import pypdfium2
import typst
from PIL import Image

from xiangyue.files.rules import Upload


@cache
def a_pdf(pages: int = 3) -> bytes:
    """So many pages of 16:9, each with its number on it."""
    text = "#set page(width: 160mm, height: 90mm)\n" + "\n#pagebreak()\n".join(
        f"= Page {n}" for n in range(1, pages + 1)
    )
    return typst.compile(text.encode(), format="pdf", ignore_system_fonts=True)


@cache
def a_long_pdf(pages: int) -> bytes:
    """So many empty pages, quickly."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(160, 90)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


LOCKED_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O<0000000000000000000000000000000000000000000000000000000000000000>/U<1111111111111111111111111111111111111111111111111111111111111111>/P -4>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>
%%EOF
"""
"""Encrypted with a password that nobody knows."""


def a_photo(
    size: tuple[int, int] = (400, 300), kind: str = "JPEG", *, exif: bool = True, colour: str = "#446688"
) -> bytes:
    """A plain picture; with `exif`, it says where it was taken and that it lies on its side."""
    picture = Image.new("RGB", size, colour)
    facts = Image.Exif()
    if exif:
        facts[0x0112] = 6  # turned by a quarter
        facts[0x010F] = "Secret Camera"
        facts.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, kind, exif=facts)
    return written.getvalue()


def a_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that claims 3.6 thousand million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


def brought(content: bytes, name: str = "课件.pdf") -> Upload:
    return Upload(name, content)
