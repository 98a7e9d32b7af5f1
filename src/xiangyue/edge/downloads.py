"""The finished lecture as one file, to be had in ranges: download managers and players that seek ask for pieces."""

import asyncio
import re
from collections.abc import Awaitable

from xiangyue.edge import answers, errors
from xiangyue.edge.answers import Fields, Stream
from xiangyue.edge.request import Request
from xiangyue.kernel.errors import Refusal
from xiangyue.media import export
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.export import Download

KEPT = 8
"""Lectures whose tables are kept: some hundred kilobytes each, and seconds of disk to read again."""

DAY = "public, max-age=86400"
"""Erasure by decision must reach copies too; a day is long enough for a cache to be useful."""

SPAN = re.compile(rb"bytes=(\d{0,15})-(\d{0,15})\Z")


def span(header: bytes, length: int) -> tuple[int, int] | None:
    """First byte and the one after the last of a single range (RFC 9110 section 14.1.2); None for the whole.

    Several ranges, other units and nonsense are answered with the whole file, as the RFC allows. Raises `BadRange`.
    """
    match = SPAN.match(header.strip())
    if match is None or match.group(0) == b"bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, length - int(last)), length
    else:
        start, stop = int(first), min(length, int(last) + 1) if last else length
        if last and int(last) < start:
            return None
    if start >= stop:
        raise errors.BadRange(length)
    return start, stop


class NotFinished(Refusal):
    code = "not-finished"
    status = 404
    text = "宣讲结束后才能下载录像。"


class Downloads:
    """Answers for lecture.mp4. The tables of a lecture are read once, in a thread, whoever asks first."""

    def __init__(self) -> None:
        self._found: dict[str, asyncio.Task[Download]] = {}

    def answer(self, broadcast: Broadcast, request: Request, *, public: bool = True) -> Awaitable[Stream]:
        """Raises `NotFinished`; the awaitable raises `NoMedia` and `BadRange`."""
        if not broadcast.ended:
            raise NotFinished
        return self._stream(broadcast, request.header(b"range"), DAY if public else answers.NEVER)

    async def _stream(self, broadcast: Broadcast, wanted: bytes, lasts: str) -> Stream:
        download = await asyncio.shield(self._find(broadcast))
        part = span(wanted, download.length) if wanted else None
        start, stop = part or (0, download.length)
        fields: Fields = (
            ("Content-Type", "video/mp4"),
            ("Cache-Control", lasts),
            ("Access-Control-Allow-Origin", "*"),
            ("Accept-Ranges", "bytes"),
            ("Content-Disposition", f'attachment; filename="lecture-{broadcast.lecture}.mp4"'),
        )
        if part:
            fields = (*fields, ("Content-Range", f"bytes {start}-{stop - 1}/{download.length}"))
        return Stream(206 if part else 200, fields, stop - start, download.read(start, stop))

    def _find(self, broadcast: Broadcast) -> asyncio.Task[Download]:
        task = self._found.pop(broadcast.lecture, None)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.create_task(asyncio.to_thread(export.mp4_of, broadcast.folder))
        self._found[broadcast.lecture] = task
        while len(self._found) > KEPT:
            del self._found[next(iter(self._found))]
        return task
