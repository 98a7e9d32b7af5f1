"""Where encoders put the stream key: a field of its own, the end of the address, or a query."""

from urllib.parse import parse_qs, unquote

APP = "live"
"""The one application: rtmp://HOST/live."""

MAX_KEY = 200
"""Letters. Ours have 26; a longer one is not ours and is not worth hashing."""


def is_ours(app: str) -> bool:
    """Whether an encoder connected to the application that takes publishers."""
    return app.strip().strip("/").partition("?")[0].split("/")[0] == APP


def key(app: str, name: str) -> str:
    """The stream key of a publish, "" when there is none.

    Understood: key as name; `?key=` behind the name (SRS's way) or behind the application; and phone apps with one
    field for everything, which send "live/KEY" as application and an empty name.
    """
    path, _, query = name.strip().partition("?")
    app_path, _, app_query = app.strip().partition("?")
    rest = app_path.strip("/").partition("/")[2]
    found = _asked(query) or path.strip("/") or _asked(app_query) or rest.strip("/")
    return unquote(found).strip()[:MAX_KEY]


def _asked(query: str) -> str:
    return parse_qs(query).get("key", [""])[0]
