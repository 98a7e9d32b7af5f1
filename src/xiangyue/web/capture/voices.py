"""A recording, for those who see its matter in full."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.voices import queries
from xiangyue.org.access.rules import Member
from xiangyue.web.looking import personal


@require_safe
@personal
def recording(request: HttpRequest, member: Member, voice: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The bytes as they came, unable to do anything in a page."""
    found = queries.get(voice)
    matters.get(member, found.matter)
    answer = HttpResponse(queries.content(found), content_type=found.original.media_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
