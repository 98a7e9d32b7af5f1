"""Going live from this phone or computer: the page, and the permit with which it asks the live role for the air."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.lectures import queries
from xiangyue.hall.lectures.states import OPEN, State
from xiangyue.kernel import clock, signing
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

PERMIT_MS = 15 * 60 * 1000
"""How long a permit opens the door. Who is inside stays until the lecture ends; a page that lost its way asks anew, and
by then the member may have lost the right."""


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Camera, microphone, one big button."""
    lecture = _lecture(member, code, name)
    if lecture.state not in OPEN:
        messages.error(request, _("请先打开候场，再用这台设备直播。"))
        return redirect("hall:console", code)
    on_air = lecture.state == State.ON_AIR
    return render(request, "hall/capture.html", {"lecture": lecture, "studio": lecture.studio, "on_air": on_air})


@require_POST
@personal
@never_cache
def permit(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A permit to publish into the lecture, for the next quarter of an hour."""
    lecture = _lecture(member, code, name)
    token = signing.sign(
        signing.derive(settings.SECRET_KEY, "studio"),
        {"lecture": lecture.pk},
        expires_ms=clock.now_ms() + PERMIT_MS,
    )
    return JsonResponse({"token": token})


def _lecture(member: Member, code: str, name: str) -> "Lecture":
    lecture = queries.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    access.require(member, Right.RUN, lecture.studio.unit)
    return lecture
