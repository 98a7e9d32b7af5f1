"""The methods of GeoReport v2. A form other than .xml and .json is no address of ours."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.open311 import actions, errors, queries, rules
from xiangyue.ledger.open311.rules import GRAVE, Service
from xiangyue.web.looking import PUBLIC_S
from xiangyue.web.open311.spelling import TYPES, spelled

P = ParamSpec("P")
Answered = tuple[str, Any]
"""The name of the root in XML, and what is said."""

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-27T00:00:00+08:00"
"""When this interface last changed."""

PARAMETERS = ("service_code", "service_request_id", "start_date", "end_date", "status", "jurisdiction_id")


def _method(view: Callable[Concatenate[HttpRequest, P], Answered]) -> Callable[..., HttpResponse]:
    """A method of the interface: its answer, or its refusal, in the form that the address names."""

    @wraps(view)
    def ask(request: HttpRequest, form: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            _require_here((request.GET if request.method != "POST" else request.POST).get("jurisdiction_id", ""))
            root, value = view(request, *args, **kwargs)
            status = 200
        except Refusal as no:
            # The specification knows 400, 403 and 404 with a text; whatever else we say is a 400 or its own status.
            status, root, value = no.status, "errors", [{"code": str(no.status), "description": no.sentence}]
        answer = HttpResponse(spelled(form, root, value), content_type=TYPES[form], status=status)
        if request.method == "POST" or status != 200:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    return ask


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return require_safe(cache_control(public=True, max_age=PUBLIC_S)(view))


def _require_here(jurisdiction: str) -> None:
    if jurisdiction and jurisdiction not in settings.PUBLIC_URL:
        raise errors.Unknown(str(errors.NO_JURISDICTION))


@_public
@_method
def discovery(request: HttpRequest) -> Answered:  # noqa: ARG001 - Django's signature
    """Where the interface is."""
    address = settings.PUBLIC_URL.rstrip("/") + "/open311/v2"
    endpoint = {
        "specification": SPECIFICATION,
        "url": address,
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return "discovery", {
        "changeset": CHANGED,
        "contact": settings.COUNTY,
        "key_service": "",
        "endpoints": [endpoint],
    }


@_public
@_method
def services(request: HttpRequest) -> Answered:  # noqa: ARG001 - same
    """What can be reported."""
    return "services", [_service(each) for each in queries.services()]


@_public
@_method
def service(request: HttpRequest, code: str) -> Answered:  # noqa: ARG001 - same
    """What is asked beside text and place. One that asks nothing has no definition."""
    found = queries.service(code)
    if not found.asks:
        raise errors.Unknown(str(errors.NO_SERVICE))
    values = [{"key": "yes", "name": "是"}, {"key": "no", "name": "否"}]
    attribute = {
        "variable": True,
        "code": GRAVE,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": found.category.grave_when,
        "values": values,
    }
    return "service_definition", {"service_code": found.code, "attributes": [attribute]}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_method
def requests(request: HttpRequest) -> Answered:
    """The requests of some days, or a new one."""
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in PARAMETERS}
        return "service_requests", queries.requests(rules.wanted(asked))
    told = actions.post(request.POST.dict(), origin=request.META.get("REMOTE_ADDR", ""), command=_command(request))
    row = {
        "service_request_id": told.reply.matter,
        "token": told.secret,
        "service_notice": told.reply.number,
        "account_id": None,
    }
    return "service_requests", [row]


@_public
@_method
def one(request: HttpRequest, number: str) -> Answered:  # noqa: ARG001 - Django's signature
    """One request."""
    return "service_requests", [queries.request(number)]


@require_safe
@_method
def token(request: HttpRequest, secret: str) -> Answered:  # noqa: ARG001 - same
    """The name of what was reported under a token."""
    return "service_requests", [{"service_request_id": queries.by_token(secret), "token": secret}]


def _service(each: Service) -> dict[str, Any]:
    return {
        "service_code": each.code,
        "service_name": each.category.name,
        "description": each.category.closing,
        "metadata": each.asks,
        "type": "realtime",
        "keywords": f"{each.kind.name},{each.category.field}",
        "group": each.kind.name,
    }


def _command(request: HttpRequest) -> str:
    """A program that may send twice says so: the same key is the same report."""
    try:
        return str(uuid.UUID(request.headers.get("Idempotency-Key", "")))
    except ValueError:
        return str(uuid.uuid4())
