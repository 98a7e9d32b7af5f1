"""A place that remembers: what its plate opens, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.reporting import queries
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.states import Type
from xiangyue.org.access.rules import GUEST
from xiangyue.web.looking import public

SHOWN = 12
"""Records of a place at once: what else there is, is searched for."""


@require_safe
@public
def page(request: HttpRequest, plate: str) -> HttpResponse:
    """Its public history, its daily duties, and the way to report something here."""
    subject = subjects.by_code(GUEST, plate)
    if subject.type == Type.HOUSEHOLD:
        raise NotFound
    words = " ".join(request.GET.get("words", "")[:100].split())
    rows = queries.history(subject.public_id, words=words, limit=SHOWN + 1)
    context = {
        "here": "report",
        "subject": subject,
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "words": words,
        "duties": queries.duties(subject),
    }
    return render(request, "places/place.html", context)
