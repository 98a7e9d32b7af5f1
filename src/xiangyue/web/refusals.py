"""Every no and every accident in one shape: a page in the look of the house, or JSON for a program that asks for it."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyue.kernel.errors import Fault, NotFound, Refusal

_log = logging.getLogger(__name__)

HEADINGS = {
    400: gettext_lazy("这一步没有办成"),
    403: gettext_lazy("这里需要相应的权限"),
    404: gettext_lazy("没有这个页面"),
    405: gettext_lazy("这里不能这样操作"),
    409: gettext_lazy("刚才已经有了变化"),
    429: gettext_lazy("请稍等一会儿"),
    503: gettext_lazy("现在办不了"),
}


class Refusals:
    """Middleware that turns a `Refusal` raised by a view into its answer, and a `Fault` into 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, accident: Exception) -> HttpResponse | None:
        if isinstance(accident, Refusal):
            return answer(request, accident)
        if isinstance(accident, Fault):
            # The raw text is for the operator; a person is told what to do next.
            _log.error("fault on %s: %s", request.path, accident, exc_info=accident)
            return answer(request, Unavailable())
        return None


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    text = gettext_lazy("后台有一部分暂时没有应答。数据没有丢，请过一会儿再试。")  # type: ignore[assignment]


def answer(request: HttpRequest, no: Refusal) -> HttpResponse:
    """A refusal as a person or a program reads it. Never kept by a cache."""
    if _is_program(request):
        response: HttpResponse = JsonResponse(no.as_dict(), status=no.status, json_dumps_params={"ensure_ascii": False})
    else:
        heading = HEADINGS.get(no.status, gettext_lazy("这个请求不能办理"))
        page = {"heading": heading, "sentence": no.sentence, "status": no.status, "code": no.code}
        response = HttpResponse(render_to_string("refusal.html", page, request), status=no.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return answer(request, TooLarge(limit=settings.UPLOAD_MB))
    return answer(request, Refusal(_("浏览器发来的内容不完整。请返回上一页再试一次。")))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, Forbidden(_("你现在登录的账号不能办这件事。请向你单位的管理员申请授权。")))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Named by the setting CSRF_FAILURE_VIEW."""
    _log.warning("form without its token on %s: %s", request.path, reason)
    return answer(request, Forbidden(_("页面放得太久，表单已经失效。请返回、刷新页面，再提交一次。")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return answer(request, NotFound(_("没有这个页面，或者你没有查看的权限。")))


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Without context processors and without the database: whatever broke must not break this page too."""
    if _is_program(request):
        shape = {"error": {"code": "our-mistake", "text": _("系统出错了，已经记录。")}}
        return JsonResponse(shape, status=500, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(render_to_string("500.html"), status=500)


class TooLarge(Refusal):
    code = "upload-too-large"
    status = 400
    text = gettext_lazy("文件太大了：一次最多上传 {limit} MB。")  # type: ignore[assignment]


class Forbidden(Refusal):
    code = "forbidden"
    status = 403


def _is_program(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
