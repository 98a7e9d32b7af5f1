"""What is kept of oneself, and an end to it. The page itself is the same for everybody; the voucher never leaves the
phone but in a body.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyue.hall.traces import queries as traces
from xiangyue.org.residents import actions
from xiangyue.web.looking import public
from xiangyue.web.residents import exchange

if TYPE_CHECKING:
    from xiangyue.hall.traces.queries import Found


class Own(msgspec.Struct):
    voucher: str


class Traces(msgspec.Struct):
    """One of the two; `after` is the `next` of the answer before."""

    voucher: str = ""
    ticket: str = ""
    after: str = ""


@require_safe
@public
def page(request: HttpRequest) -> HttpResponse:
    """Everybody's own page; what is on it the phone asks for."""
    return render(request, "residents/me.html", {"here": "me"})


@exchange.asked
def kept(request: HttpRequest) -> dict[str, Any]:
    """What lies sealed of whoever holds the voucher, masked; each look is recorded."""
    return {"subject": actions.show_own(exchange.read(request, Own).voucher)}


@exchange.asked
def erase(request: HttpRequest) -> dict[str, Any]:
    """Destroy it."""
    return {"erased": actions.erase(exchange.read(request, Own).voucher)}


@exchange.asked
def told(request: HttpRequest) -> dict[str, Any]:
    """What the lines of lectures hold of somebody, a few lectures at a time: for a file of one's own."""
    sent = exchange.read(request, Traces)
    if sent.ticket:
        return {"lectures": [_spelled(traces.of_ticket(sent.ticket))], "next": ""}
    found, following = traces.of_person(sent.voucher, sent.after)
    return {"lectures": [_spelled(each) for each in found], "next": following}


def _spelled(found: "Found") -> dict[str, Any]:
    lecture = found.lecture
    return {
        "lecture": lecture.pk,
        "title": lecture.title,
        "studio": lecture.studio.name,
        "called": found.pseudonym,
        "records": [asdict(trace) for trace in found.traces],
    }
