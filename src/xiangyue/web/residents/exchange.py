"""How a phone without any cookie asks and is answered: JSON in, JSON out, and each no in the one shape.

What a foreign page can send without asking first is no JSON (CORS), and there is no session it could ride on.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xiangyue.kernel.errors import Fault, Refusal

P = ParamSpec("P")
Shape = TypeVar("Shape")

MAX_BODY = 4096

_log = logging.getLogger(__name__)


class NotJson(Refusal):
    code = "not-json"
    status = 415
    text = _("请从宣讲页面办理。")  # type: ignore[assignment]


class Malformed(Refusal):
    code = "malformed"
    status = 400
    text = _("浏览器发来的内容不完整。请返回上一页再试一次。")  # type: ignore[assignment]


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    text = _("后台有一部分暂时没有应答。数据没有丢，请过一会儿再试。")  # type: ignore[assignment]


def asked(view: Callable[Concatenate[HttpRequest, P], dict[str, Any]]) -> Callable[..., HttpResponse]:
    """A view that returns what the phone is told, or raises a refusal."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return _json(view(request, *args, **kwargs), 200)
        except Refusal as no:
            return _json(no.as_dict(), no.status)
        except Fault:
            _log.exception("fault on %s", request.path)
            return _json(Unavailable().as_dict(), Unavailable.status)

    return never_cache(csrf_exempt(require_POST(answer)))


def read(request: HttpRequest, shape: type[Shape]) -> Shape:
    """What was sent. Raises `NotJson`, `Malformed`."""
    if request.content_type != "application/json":
        raise NotJson
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        raise Malformed
    try:
        return msgspec.json.decode(request.body, type=shape)
    except msgspec.DecodeError as error:
        raise Malformed from error


def _json(told: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
