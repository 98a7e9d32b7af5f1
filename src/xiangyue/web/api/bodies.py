"""What a program sends: fields with their types, read from JSON, and described by the same list for OpenAPI. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal

LARGEST = 100_000
"""Bytes of a body: a text of 4,000 letters with everything that may stand beside it is a tenth."""


class BadBody(Refusal):
    code = "bad-body"
    status = 400


NO_JSON = _("内容应是一个 JSON 对象，用 UTF-8 编码。")
UNKNOWN = _("没有叫“{name}”的字段。")
MISSING = _("缺少“{name}”。")
AMONG = _("“{name}”应是其中之一：{words}。")
WRONG = _("“{name}”应是 {type}。")

SHAPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "words": {"type": "string", "pattern": r"\S"},
    "moment": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "flag": {"type": "boolean"},
    "number": {"type": "integer"},
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
    "names": {"type": "array", "items": {"type": "string"}},
    "texts": {"type": "object", "additionalProperties": {"type": "string"}},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body."""

    name: str
    shape: str = "text"
    needed: bool = True
    among: tuple[str, ...] = ()
    """The words it may be, where they are few."""


COMMAND = (Field("command", "uuid"), Field("expected", "number", needed=False))
"""In the body of every verb: the same command twice is done once; `expected` is the number of records last seen."""


def read(body: bytes, fields: Sequence[Field]) -> dict[str, Any]:
    """A body as values; what was left out is None. Raises `BadBody`."""
    try:
        said = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadBody(str(NO_JSON))
    known = {field.name for field in fields}
    for name in said:
        if name not in known:
            raise BadBody(str(UNKNOWN), name=str(name)[:40])
    return {field.name: _value(field, said) for field in fields}


def schema(fields: Sequence[Field]) -> dict[str, Any]:
    """The same as a JSON Schema."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _shape(field) for field in fields},
        "required": [field.name for field in fields if field.needed],
    }


def _shape(field: Field) -> dict[str, Any]:
    shape = SHAPES[field.shape]
    if field.among:
        shape = {**shape, "enum": [*field.among, *(() if field.needed else (None,))]}
    return shape if field.needed else {**shape, "nullable": True}


def _value(field: Field, said: Mapping[str, Any]) -> Any:
    value = said.get(field.name)
    if value is None:
        if field.needed:
            raise BadBody(str(MISSING), name=field.name)
        return None
    if field.among and value not in field.among:
        raise BadBody(str(AMONG), name=field.name, words="、".join(field.among))
    match field.shape, value:
        case ("text" | "words" | "uuid", str()) | ("flag", bool()):
            return value
        case "number", int() if not isinstance(value, bool):
            return value
        case "latitude" | "longitude", int() | float() if not isinstance(value, bool):
            return float(value)
        case "moment", str() if (moment := _moment(value)) is not None:
            return moment
        case "names", list() if all(isinstance(each, str) for each in value):
            return tuple(value)
        case "texts", dict() if all(isinstance(each, str) for each in value.values()):
            return dict(value)
    shape = SHAPES[field.shape]
    raise BadBody(str(WRONG), name=field.name, type=shape.get("format", shape["type"]))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
