"""One answer in both forms of the specification: arrays in JSON, named elements in XML. Pure."""

import json
from typing import Any
from xml.sax.saxutils import escape

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}

ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
"""What one of a list is called."""


def spelled(form: str, root: str, value: Any) -> str:
    """An answer, whose root has this name in XML."""
    if form == "json":
        return json.dumps(value, ensure_ascii=False)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, value)}'


def _element(name: str, value: Any) -> str:
    match value:
        case None | "":
            return f"<{name}/>"
        case bool():
            return f"<{name}>{str(value).lower()}</{name}>"
        case list():
            return f"<{name}>{''.join(_element(ITEMS[name], each) for each in value)}</{name}>"
        case dict():
            return f"<{name}>{''.join(_element(key, inner) for key, inner in value.items())}</{name}>"
    return f"<{name}>{escape(_printable(str(value)))}</{name}>"


def _printable(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
