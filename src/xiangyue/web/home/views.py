"""The county's front page of the day."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.hall.audience import queries as audience
from xiangyue.hall.lectures import queries as lectures
from xiangyue.journal import queries as journal
from xiangyue.kernel import clock
from xiangyue.org.access.rules import GUEST
from xiangyue.web.home import figures
from xiangyue.web.looking import public

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

LISTED = 6
REPLAYS = 6
ALSO = 8
"""More than nine rooms at once do not fit a front page; the programme has them all."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The biggest thing on the page: what is on air, else what comes next, else what was last."""

    lecture: "Lecture"
    kind: str
    """`on-air`, `next` or `replay`."""


@dataclass(slots=True)
class Listing:
    """The column beside it: tonight, or the days to come when nothing is on tonight."""

    heading: str
    is_today: bool
    lectures: "list[Lecture]" = field(default_factory=list)


@require_safe
@public
def front(request: HttpRequest) -> HttpResponse:
    """The front page: eight reads, however much is on."""
    on_air = list(lectures.on_air(GUEST)[: ALSO + 1])
    coming = list(lectures.upcoming(GUEST)[: LISTED + 1])
    replays = list(lectures.recent_replays(GUEST)[: REPLAYS + 1])
    lead = _lead(on_air, coming, replays)
    context = {
        "here": "home",
        "today": clock.now(),
        "lead": lead,
        "also_on_air": on_air[1:],
        "listing": _listing(coming, lead),
        "replays": [lecture for lecture in replays if lead is None or lecture.pk != lead.lecture.pk][:REPLAYS],
        "slip": next(map(journal.line, journal.newest_slips(limit=1)), ""),
        "figures": figures.printed(audience.totals(GUEST)),
    }
    return render(request, "home/front.html", context)


def _lead(on_air: "list[Lecture]", coming: "list[Lecture]", replays: "list[Lecture]") -> Lead | None:
    for kind, found in (("on-air", on_air), ("next", coming), ("replay", replays)):
        if found:
            return Lead(found[0], kind)
    return None


def _listing(coming: "list[Lecture]", lead: Lead | None) -> Listing:
    rest = [lecture for lecture in coming if lead is None or lecture.pk != lead.lecture.pk][:LISTED]
    today = clock.now().astimezone(clock.COUNTY_ZONE).date()
    tonight = [lecture for lecture in rest if lecture.planned_at.astimezone(clock.COUNTY_ZONE).date() <= today]
    if tonight:
        return Listing(_("今天"), is_today=True, lectures=tonight)
    return Listing(_("将要开讲"), is_today=False, lectures=rest)
