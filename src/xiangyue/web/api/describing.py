"""The OpenAPI document, made of the same tables that carry the verbs out."""

from typing import Any

from xiangyue.web.api.bodies import COMMAND, SHAPES, Field, schema
from xiangyue.web.api.verbs import REPORT, VERBS

DECIDE = (*COMMAND[:1], Field("passed", "flag"), Field("text"), Field("pictures", "names", needed=False))
RECUSE = (*COMMAND[:1], Field("reason"))
FILTERS = (
    "words", "kind", "category", "grade", "state", "outcome", "place", "lead", "campaign", "overdue", "after", "page",
)  # fmt: skip

_TEXT, _MOMENT = SHAPES["text"], SHAPES["moment"]
_ERROR = {"$ref": "#/components/schemas/Error"}
_REFUSED = {"description": "拒绝：代码、状态和一句话", "content": {"application/json": {"schema": _ERROR}}}

ROW = dict.fromkeys(("id", "number", "kind", "category", "grade", "title", "spot", "state", "outcome"), _TEXT)
ROW |= {name: {**_TEXT, "nullable": True} for name in ("place", "line", "lead")}
ROW |= {"seq": SHAPES["number"]}
ROW |= {name: {**_MOMENT, "nullable": True} for name in ("found_at", "reported_at", "original_due", "due", "closed_at")}


def document(address: str) -> dict[str, Any]:
    """The whole of it, for an installation at an address."""
    paths: dict[str, Any] = {
        "/matters": {
            "get": _operation("list", "看得到的事项", parameters=[_query(name) for name in FILTERS], gives="Matters"),
            "post": _operation("report", "上报", body=(*COMMAND[:1], *REPORT), gives="Reply"),
        },
        "/matters/{matter}": {
            "get": _operation("read", "一件事项和它的经过", parameters=[_in_path("matter")], gives="Matter")
        },
        "/seats": {"get": _operation("seats", "抽到自己的核查", gives="Seats")},
        "/seats/{seat}/decide": {
            "post": _operation("decide", "核查结论", parameters=[_in_path("seat")], body=DECIDE, gives="Reply")
        },
        "/seats/{seat}/recuse": {
            "post": _operation("recuse", "回避", parameters=[_in_path("seat")], body=RECUSE, gives="Reply")
        },
    }
    for verb, deed in VERBS.items():
        fields, where = (*COMMAND, *deed.fields), [_in_path("matter")]
        paths[f"/matters/{{matter}}/{verb}"] = {
            "post": _operation(verb, verb, parameters=where, body=fields, gives="Reply")
        }
    return {
        "openapi": "3.0.3",
        "info": {"title": "乡约台账", "version": "1"},
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}, "schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    row = {"$ref": "#/components/schemas/Row"}
    event = {"seq": SHAPES["number"], "at": _MOMENT, "verb": _TEXT, "unit": _TEXT, "by": _TEXT, "text": _TEXT}
    reply = {"matter": _TEXT, "number": _TEXT, "seq": SHAPES["number"], "state": _TEXT, "at": SHAPES["number"]}
    seat = {"seat": _TEXT, "until": _MOMENT, "how": _TEXT}
    return {
        "Row": _object(ROW),
        "Matters": _object(
            {
                "matters": _listed(row),
                "next": {**SHAPES["number"], "nullable": True},
                "after": {**_TEXT, "nullable": True},
            }
        ),
        "Matter": _object({**ROW, "text": _TEXT, "events": _listed(_object(event))}),
        "Reply": _object(reply),
        "Seats": _object({"seats": _listed(_object(seat))}),
        "Error": _object({"error": _object({"code": _TEXT, "text": _TEXT})}),
    }


def _operation(
    name: str,
    said: str,
    *,
    gives: str,
    parameters: list[dict[str, Any]] | None = None,
    body: tuple[Field, ...] | None = None,
) -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{gives}"}}}
    made: dict[str, Any] = {
        "operationId": name,
        "summary": said,
        "parameters": parameters or [],
        "responses": {"200": {"description": "好", "content": answer}, "default": _REFUSED},
    }
    if body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema(body)}}}
    return made


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": _TEXT}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
