"""What a phone asks for to prove whose it is."""

from typing import Any

import msgspec
from django.http import HttpRequest

from xiangyue.org.residents import actions, rules
from xiangyue.web.networks import network
from xiangyue.web.residents import exchange


class Text(msgspec.Struct):
    phone: str


class Redeem(msgspec.Struct):
    """`name`: of the texted code; without one it is a helper's."""

    code: str
    name: str = ""


@exchange.asked
def text(request: HttpRequest) -> dict[str, Any]:
    """Send a code; its name, and how long it is good for."""
    sent = exchange.read(request, Text)
    name = actions.text_code(sent.phone, net=network(request))
    return {"name": name, "seconds": rules.VALID.seconds, "again_s": rules.PAUSE.seconds}


@exchange.asked
def redeem(request: HttpRequest) -> dict[str, Any]:
    """A code for a voucher."""
    sent = exchange.read(request, Redeem)
    return {"voucher": actions.redeem(sent.code, name=sent.name, net=network(request))}
