"""What everybody reads of a draw: why it is fair, the roster, the file that proves it, and one's own number."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import segno
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from xiangyue.hall.claims import queries as claims
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.draws.states import State
from xiangyue.kernel import clock
from xiangyue.kernel.draw import document
from xiangyue.org.access.rules import GUEST
from xiangyue.web import addresses
from xiangyue.web.draws import offline
from xiangyue.web.looking import PUBLIC_S, public

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw

YEAR_S = 365 * 24 * 3600

MOVING_S = 1
"""How long a page on its way may be kept (seconds): a room that looks at once costs one page a second."""

FINAL = frozenset({State.RESULT, State.VOID})


@require_safe
def page(request: HttpRequest, draw: str) -> HttpResponse:
    """Why it is fair, in five sentences; then this very draw, computed again on the reader's phone."""
    row = draws.get(GUEST, draw)
    taken = draws.steps(row)
    said = {kind.removeprefix("draw_"): step for kind, step in taken.items()}
    context = {
        "here": "lectures",
        "draw": row,
        "lecture": row.lecture,
        "steps": {name: {**step.data, "at": clock.from_ms(step.at or 0)} for name, step in said.items()},
        "prizes": _prizes(row),
        "fingerprint": _fingerprint(),
        "is_final": row.state in FINAL,
    }
    answer = render(request, "draws/page.html", context)
    answer.headers["Cache-Control"] = f"public, max-age={PUBLIC_S if context['is_final'] else MOVING_S}"
    return answer


@require_safe
@cache_control(public=True, max_age=YEAR_S)
def of_lecture(request: HttpRequest, name: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """From a draw as the line names it (lecture and number of its first event) to its page: what a room can link to."""
    return redirect("draws:page", draws.by_number(GUEST, name, number).pk)


@require_safe
@cache_control(public=True, max_age=YEAR_S, immutable=True)
@condition(etag_func=lambda _request, draw: f'"{draws.roster(GUEST, draws.get(GUEST, draw)).sha256}"')
def roster(request: HttpRequest, draw: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The locked roster, byte for byte as its fingerprint says; never another under this address."""
    row = draws.roster(GUEST, draws.get(GUEST, draw))
    return HttpResponse(row.text.encode(), content_type="text/plain; charset=utf-8")


@require_safe
def file(request: HttpRequest, draw: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The file that proves it, for the page, for `xiangyue draw verify` and for the verifier at home."""
    row = draws.get(GUEST, draw)
    answer = HttpResponse(document.write(draws.document(row)), content_type="application/json")
    # A result comes within seconds of the last step, and a phone that asks then must not be told of the step before.
    answer.headers["Cache-Control"] = f"public, max-age={PUBLIC_S}" if row.state in FINAL else "no-cache"
    answer.headers["Content-Disposition"] = f'inline; filename="draw-{row.pk}.json"'
    return answer


@require_safe
@never_cache
def mine(request: HttpRequest, draw: str) -> HttpResponse:
    """What the phone with a ticket (header X-Ticket) learns about its own number: a winner is told the code."""
    row = draws.get(GUEST, draw)
    found = claims.mine(row, request.headers.get("X-Ticket", ""))
    told = {
        "label": found.label,
        "listed": found.is_listed,
        "prize": found.prize,
        "outcome": found.outcome,
        "substitute": found.is_substitute,
        "settled_ms": round(found.settled_at.timestamp() * 1000) if found.settled_at else 0,
        "code": found.code,
        "qr": _square(row, found.code) if found.code else "",
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_safe
@public
def card(request: HttpRequest, draw: str) -> HttpResponse:
    """A card to print or pass on to the family. The code is put in by the phone itself: no server sees it again."""
    row = draws.get(GUEST, draw)
    return render(request, "draws/card.html", {"here": "lectures", "draw": row, "lecture": row.lecture})


@require_safe
@cache_control(public=True, max_age=3600)
def verifier(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The verifier as a download: a copy kept at home cannot be exchanged by whoever runs this server."""
    answer = HttpResponse(offline.page(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="xiangyue-draw-verifier.html"'
    return answer


def _prizes(row: "Draw") -> list[dict[str, object]]:
    """Each prize with the numbers that hold it now."""
    held = claims.holders(row)
    return [
        {**prize, "holders": [holder for holder in held if holder.prize == place]}
        for place, prize in enumerate(row.prizes)
    ]


@cache
def _fingerprint() -> str:
    """SHA-256 of the verifier, for comparing two copies of it."""
    return hashlib.sha256(offline.page()).hexdigest()


def _square(row: "Draw", code: str) -> str:
    """The desk's address with the code behind the #, which no browser sends: a keeper's phone fills it in."""
    address = addresses.public(reverse("draws:desk", args=[row.pk]))
    return str(segno.make(f"{address}#{code}", error="m").png_data_uri(scale=6, border=3, dark="#1b1916"))
