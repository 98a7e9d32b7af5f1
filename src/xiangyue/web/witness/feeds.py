"""The slips as an Atom feed (RFC 4287): whoever subscribes keeps a copy and is a witness, without asking anybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from xiangyue.journal import queries as journal
from xiangyue.web import addresses

LATEST = 60
"""Two months of evenings: a reader that was off over a holiday misses nothing."""

KEEP_S = 300


@require_safe
@cache_control(public=True, max_age=KEEP_S)
def atom(request: HttpRequest) -> HttpResponse:
    """The latest slips, each with its whole line in the entry."""
    feed = Atom1Feed(
        title=_("{county}见证条").format(county=settings.COUNTY),
        link=addresses.public(reverse("witness:slips")),
        description="",
        language=translation.get_language(),
        feed_url=addresses.public(request.get_full_path()),
    )
    for slip in journal.newest_slips(limit=LATEST):
        line = journal.line(slip)
        feed.add_item(
            title=line,
            link=addresses.public(reverse("witness:slip", args=[slip.no])),
            description=line,
            unique_id=f"urn:xiangyue:slip:{bytes(slip.root).hex()}",
            pubdate=slip.at,
            updateddate=slip.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
