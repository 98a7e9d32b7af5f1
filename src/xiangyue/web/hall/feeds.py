"""The programme for other people's programs: a calendar to subscribe to, and an Atom feed (RFC 4287)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.scripts import queries as scripts
from xiangyue.hall.studios import queries as studios
from xiangyue.org.access.rules import GUEST
from xiangyue.web import addresses
from xiangyue.web.hall import calendar, letters

ENTRIES = 200
"""A month of a county's evenings; a calendar that holds more is nobody's."""

LATEST = 50
KEEP_S = 300
"""How long a feed may be kept (seconds): calendars ask every few hours, feed readers every few minutes."""


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def calendar_file(request: HttpRequest) -> HttpResponse:
    """What comes, as an .ics file; of one studio with `?studio=`."""
    chosen = request.GET.get("studio", "")
    coming = lectures.upcoming(GUEST)
    name = _("{county}宣讲").format(county=settings.COUNTY)
    if chosen:
        studio = studios.get(GUEST, chosen)
        coming, name = coming.filter(studio=studio), studio.name
    shown = list(coming[:ENTRIES])
    minutes = scripts.minutes_on_air(lecture.pk for lecture in shown)
    body = calendar.write(name, (letters.entry(lecture, minutes[lecture.pk]) for lecture in shown))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="programme.ics"'
    return answer


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def atom(request: HttpRequest) -> HttpResponse:
    """What can be watched: on air and replays, the latest first; of one studio with `?studio=`."""
    chosen = request.GET.get("studio", "")
    on_air, replays = lectures.on_air(GUEST), lectures.recent_replays(GUEST)
    name = _("{county}宣讲").format(county=settings.COUNTY)
    if chosen:
        studio = studios.get(GUEST, chosen)
        on_air, replays, name = on_air.filter(studio=studio), replays.filter(studio=studio), studio.name
    feed = Atom1Feed(
        title=name,
        link=addresses.public(reverse("hall:lectures")),
        description="",
        language=translation.get_language(),
        feed_url=addresses.public(request.get_full_path()),
    )
    for lecture in [*on_air, *replays[:LATEST]]:
        address = addresses.public(reverse("hall:room", args=[lecture.pk]))
        feed.add_item(
            title=lecture.title,
            link=address,
            description=lecture.summary,
            unique_id=f"urn:xiangyue:lecture:{lecture.pk}",
            author_name=lecture.studio.name,
            pubdate=lecture.on_air_at,
            updateddate=lecture.ended_at or lecture.on_air_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
