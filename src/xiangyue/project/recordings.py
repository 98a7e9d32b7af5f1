"""A look into a lecture's recording: one picture for the bulletin. For the work child; FFmpeg reads our own file."""

import io
import logging
from typing import TYPE_CHECKING

from xiangyue.kernel.errors import Refusal
from xiangyue.media import export
from xiangyue.media.export import Download
from xiangyue.project import config as settings_list

if TYPE_CHECKING:
    from av.container import InputContainer

logger = logging.getLogger(__name__)

WHERE = 0.4
"""Of the lecture's length: past the opening, before people pack up."""

WIDTH = 1280


def frame(lecture: str) -> bytes | None:
    """A picture (JPEG) from the middle of the recording; None when there is none, or none that can be decoded."""
    import av  # noqa: PLC0415 - 40 MiB of FFmpeg that only a bulletin needs

    folder = settings_list.load().data / "media" / lecture
    if not folder.exists():
        return None
    try:
        with av.open(_Reader(export.mp4_of(folder)), "r") as source:
            return _picture(source)
    except (Refusal, OSError, av.FFmpegError) as error:
        logger.warning("no picture of lecture %s: %s", lecture, error)
        return None


def _picture(source: "InputContainer") -> bytes | None:
    if not source.streams.video:
        return None
    if source.duration:
        source.seek(int(source.duration * WHERE))
    for decoded in source.decode(video=0):
        image = decoded.to_image()  # type: ignore[no-untyped-call]
        image.thumbnail((WIDTH, WIDTH))
        written = io.BytesIO()
        image.save(written, "JPEG", quality=88)
        return written.getvalue()
    return None


class _Reader(io.RawIOBase):
    """A download as a file that can be read and sought in; FFmpeg asks for what it needs."""

    def __init__(self, download: Download) -> None:
        self._download, self._at = download, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._download.length}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._download.length if size < 0 else min(self._at + size, self._download.length)
        wanted = b"".join(self._download.read(self._at, end)) if self._at < end else b""
        self._at += len(wanted)
        return wanted
