"""The kinds of files, told by their first bytes and never by their names."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """A kind: media type, ending of its address, what people call it."""

    PDF = "application/pdf", "pdf", _("PDF 文件")
    JPEG = "image/jpeg", "jpg", _("JPEG 图片")
    PNG = "image/png", "png", _("PNG 图片")
    WEBP = "image/webp", "webp", _("WebP 图片")
    CSV = "text/csv; charset=utf-8", "csv", _("CSV 表格")
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _("Excel 表格")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", _("Word 文件")

    def __init__(self, media_type: str, ending: str, label: str | Promise) -> None:
        self.media_type, self.ending, self.label = media_type, ending, label


IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
SLIDES = IMAGES | {Kind.PDF}

PDF_WITHIN = 1024
"""The PDF header may come after some other bytes; readers look for it in the first kilobyte."""


def told(content: bytes) -> Kind | None:
    """The kind of uploaded bytes; None for everything that nobody may upload."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if b"%PDF-" in content[:PDF_WITHIN]:
        return Kind.PDF
    return None
