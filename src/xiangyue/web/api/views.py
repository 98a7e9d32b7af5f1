"""Answers for programs. A refusal has the code, status and sentence that its page would have."""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.matters import desks, queries, slices
from xiangyue.ledger.matters.actions import Order, Reply, Verdict
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.ledger.verifying import queries as seats
from xiangyue.org.access.rules import Member
from xiangyue.org.tokens import queries as tokens
from xiangyue.web import paging
from xiangyue.web.api import bodies, describing
from xiangyue.web.api.bodies import COMMAND
from xiangyue.web.api.verbs import REPORT, VERBS, report

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter

P = ParamSpec("P")
SIZE = 100
BEARER = "Bearer "


def _for_program(
    view: Callable[Concatenate[HttpRequest, Member, P], dict[str, Any]],
) -> Callable[..., HttpResponse]:
    """An answer in JSON for whoever a token names. Nothing here reads a cookie, so no other site's page can use one."""

    @wraps(view)
    def ask(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            said = view(request, _member(request), *args, **kwargs)
        except Refusal as no:
            answer = _json(no.as_dict(), no.status)
            if no.status == 401:
                answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        return _json(said, 200)

    return csrf_exempt(never_cache(ask))


def _member(request: HttpRequest) -> Member:
    header = request.headers.get("Authorization", "")
    return tokens.member(header.removeprefix(BEARER).strip() if header.startswith(BEARER) else "")


def _json(said: dict[str, Any], status: int) -> HttpResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What this interface can do; no secret."""
    return _json(describing.document(settings.PUBLIC_URL.rstrip("/") + "/api/v1"), 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_program
def matters(request: HttpRequest, member: Member) -> dict[str, Any]:
    """The matters that its account may see, newest first; or a new one.

    `after` goes on where an answer ended, as quick at the millionth matter as at the first; `page` counts, for a few.
    """
    if request.method == "POST":
        said = bodies.read(request.body, (*COMMAND[:1], *REPORT))
        return _reply(report(said, Order(member, command=said["command"])))
    known = {field.name for field in fields(Filter)} - {"overdue", "since", "until"}
    wanted: dict[str, Any] = {name: request.GET[name] for name in known if request.GET.get(name)}
    asked = Filter(**wanted, overdue=request.GET.get("overdue") == "1")
    number = paging.asked(request)
    if number == 1:
        found = slices.cut(member, asked, SIZE, after=slices.read_mark(request.GET.get("after", "")))
        rows, goes_on = found.rows, found.has_more
    else:
        counted = list(desks.search(member, asked)[(number - 1) * SIZE : number * SIZE + 1])
        rows, goes_on = counted[:SIZE], len(counted) > SIZE
    after = str(slices.mark_of(rows[-1], by_due=asked.overdue)) if goes_on else None
    return {"matters": [_row(row) for row in rows], "next": number + 1 if goes_on else None, "after": after}


@require_safe
@_for_program
def matter(request: HttpRequest, member: Member, name: str) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """One matter with its history, as its page tells it to this account."""
    found = queries.get(member, name)
    events = [
        {
            "seq": line.seq,
            "at": line.at.isoformat(),
            "verb": line.verb.value,
            "unit": line.unit,
            "by": line.by,
            "text": str((line.said or {}).get("text", "")),
        }
        for line in queries.timeline(member, found)
    ]
    return {**_row(found), "text": found.text, "events": events}


@require_POST
@_for_program
def act(request: HttpRequest, member: Member, name: str, deed: str) -> dict[str, Any]:
    """Carry out a verb."""
    verb = VERBS.get(deed)
    if verb is None:
        raise NotFound
    said = bodies.read(request.body, (*COMMAND, *verb.fields))
    order = Order(member, command=said["command"], expected=said["expected"])
    return _reply(verb.act(name, said, order))


@require_safe
@_for_program
def places(request: HttpRequest, member: Member) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """What its account was drawn to look at; of which matter, and what was found before, its page says."""
    waiting = seats.waiting(member)
    return {"seats": [{"seat": str(one.pk), "until": one.until.isoformat(), "how": one.how} for one in waiting]}


@require_POST
@_for_program
def decide(request: HttpRequest, member: Member, seat: str) -> dict[str, Any]:
    """Say what was found."""
    said = bodies.read(request.body, describing.DECIDE)
    verdict = Verdict(said["passed"], said["text"], said["pictures"] or ())
    return _reply(verifying.decide(seats.seat(member, seat), verdict, Order(member, command=said["command"])))


@require_POST
@_for_program
def recuse(request: HttpRequest, member: Member, seat: str) -> dict[str, Any]:
    """Step aside."""
    said = bodies.read(request.body, describing.RECUSE)
    order = Order(member, command=said["command"])
    reply = verifying.recuse(seats.seat(member, seat), said["reason"], order)
    return {} if reply is None else _reply(reply)


@csrf_exempt
@never_cache
def nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What is not there, said to a program in its own form."""
    no = NotFound()
    return _json(no.as_dict(), no.status)


def _reply(reply: Reply) -> dict[str, Any]:
    return asdict(reply)


def _row(row: "Matter") -> dict[str, Any]:
    moments = ("found_at", "reported_at", "original_due", "due", "closed_at")
    plain = ("number", "kind", "category", "grade", "title", "spot", "state", "outcome", "seq")
    units = {"place": row.place_id, "line": row.line_id, "lead": row.lead_id}
    said: dict[str, Any] = {"id": row.pk, **{name: getattr(row, name) for name in plain}, **units}
    return said | {name: _moment(getattr(row, name)) for name in moments}


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
