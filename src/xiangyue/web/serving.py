"""The bytes of a file as an answer: of their true type, unable to do anything in a page, kept as far as they may be."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from xiangyue.files import queries as files
from xiangyue.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiangyue.files.models import File
    from xiangyue.ledger.evidence.models import Evidence

FOR_EVER = "public, max-age=31536000, immutable"

ASKED_EACH_TIME = "private, no-cache"
"""A browser may keep it and has to ask each time: a right that is gone shows nothing more, one that is there costs no
bytes.
"""

NOWHERE = "private, no-store"
"""For what may lie on no disk but ours: a shared computer, a phone that is handed on."""

SIZES = ("large", "small")


def served(request: HttpRequest, found: "File", cache: str) -> HttpResponse:
    """The bytes of a file that the caller may give to whoever asks."""
    tag = f'"{found.sha256}"'
    answer = HttpResponse(content_type=found.media_type)
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        answer.content = files.content(found)
    answer.headers["Cache-Control"] = cache
    if cache != NOWHERE:
        answer.headers["ETag"] = tag
    # Should a reader take it for a page all the same, that page has no scripts, no origin and no way out.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def photograph(
    request: HttpRequest, among: "Iterable[Evidence]", name: str, size: str, *, cache: str = ASKED_EACH_TIME
) -> HttpResponse:
    """One of some photographs that whoever asks may see, never as it came. Raises `NotFound` for any other."""
    picture = next((one for one in among if one.pk == name), None)
    if picture is None or size not in SIZES:
        raise NotFound
    file = picture.large if size == "large" else picture.small
    if file is None:
        raise NotFound
    return served(request, file, cache)
