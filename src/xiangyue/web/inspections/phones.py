"""A plan on a phone: taken along once, unlocked again with the net, wiped when it is told so. Spoken to in JSON."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.actions import Pack
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.org.access.rules import Member
from xiangyue.web.inspections import opening, showing
from xiangyue.web.looking import personal, public


class ForeignPage(Refusal):
    code = "foreign-page"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("请从“手机上的计划”页面办理。"))


def ours(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An order of a page that a phone keeps for hours, without a form's token: the browser says where it comes from."""

    @wraps(view)
    def ask(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") != "same-origin":
            raise ForeignPage
        return view(request, *args, **kwargs)

    return ask


SHELL = (
    "css/tokens.css", "css/base.css", "css/inspections.css", "img/seal.svg", "js/type/size.js", "js/type/switch.js",
    "js/page/language.js", "js/room/make.js",
    *(f"js/inspect/{name}.js" for name in ("carried", "house", "keeper", "shelf", "box", "words")),
)  # fmt: skip
"""Every file the page needs."""


@require_safe
@public
def carried(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps: an empty frame, the same for everybody, filled from what the phone itself holds."""
    return render(request, "inspections/carried.html", {"here": "ledger"})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which files make the page; another file, or another word, makes it another worker."""
    shell = [reverse("inspections:carried"), *(static(name) for name in SHELL)]
    source = finders.find("js/inspect/worker.js")
    assert isinstance(source, str)
    code = Path(source).read_text(encoding="utf-8")
    page = render(request, "inspections/carried.html", {"here": "ledger"}).content
    version = hashlib.sha256(json.dumps(shell).encode() + code.encode() + page).hexdigest()[:12]
    given = f"self.SHELL = {json.dumps(shell)};\nself.VERSION = {json.dumps(version)};\n"
    return HttpResponse(given + code, content_type="text/javascript; charset=utf-8")


@require_POST
@personal
def pack(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """The plan and a key for one phone."""
    queries.get(member, name)
    purpose = opening.purpose_of(request, name)
    if purpose is None:
        raise PurposeMissing
    given = actions.hand_out(member, name, purpose=purpose)
    return _told({**_key(given), "by": member.username, "plan": _plan(given)})


@csrf_exempt
@require_POST
@ours
@personal
def unlock(request: HttpRequest, member: Member, name: str, phone: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The key again."""
    return _told(_key(actions.unlock(member, name, phone, purpose=Purpose.VISIT)))


@require_safe
@personal
def alive(request: HttpRequest, member: Member, name: str, phone: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Whether a phone may keep its copy; anything but yes wipes it."""
    row = queries.get(member, name)
    held = next((one for one in queries.phones(row) if one.pk == phone and one.person == member.username), None)
    if held is None:
        raise NotFound
    return _told({"keep": bool(held.key) and held.revoked_at is None and held.wipe_at > clock.now()})


class PurposeMissing(Refusal):
    code = "inspection-purpose-missing"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("请先写明为什么看，再带到手机上。"))


def _key(given: Pack) -> dict[str, Any]:
    return {
        "phone": given.phone, "key": given.key, "wipe_at": round(given.wipe_at.timestamp() * 1000),
        "locks_after_s": given.locks_after_s,
    }  # fmt: skip


def _plan(given: Pack) -> dict[str, Any]:
    opened = given.opened
    if opened is None:
        return {}
    return {
        "title": opened.stood.scope["title"], "note": opened.stood.scope["note"],
        "until": opened.stood.scope["until_at"],
        "stops": [_stop(stop) for stop in showing.stops(opened.stood)],
    }  # fmt: skip


def _stop(stop: showing.Stop) -> dict[str, Any]:
    where = subjects.position(stop.subject)
    return {
        "subject": stop.subject.public_id, "name": stop.subject.name, "address": stop.subject.address,
        "unit": stop.subject.unit.name, "away": stop.away, "why": stop.why,
        "at": None if where is None else [where.latitude_e6, where.longitude_e6, where.datum.value],
    }  # fmt: skip


def _told(body: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(json.loads(json.dumps(body)), json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    return answer
