"""Everything the audience reads: numbered bytes that never change, and a head that is a moment old."""

from collections.abc import Awaitable, Callable

from xiangyue.edge import answers, tickets
from xiangyue.edge.answers import Answer, Stream, Waiting, Watch
from xiangyue.edge.downloads import Downloads
from xiangyue.edge.hall import Hall
from xiangyue.edge.request import Request
from xiangyue.edge.routes import PREVIEW, Kind, Target
from xiangyue.kernel.errors import NotFound
from xiangyue.media import answers as media
from xiangyue.media import broadcast
from xiangyue.media.rendition import Rendition
from xiangyue.timeline.errors import NotYet
from xiangyue.timeline.line import Line
from xiangyue.timeline.segments import Sealed

HLS = "application/vnd.apple.mpegurl"
MP4 = "video/mp4"

HEAD_KEPT_S = 0.1
"""A head is packed at most ten times a second, however many join; its clock is late by no more than that."""


class Reading:
    """Answers GET and HEAD."""

    def __init__(self, hall: Hall, *, secret: str) -> None:
        self._hall = hall
        self._previews = tickets.Previews(secret)
        self._downloads = Downloads()

    def answer(self, target: Target, request: Request) -> Answer | Waiting | Awaitable[Stream]:
        """Raises the refusals of the line and of the broadcast."""
        match target.kind:
            case Kind.HEAD:
                document = self._hall.lines.find(target.lecture).head_document()
                return answers.text(document, answers.JSON, answers.MOMENT, HEAD_KEPT_S)
            case Kind.EVENTS | Kind.SNAPSHOT | Kind.BLOCK:
                return self._line(target, request)
            case Kind.MASTER:
                live = self._broadcast(target)
                lasts = "public, max-age=60" if live.ended else "public, max-age=2"
                return answers.text(broadcast.master(live).encode(), HLS, answers.NEVER if target.token else lasts)
            case Kind.DOWNLOAD:
                return self._downloads.answer(self._broadcast(target), request, public=not target.token)
            case _:
                return self._media(target, request)

    # ------------------------------------------------ the line
    def _line(self, target: Target, request: Request) -> Answer | Waiting:
        line = self._hall.lines.find(target.lecture)
        if target.kind is Kind.SNAPSHOT:
            return answers.numbered(line.snapshot(target.epoch, target.number).body)
        if target.kind is Kind.BLOCK:
            return answers.numbered(line.block(target.epoch, target.number).body)
        try:
            return answers.numbered(line.segment(target.epoch, target.number).body)
        except NotYet:
            return _next_segment(line, target, request.path)

    # ------------------------------------------------ picture and sound
    def _media(self, target: Target, request: Request) -> Answer | Waiting:
        public = not target.token
        rendition = self._broadcast(target).rendition(target.name)
        match target.kind:
            case Kind.INIT:
                found: media.Answer | bytes | media.Wait = rendition.init(target.number)
            case Kind.SEGMENT:
                found = rendition.segment(target.number)
            case Kind.PART:
                found = rendition.part(target.number, target.part)
            case _:
                found = _playlist(rendition, request.query)
        if isinstance(found, media.Wait):
            return _next_media(rendition, found, _key(request, found), public=public)
        return _media_answer(found, public=public)

    def _broadcast(self, target: Target) -> broadcast.Broadcast:
        """For everybody by the line's numbering; for its studio by a key: what comes before air and after the end."""
        if not target.token and target.name != PREVIEW:
            self._check_epoch(target)
            return self._hall.broadcast(target.lecture)
        self._previews.check(target.token, target.lecture)
        found = self._hall.recording(target.lecture)
        if not found.ended and target.name != PREVIEW:
            raise NotFound
        return found

    def _check_epoch(self, target: Target) -> None:
        """Any numbering the line has had serves its media; one it never had does not."""
        if not 1 <= target.epoch <= self._hall.lines.find(target.lecture).epoch:
            raise NotFound


def _next_segment(line: Line, target: Target, key: bytes) -> Waiting:
    def again(_watch: Watch) -> Answer:
        sealed: Sealed = line.segment(target.epoch, target.number)
        return answers.numbered(sealed.body)

    return Waiting(key, lambda wake: line.wait(target.number, wake), again)


def _next_media(rendition: Rendition, wait: media.Wait, key: bytes, *, public: bool) -> Waiting:
    waiter: list[media.Waiter] = []

    def watch(wake: Callable[[], None]) -> Watch:
        waiter.append(rendition.wait(wait, wake))
        return waiter[0]

    return Waiting(key, watch, lambda _watch: _media_answer(waiter[0].result(), public=public))


def _media_answer(found: media.Answer | bytes, *, public: bool) -> Answer:
    """What is not on air yet is kept by nobody."""
    if isinstance(found, bytes):
        return answers.media(found, MP4, media.IMMUTABLE if public else answers.NEVER)
    cache = found.cache if public else answers.NEVER
    return Answer(200, answers.public(HLS, cache), found.packed, packed=True)


def _playlist(rendition: Rendition, query: bytes) -> media.Answer | media.Wait:
    """By the delivery directives; anything else in the query is not ours and is ignored (section 6.2.5)."""
    given = dict(pair.partition(b"=")[::2] for pair in query.split(b"&") if pair.startswith(b"_HLS_"))
    for name in (b"_HLS_msn", b"_HLS_part"):
        if name in given and not (given[name].isdigit() and len(given[name]) < 10):
            raise media.BadDirective
    msn, part = given.get(b"_HLS_msn"), given.get(b"_HLS_part")
    return rendition.playlist(
        msn=int(msn) if msn is not None else None,
        part=int(part) if part is not None else None,
        skip=given.get(b"_HLS_skip") in (b"YES", b"v2"),
    )


def _key(request: Request, wait: media.Wait) -> bytes:
    """One spelling of what is waited for, whatever the order of the query: the address hls.js and Safari send."""
    if wait.media:
        return request.path
    skip = b"&_HLS_skip=YES" if wait.skip else b""
    return b"%s?_HLS_msn=%d&_HLS_part=%d%s" % (request.path, wait.msn, wait.part, skip)
