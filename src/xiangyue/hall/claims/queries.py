"""Reads of claims: who holds what, what a phone is shown, what the desk finds by a code."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from xiangyue.hall.claims import errors, rules
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.claims.rules import Holder
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.draws.models import Draw
from xiangyue.hall.draws.states import State
from xiangyue.kernel import clock, signing
from xiangyue.kernel.draw import claim_code, label
from xiangyue.kernel.signing import Forged
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

LATE_MS = 400 * 24 * 3600 * 1000
"""A ticket of an evening fetches its prize for as long as a draw may give time for it."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What a phone learns about its own number: `code` only when it holds a prize that waits, `settled_at` only when
    that prize was fetched or handed on.
    """

    label: str
    is_listed: bool
    prize: str = ""
    outcome: str = ""
    code: str = ""
    is_substitute: bool = False
    settled_at: datetime | None = None


def holders(draw: Draw) -> list[Holder]:
    """Who holds which prize now; nobody before there is a result."""
    if draw.state != State.RESULT:
        return []
    said = draws.steps(draw)["draw_result"].data
    settled = Settlement.objects.filter(draw=draw).order_by("pk")
    return rules.holders(said["winners"], said.get("substitutes", []), settled)


def at_desk(viewer: Member, draw: Draw) -> list[Holder]:
    """The same, for whoever gives prizes out. Raises `Forbidden`."""
    access.require(viewer, Right.RUN, draw.lecture.studio.unit)
    return holders(draw)


def mine(draw: Draw, ticket: str) -> Mine:
    """What the phone with this ticket is told. Raises `Forged`."""
    payload = signing.verify(signing.derive(settings.SECRET_KEY, "ticket"), ticket, late_ms=LATE_MS)
    if payload.get("lecture") != draw.lecture_id or draw.seq is None:
        raise Forged
    number = label(settings.SECRET_KEY, draw.lecture_id, draw.seq, str(payload["who"]))
    listed = draws.is_listed(draw, number)
    holder = next((one for one in holders(draw) if one.label == number), None)
    if holder is None:
        return Mine(number, listed)
    code = "" if holder.outcome else code_of(draw, number)
    prize = str(draw.prizes[holder.prize]["name"])
    settled = Settlement.objects.filter(draw=draw, label=number).values_list("settled_at", flat=True).first()
    return Mine(number, listed, prize, holder.outcome, code, holder.is_substitute, settled)


def code_of(draw: Draw, number: str) -> str:
    """The code that fetches a number's prize."""
    return claim_code(settings.SECRET_KEY, draw.lecture_id, draw.seq or 0, number)


def find(viewer: Member, draw: Draw, code: str) -> Holder:
    """Whose code this is. Raises `Forbidden`, `NotDrawnYet`, `UnknownCode`."""
    found = at_desk(viewer, draw)
    if draw.state != State.RESULT:
        raise errors.NotDrawnYet
    typed = rules.plain(code).encode()
    for holder in found:
        if hmac.compare_digest(rules.plain(code_of(draw, holder.label)).encode(), typed):
            return holder
    raise errors.UnknownCode


def due_until(draw: Draw) -> datetime:
    """Until when winners may come; those who follow a substitution are asked by the same day."""
    drawn = draws.steps(draw)["draw_result"].at or clock.now_ms()
    return clock.from_ms(drawn) + timedelta(days=draw.claim_days)
