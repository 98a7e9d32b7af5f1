"""How the page speaks: with the session of whoever signed in, from a page of this house, JSON back.

The page is kept by the phone for days, so it carries no token of a form. Instead the browser itself says where a
request comes from (Sec-Fetch-Site, else Origin): only our own pages are listened to.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.org.access import queries as access
from xiangyue.org.access.rules import Member

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Member, P], dict[str, Any]]

SIGN_IN = 401

_log = logging.getLogger(__name__)


class ForeignPage(Refusal):
    code = "foreign-page"
    status = 403
    text = _("请从“随手记”页面办理。")  # type: ignore[assignment]


class NotSignedIn(Refusal):
    code = "not-signed-in"
    status = SIGN_IN
    text = _("请先登录。记下的都还在手机里，登录以后自动接着送。")  # type: ignore[assignment]


class Asleep(Refusal):
    code = "second-factor-missing"
    status = 403
    text = _("你的授权在设置动态口令之后生效。记下的都还在手机里。")  # type: ignore[assignment]


class Malformed(Refusal):
    code = "malformed"
    status = 400
    text = _("手机发来的内容不完整，请刷新页面再试。")  # type: ignore[assignment]


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    text = _("后台有一部分暂时没有应答。数据没有丢，请过一会儿再试。")  # type: ignore[assignment]


def asked(view: View[P]) -> Callable[..., HttpResponse]:
    """A view that returns what the phone is told, or raises a refusal. Orders are heard from our own pages only."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if request.method not in {"GET", "HEAD"} and not _is_ours(request):
                raise ForeignPage
            return told(view(request, _member(request), *args, **kwargs))
        except Refusal as no:
            return told({**no.as_dict(), **more(no)}, no.status)
        except Fault as fault:
            _log.error("fault on %s: %s", request.path, fault, exc_info=fault)
            return told(Unavailable().as_dict(), Unavailable.status)

    return never_cache(csrf_exempt(answer))


def more(no: Refusal) -> dict[str, Any]:
    """What a program can do with a refusal: where an upload goes on, which uploads are missing."""
    return {name: no.fields[name] for name in ("have", "missing") if name in no.fields}


def told(body: dict[str, Any], status: int = 200) -> JsonResponse:
    """An answer in JSON."""
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _member(request: HttpRequest) -> Member:
    member = access.member(request.user)
    if member.is_guest:
        raise NotSignedIn
    if member.sleeps:
        raise Asleep
    return member


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
