"""Pages of the hall that everybody may read, the same for everybody: programme, studios, a studio, a room."""

import io
from itertools import groupby

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from xiangyue.hall.audience import queries as audience
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.rehearsals import queries as rehearsals
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.studios import queries as studios
from xiangyue.hall.studios.states import Kind
from xiangyue.kernel import signing
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access.rules import GUEST
from xiangyue.org.residents import queries as residents
from xiangyue.org.residents.states import Provider
from xiangyue.web import addresses, paging
from xiangyue.web.hall import days
from xiangyue.web.looking import public

PAGE = 30
SHOWN = 10
"""Lectures of each kind on a studio's own page; the rest is on the programme."""

CLOSED = frozenset({State.CANCELLED, State.ENDED})
"""Nothing to watch: called off, or a replay that its studio keeps back. The page says which."""

CLOSED_S = 1
"""How long that page may be kept (seconds): no crowd asks for it, and a replay made public is there at once."""


@require_safe
@public
def room(request: HttpRequest, name: str) -> HttpResponse:
    """The room of a lecture, before, during and after. The player and the talk come from the line by themselves."""
    try:
        lecture = lectures.get(GUEST, name)
    except NotFound:
        if (changing := lectures.in_revision(name)) is None:
            raise
        return render(request, "hall/changing.html", {"studio": changing.studio, "here": "lectures"})
    if lecture.state in CLOSED:
        closed = render(request, "hall/closed.html", {"lecture": lecture, "here": "lectures"})
        patch_cache_control(closed, max_age=CLOSED_S)
        return closed
    share = addresses.public(reverse("hall:room", args=[name]))
    page = {
        "lecture": lecture,
        "share_url": share,
        "poster_url": f"{share}poster.png",
        "qr": reverse("hall:qr", args=[name]),
        "here": "lectures",
        "verify": {"asked": residents.is_asked(), "text": Provider.TEXT in residents.offered()},
    }
    return render(request, "hall/room.html", page)


@require_safe
@public
def summary(request: HttpRequest, name: str) -> HttpResponse:
    """What became of a lecture: the closing summary, figures with what they count, chapters."""
    lecture = lectures.get(GUEST, name)
    sheet = audience.sheet(GUEST, lecture)
    page = {"here": "lectures", "lecture": lecture, "sheet": sheet, "closing": sheet.script.passage(Part.CLOSING).text}
    return render(request, "hall/summary.html", page)


@require_safe
@never_cache
def rehearsal(request: HttpRequest, token: str) -> HttpResponse:
    """The room of a rehearsal, for whoever was given its link; kept by no cache and no search engine."""
    try:
        stated = signing.verify(signing.derive(settings.SECRET_KEY, "rehearsal"), token)
    except Refusal as no:
        raise NotFound from no
    lecture = rehearsals.by_link(stated["lecture"])
    if lecture.state in CLOSED:
        answer = render(request, "hall/closed.html", {"lecture": lecture, "here": "lectures"})
    else:
        share = addresses.public(reverse("hall:rehearsal", args=[token]))
        answer = render(
            request, "hall/room.html", {"lecture": lecture, "share_url": share, "qr": "", "here": "lectures"}
        )
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_safe
@cache_control(public=True, max_age=86400)
def qr(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The room's address as a QR code, to print on a poster. Fifteen percent may be smudged (level M)."""
    code = segno.make(addresses.public(reverse("hall:room", args=[lectures.get(GUEST, name).pk])), error="m")
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, scale=8, dark="#1b1916", light="#ffffff")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@require_safe
@public
def lectures_page(request: HttpRequest) -> HttpResponse:
    """The programme, or what can be watched again; of one studio, or of all."""
    chosen = request.GET.get("studio", "")
    studio = studios.get(GUEST, chosen) if chosen else None
    of = {"studio": studio} if studio else {}
    replays = request.GET.get("show") == "replays"
    listed = (lectures.recent_replays(GUEST) if replays else lectures.upcoming(GUEST)).filter(**of)
    page = paging.Page(paging.asked(request), PAGE, listed.count())
    kept = {name: value for name, value in (("show", "replays" if replays else ""), ("studio", chosen)) if value}
    context = {
        "here": "lectures",
        "show": "replays" if replays else "programme",
        "studio": studio,
        "studios": studios.visible_to(GUEST),
        "on_air": [] if replays or page.number > 1 else lectures.on_air(GUEST).filter(**of),
        "days": days.gather(listed[page.offset : page.offset + PAGE], begun=replays),
        "page": page,
        "query": urlencode(kept) + "&" if kept else "",
    }
    return render(request, "hall/lectures.html", context)


@require_safe
@public
def studios_page(request: HttpRequest) -> HttpResponse:
    """The alliance, 1 + 18 + N."""
    order = list(Kind)
    every = sorted(studios.visible_to(GUEST), key=lambda studio: order.index(Kind(studio.kind)))
    groups = [(Kind(kind), list(members)) for kind, members in groupby(every, key=lambda studio: studio.kind)]
    head = [members for kind, members in groups if kind in {Kind.DISTRICT, Kind.TOWN}]
    rest = sum(len(members) for kind, members in groups if kind not in {Kind.DISTRICT, Kind.TOWN})
    context = {
        "here": "studios",
        "groups": groups,
        "sum": [len(members) for members in head] + ([rest] if rest else []),
        "on_air": {lecture.studio.code for lecture in lectures.on_air(GUEST)},
    }
    return render(request, "hall/studios.html", context)


@require_safe
@public
def studio_page(request: HttpRequest, code: str) -> HttpResponse:
    """A studio's own page: what is on, what comes, what can be watched again."""
    studio = studios.get(GUEST, code)
    shown = lectures.of_studio(GUEST, studio)
    replays = shown.filter(state=State.REPLAY)
    context = {
        "here": "studios",
        "studio": studio,
        "on_air": shown.filter(state=State.ON_AIR),
        "upcoming": days.gather(lectures.upcoming(GUEST).filter(studio=studio)[:SHOWN]),
        "replays": days.gather(replays[:SHOWN], begun=True),
        "given": replays.count(),
    }
    return render(request, "hall/studio.html", context)
