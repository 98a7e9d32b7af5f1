"""The kinds of files, told by their first bytes and never by their names."""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """A kind: media type, and the ending of its address."""

    PDF = "application/pdf", "pdf"
    JPEG = "image/jpeg", "jpg"
    PNG = "image/png", "png"
    WEBP = "image/webp", "webp"
    CSV = "text/csv; charset=utf-8", "csv"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    WEBM = "audio/webm", "webm"
    M4A = "audio/mp4", "m4a"
    OGG = "audio/ogg", "ogg"

    def __init__(self, media_type: str, ending: str) -> None:
        self.media_type, self.ending = media_type, ending


LABELS = {
    Kind.PDF: _("PDF 文件"),
    Kind.JPEG: _("JPEG 图片"),
    Kind.PNG: _("PNG 图片"),
    Kind.WEBP: _("WebP 图片"),
    Kind.WEBM: _("WebM 录音"),
    Kind.M4A: _("MP4 录音"),
    Kind.OGG: _("Ogg 录音"),
}
"""What people call the kinds that they may bring."""

IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
SLIDES = IMAGES | {Kind.PDF}
SOUNDS = frozenset({Kind.WEBM, Kind.M4A, Kind.OGG})
"""What browsers record a voice in: Chrome and WeChat WebM, Safari MP4, Firefox Ogg."""

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
    return _sound(content)


def _sound(content: bytes) -> Kind | None:
    if content.startswith(b"\x1aE\xdf\xa3"):
        return Kind.WEBM
    if content[4:8] == b"ftyp":
        return Kind.M4A
    return Kind.OGG if content.startswith(b"OggS") else None
