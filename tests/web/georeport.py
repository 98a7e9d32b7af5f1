"""GeoReport v2 as its specification and its community's schemas publish it: every field, its type, its element in XML.

Written down as data, in our words, so that an answer can be held against what a city's other programs expect. Sources:
the wiki page GeoReport_v2, and `schema/georeport-v2/` of open311/schema-validation.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Field:
    """One published field. `kind`: text, flag, number, whole, moment, address or a `Shape` of which there is a list."""

    kind: Any
    may_be_empty: bool = True
    one_of: tuple[str, ...] = ()
    longest: int = 0


@dataclass(frozen=True)
class Shape:
    """What one thing has, and what it is called in XML."""

    element: str
    fields: dict[str, Field]


def must(kind: Any, **limits: Any) -> Field:
    return Field(kind, may_be_empty=False, **limits)


SERVICE = Shape("service", {
    "service_code": must("text"), "service_name": must("text"), "description": Field("text"),
    "metadata": must("flag"), "type": must("text", one_of=("realtime", "batch", "blackbox")),
    "keywords": Field("text"), "group": Field("text"),
})  # fmt: skip

VALUE = Shape("value", {"key": must("text"), "name": must("text")})

ATTRIBUTE = Shape("attribute", {
    "variable": must("flag"), "code": must("text"),
    "datatype": must("text", one_of=("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")),
    "required": must("flag"), "datatype_description": Field("text"), "order": Field("whole"),
    "description": Field("text"), "values": Field(VALUE),
})  # fmt: skip

DEFINITION = Shape("service_definition", {"service_code": must("text"), "attributes": must(ATTRIBUTE)})

REQUEST = Shape("request", {
    "service_request_id": must("text"), "status": must("text", one_of=("open", "closed")),
    "status_notes": Field("text"), "service_name": Field("text"), "service_code": must("text"),
    "description": Field("text", longest=4000), "agency_responsible": Field("text"), "service_notice": Field("text"),
    "requested_datetime": must("moment"), "updated_datetime": Field("moment"), "expected_datetime": Field("moment"),
    "address": Field("text"), "address_id": Field("text"), "zipcode": Field("text"),
    "lat": Field("number"), "long": Field("number"), "media_url": Field("address"),
})  # fmt: skip

POSTED = Shape("request", {
    "service_request_id": Field("text"), "token": Field("text"), "service_notice": Field("text"),
    "account_id": Field("text"),
})  # fmt: skip

TOKEN = Shape("request", {"service_request_id": must("text"), "token": must("text")})

ERROR = Shape("error", {"code": must("text"), "description": must("text")})

FORMAT = Shape("format", {})
"""A word by itself."""

ENDPOINT = Shape("endpoint", {
    "specification": must("address"), "url": must("address"), "changeset": must("moment"),
    "type": must("text", one_of=("production", "test")), "formats": must(FORMAT),
})  # fmt: skip

DISCOVERY = Shape("discovery", {
    "changeset": must("moment"), "contact": must("text"), "key_service": Field("text"), "endpoints": must(ENDPOINT),
})  # fmt: skip


# ------------------------------------------------ holding an answer against it
def wrong_in_json(value: Any, shape: Shape, where: str = "") -> list[str]:
    """What is wrong with one thing of an answer in JSON; nothing is as it should be."""
    if shape is FORMAT:
        return [] if isinstance(value, str) and value else [f"{where}: no word"]
    if not isinstance(value, dict):
        return [f"{where}: no object"]
    found = _names(set(value), shape, where)
    for name in value.keys() & shape.fields.keys():
        found += _json_field(value[name], shape.fields[name], f"{where}/{name}")
    return found


def wrong_in_xml(element: ET.Element, shape: Shape, where: str = "") -> list[str]:
    """The same of one element of an answer in XML."""
    where = f"{where}/{element.tag}"
    if element.tag != shape.element:
        return [f"{where}: should be {shape.element}"]
    if element.attrib:
        return [f"{where}: has attributes"]
    if shape is FORMAT:
        return [] if element.text else [f"{where}: no word"]
    found = _names({each.tag for each in element}, shape, where)
    if len({each.tag for each in element}) != len(element):
        found.append(f"{where}: an element stands twice")
    for each in element:
        if (field := shape.fields.get(each.tag)) is not None:
            found += _xml_field(each, field, f"{where}/{each.tag}")
    return found


def _names(given: set[str], shape: Shape, where: str) -> list[str]:
    missing, strange = shape.fields.keys() - given, given - shape.fields.keys()
    return [f"{where}: no {name}" for name in sorted(missing)] + [f"{where}: {name}?" for name in sorted(strange)]


def _json_field(value: Any, field: Field, where: str) -> list[str]:
    if isinstance(field.kind, Shape):
        if not isinstance(value, list):
            return [f"{where}: no list"]
        return [each for item in value for each in wrong_in_json(item, field.kind, where)]
    if value in {None, ""} if isinstance(value, str | None) else False:
        return [] if field.may_be_empty else [f"{where}: empty"]
    types = {"flag": bool, "number": int | float, "whole": int}
    wanted = types.get(field.kind, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and field.kind != "flag"):
        return [f"{where}: {value!r} is no {field.kind}"]
    return _said(str(value).lower() if field.kind == "flag" else str(value), field, where)


def _xml_field(element: ET.Element, field: Field, where: str) -> list[str]:
    if isinstance(field.kind, Shape):
        return [each for item in element for each in wrong_in_xml(item, field.kind, where)]
    if len(element) or element.attrib:
        return [f"{where}: holds more than words"]
    text = element.text or ""
    if not text:
        return [] if field.may_be_empty else [f"{where}: empty"]
    return _said(text, field, where)


def _said(text: str, field: Field, where: str) -> list[str]:
    """What is wrong with a value as words: both forms write it the same way."""
    try:
        fits = {
            "text": lambda: True,
            "flag": lambda: text in {"true", "false"},
            "number": lambda: abs(float(text)) <= 180,
            "whole": lambda: int(text) >= 0,
            "moment": lambda: datetime.fromisoformat(text).tzinfo is not None,
            "address": lambda: urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).netloc),
        }[field.kind]()
    except ValueError:
        fits = False
    fits = fits and (not field.one_of or text in field.one_of) and (not field.longest or len(text) <= field.longest)
    return [] if fits else [f"{where}: {text!r} is no {field.kind}"]
