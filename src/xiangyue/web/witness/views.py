"""The page of slips, one slip as a file, and the verifier to take home."""

import hashlib
from functools import cache
from pathlib import Path

import segno
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from xiangyue.journal import queries as journal
from xiangyue.kernel import clock
from xiangyue.web.looking import public

LISTED = 31
"""The newest and a month of evenings before it."""

VERIFIER = Path(__file__).parents[1] / "static" / "verify" / "verify.html"

YEAR_S = 365 * 24 * 3600


@require_safe
@public
def slips(request: HttpRequest) -> HttpResponse:
    """The newest slip as a certificate, the earlier ones as a table."""
    before = request.GET.get("before", "")
    turned = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    found = journal.newest_slips(limit=LISTED + 1, before=turned)
    listed = [{**journal.stated(slip), "taken_at": clock.from_ms(journal.header(slip).at)} for slip in found[:LISTED]]
    latest = listed.pop(0) if listed and turned is None else None
    context = {
        "here": "witness",
        "latest": latest,
        "groups": latest["spelled"].split("-") if latest else [],
        "square": _square(latest["line"]) if latest else "",
        "earlier": listed,
        "older": listed[-1]["no"] if listed and len(found) > LISTED else None,
        "fingerprint": _fingerprint(),
    }
    return render(request, "witness/slips.html", context)


@require_safe
@cache_control(public=True, max_age=YEAR_S, immutable=True)
def slip(request: HttpRequest, no: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One slip as a file. It never changes, so it may be kept for ever; single chains are not named in it."""
    return JsonResponse(journal.stated(journal.slip(no)), json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=3600)
def verifier(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The verifier as a download: a copy kept at home cannot be exchanged by whoever runs this server."""
    answer = HttpResponse(VERIFIER.read_bytes(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="xiangyue-verifier.html"'
    return answer


@cache
def _fingerprint() -> str:
    """SHA-256 of the verifier, for comparing two copies of it."""
    return hashlib.sha256(VERIFIER.read_bytes()).hexdigest()


def _square(line: str) -> SafeString:
    """The line as a QR code: a telephone photographs it, and the slip is kept by one more person."""
    drawn = segno.make(line, error="m", micro=False).svg_inline(omitsize=True, border=2, dark="#1b1916")
    return mark_safe(drawn)  # noqa: S308 - made by segno from our own line; text stands in it as squares only
