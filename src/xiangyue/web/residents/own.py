"""What is kept of oneself, and an end to it. The page itself is the same for everybody; the voucher never leaves the
phone but in a body.
"""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyue.org.residents import actions
from xiangyue.web.looking import public
from xiangyue.web.residents import exchange


class Own(msgspec.Struct):
    voucher: str


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
