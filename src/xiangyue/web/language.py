"""The language of a page is in its address: `/lectures/` is Chinese, `/en/lectures/` English.

No cookie and no `Vary`, so every cache may keep both. Behind the prefix the addresses are the same: it is treated as
the script's own prefix, so `reverse()` and `{% url %}` stay in the language of the reader by themselves.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

SOURCE = "zh-hans"
PREFIX = "/en"


class LanguageByAddress:
    """Middleware that stands before everything that makes addresses or sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.path_info == PREFIX or request.path_info.startswith(f"{PREFIX}/")
        before = get_script_prefix()
        if english:
            request.path_info = request.path_info[len(PREFIX) :] or "/"
            set_script_prefix(f"{before.rstrip('/')}{PREFIX}/")
        try:
            with translation.override("en" if english else SOURCE):
                request.LANGUAGE_CODE = "en" if english else SOURCE
                response = self._get_response(request)
        finally:
            set_script_prefix(before)
        response.headers["Content-Language"] = "en" if english else "zh-Hans"
        return response


def other_address(request: HttpRequest) -> str:
    """The address of this page in the other language. Queries are kept; a form's body is not."""
    here = request.get_full_path()
    root = here[: len(request.path) - len(request.path_info)]  # "/en", or "" for the source language
    return here[len(root) :] if root.endswith(PREFIX) else f"{PREFIX}{here}"
