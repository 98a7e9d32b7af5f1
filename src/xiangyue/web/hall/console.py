"""The host's console of one studio: the page and the news of the signal that it asks for."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiangyue.hall import stage
from xiangyue.hall.commissions import queries as commissions
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import PLANS, State
from xiangyue.hall.studios import queries as studios
from xiangyue.kernel import clock, signing
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web import addresses
from xiangyue.web.hall import advice, preparation
from xiangyue.web.hall.forms import PlanForm
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.studios.models import Studio

PLANNED = 20
GIVEN = 8
JUST = timedelta(hours=24)
"""So long the page begins with the lecture that was given last."""
PREVIEW_MS = 12 * 3600 * 1000
"""How long the host's own picture may be asked for: as long as a lobby may stay open."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What one answer shows beside the page itself: a form with its mistakes, or a key in its one moment."""

    plan: PlanForm = field(default_factory=PlanForm.soon)
    fresh_key: str = ""


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """The console."""
    return show(request, member, studios.get_mine(member, code), Pending())


@require_safe
@personal
def health(request: HttpRequest, member: Member, code: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """How the signal of the open lecture does, as JSON; `report` is null while no encoder was ever there."""
    studio = studios.get_mine(member, code)
    lecture = _open(member, studio)
    if lecture is None:
        return JsonResponse({"lecture": None})
    facts = {
        "lecture": lecture.pk,
        "state": lecture.state,
        "on_air_ms": int(lecture.on_air_at.timestamp() * 1000) if lecture.on_air_at else None,
        "server_ms": clock.now_ms(),
        "report": advice.spoken(stage.health(lecture.pk)),
    }
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False})


def show(
    request: HttpRequest, member: Member, studio: "Studio", pending: Pending, *, status: int = 200
) -> HttpResponse:
    """The console with what is pending on it; orders that went wrong answer with it too."""
    lecture = _open(member, studio)
    inside = lectures.for_studio(member, studio)
    given = list(inside.filter(state__in=[State.ENDED, State.REPLAY])[:GIVEN])
    context = {
        "studio": studio,
        "lecture": lecture,
        "planned": inside.filter(state__in=sorted(PLANS)).order_by("planned_at")[:PLANNED],
        "given": given,
        "just": next((each for each in given if each.ended_at and each.ended_at > clock.now() - JUST), None),
        "keys": _keys(member, studio),
        "may": {right.name.lower(): access.may(member, right, studio.unit) for right in Right},
        "plan": pending.plan,
        "fresh_key": pending.fresh_key,
        "rtmp_url": settings.RTMP_URL,
        "commissions": commissions.waiting(member, studio),
    }
    if lecture is not None:
        context |= _open_facts(lecture)
    return render(request, "hall/console.html", context, status=status)


def _open(member: Member, studio: "Studio") -> "Lecture | None":
    return lectures.open_in(member, studio)


def _keys(member: Member, studio: "Studio") -> "list[Any]":
    if not access.may(member, Right.KEY, studio.unit):
        return []
    return list(studios.keys(member, studio).filter(revoked_at__isnull=True))


def _open_facts(lecture: "Lecture") -> dict[str, object]:
    """What the page of an open lecture needs: addresses, and fresh names for the orders it may send."""
    room = addresses.public(reverse("hall:room", args=[lecture.pk]))
    return {
        "share_url": preparation.watch(lecture) if lecture.rehearsal_of_id else room,
        "pictures": pictures(lecture),
        "command_notice": str(uuid.uuid4()),
        "command_silence": str(uuid.uuid4()),
    }


def pictures(lecture: "Lecture") -> dict[str, str]:
    """Where the host's own picture may be: what everybody sees, and the preview, by a signed address. The signal's
    report says which holds: before air, behind a delay and under a cover it is the preview.
    """
    return {
        "air": f"/live/{lecture.pk}/1/index.m3u8",  # epoch 1 stands for whichever is current
        "preview": f"{recording(lecture)}live.m3u8",
    }


def recording(lecture: "Lecture") -> str:
    """Under which address its own studio finds a lecture's picture, before air and after the end; it runs out."""
    token = signing.sign(
        signing.derive(settings.SECRET_KEY, "preview"),
        {"lecture": lecture.pk},
        expires_ms=clock.now_ms() + PREVIEW_MS,
    )
    return f"/live/{lecture.pk}/preview/{token}/"
