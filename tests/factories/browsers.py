"""A browser as the forgery check meets it: it posts a page's form with what that page lets it say of where it stands."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

HOST = "http://testserver"
ORIGIN = {"no-referrer": "null"}
"""What Chromium sends as `Origin` with a form of a page of that referrer policy; of every other one: where it is."""

_FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)".*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_META = re.compile(r'<meta name="referrer" content="([^"]+)"')


def strict() -> Client:
    """One whose forms must carry their token, as in production."""
    return Client(enforce_csrf_checks=True, raise_request_exception=True)


def submit(client: Client, address: str, ending: str, **words: Any) -> HttpResponse:
    """Open a page, fill in its form whose action ends so, and press its button."""
    shown = client.get(address)
    text = shown.content.decode()
    action, form = next((found[1], found[0]) for found in _FORM.finditer(text) if found[1].endswith(ending))
    meta = _META.search(text)
    policy = meta[1] if meta else shown.headers.get("Referrer-Policy", "")
    hidden = dict(_HIDDEN.findall(form))
    return client.post(action, {**hidden, **words}, headers={"Origin": ORIGIN.get(policy, HOST)})
