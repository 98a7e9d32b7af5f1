"""A replay that is kept back, for the people of its studio: the room as residents would see it, once they may."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiangyue.hall.lectures.states import State
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.web import addresses
from xiangyue.web.hall import console, preparation
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.org.access.rules import Member


@require_safe
@personal
def page(request: HttpRequest, member: "Member", code: str, name: str) -> HttpResponse:
    """Watch it before anybody else does; what is public has its own page, and what was not given has none.

    To everybody else there is no such page. Raises `NotFound`.
    """
    try:
        lecture = preparation.find(member, code, name)
    except Forbidden as no:
        raise NotFound from no
    if lecture.state == State.REPLAY:
        return redirect("hall:room", name)
    if lecture.state != State.ENDED:
        return redirect("hall:prepare", code, name)
    context = {
        "lecture": lecture,
        "share_url": addresses.public(reverse("hall:room", args=[name])),
        "recording": console.recording(lecture),
        "qr": "",
        "here": "lectures",
    }
    answer = render(request, "hall/room.html", context)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
