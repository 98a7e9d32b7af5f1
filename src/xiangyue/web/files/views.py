"""One file: immutable, of its true type, and unable to do anything in a page."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from xiangyue.files import queries as files

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def file(request: HttpRequest, address_name: str) -> HttpResponse:
    """The bytes under a name. Who has the name may have the file; nobody is asked who they are."""
    found = files.served(address_name)
    tag = f'"{found.sha256}"'
    answer = HttpResponse(content_type=found.media_type)
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        answer.content = files.content(found)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["ETag"] = tag
    # Should a reader take it for a page all the same, that page has no scripts, no origin and no way out.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
