"""The county's front page of the day."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.hall.audience import queries as audience
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.studios.states import Kind
from xiangyue.journal import queries as journal
from xiangyue.kernel import clock
from xiangyue.ledger.matters import published
from xiangyue.org.access.rules import GUEST
from xiangyue.web.home import figures
from xiangyue.web.looking import public

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

LISTED = 6
REPLAYS = 6
WEEK = timedelta(days=7)
REPORT = "/report/"
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
    """A column beside it: today, or the days after."""

    heading: str
    is_today: bool
    lectures: "list[Lecture]" = field(default_factory=list)


@require_safe
@public
def front(request: HttpRequest) -> HttpResponse:
    """The front page: fifteen reads, however much is on."""
    # The district's own studio leads the page; beside it, whoever began last.
    on_air = sorted(lectures.on_air(GUEST)[: ALSO + 1], key=lambda lecture: lecture.studio.kind != Kind.DISTRICT)
    coming = list(lectures.upcoming(GUEST)[: LISTED + 1])
    replays = list(lectures.recent_replays(GUEST)[: REPLAYS + 1])
    lead = _lead(on_air, coming, replays)
    context = {
        "here": "home",
        "today": clock.now(),
        "lead": lead,
        "also_on_air": on_air[1:],
        "listings": _listings(coming, lead),
        "replays": [lecture for lecture in replays if lead is None or lecture.pk != lead.lecture.pk][:REPLAYS],
        "slip": next(map(journal.line, journal.newest_slips(limit=1)), ""),
        "figures": figures.printed(audience.totals(GUEST)),
        "news": published.news(clock.now() - WEEK),
        "report": _reporting(),
    }
    return render(request, "home/front.html", context)


def _reporting() -> str:
    """Where residents report what they see, in a county whose ledger takes reports in."""
    try:
        resolve(REPORT)
    except Resolver404:
        return ""
    return REPORT


def _lead(on_air: "list[Lecture]", coming: "list[Lecture]", replays: "list[Lecture]") -> Lead | None:
    for kind, found in (("on-air", on_air), ("next", coming), ("replay", replays)):
        if found:
            return Lead(found[0], kind)
    return None


def _listings(coming: "list[Lecture]", lead: Lead | None) -> list[Listing]:
    rest = [lecture for lecture in coming if lead is None or lecture.pk != lead.lecture.pk][:LISTED]
    today = clock.now().astimezone(clock.COUNTY_ZONE).date()
    tonight = [lecture for lecture in rest if lecture.planned_at.astimezone(clock.COUNTY_ZONE).date() <= today]
    later = rest[len(tonight) :]
    listings = [Listing(_("今天"), is_today=True, lectures=tonight)] if tonight else []
    if later or not tonight:
        listings.append(Listing(_("接下来"), is_today=False, lectures=later))
    return listings
