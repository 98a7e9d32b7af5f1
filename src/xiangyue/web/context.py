"""What every template knows: the county's name and the language's other address. Nothing about who is looking.

A public page is the same for everybody, so that caches may keep it; touching `request.user` here would make each of
them vary by cookie.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from xiangyue.web import language


def county(request: HttpRequest) -> dict[str, object]:
    """The masthead's facts."""
    return {
        "county": settings.COUNTY,
        "language": translation.get_language(),
        "other_language_address": language.other_address(request),
    }
