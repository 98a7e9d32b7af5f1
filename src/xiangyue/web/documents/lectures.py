"""The lecture of a page under a studio's address, and answers that carry a finished document."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from xiangyue.hall.lectures import queries
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.rules import Member

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


def mine(member: Member, code: str, name: str) -> "Lecture":
    """The lecture, from inside its studio. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    lecture = queries.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, under a name in Chinese (RFC 6266)."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def shown(request: HttpRequest, content: bytes, media_type: str, tag: str) -> HttpResponse:
    """A picture to look at; who has it already is told so."""
    answer: HttpResponse = HttpResponse(content, content_type=media_type)
    if request.headers.get("If-None-Match") == f'"{tag}"':
        answer = HttpResponseNotModified()
    answer.headers["ETag"] = f'"{tag}"'
    return answer
