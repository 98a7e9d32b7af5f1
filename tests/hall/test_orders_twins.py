"""The server's table of steps and the console's (static/js/console/next.js) are held to the same vectors."""

import json
from pathlib import Path

from xiangyue.hall import stage
from xiangyue.hall.lectures.prepared import Item
from xiangyue.hall.orders import course
from xiangyue.hall.orders.rules import Prepared, Standing, next_step
from xiangyue.timeline.events import Accepted

CASES = json.loads((Path(__file__).parents[1] / "captures" / "orders" / "next.json").read_text())
KINDS = {"polls": "poll", "items": "quiz", "draws": "draw"}
SAME = {"poll": "text", "quiz_item": "no", "draw_rules": "commit"}
"""By which field an event is known to be what was prepared."""


def things(prepared):
    items = [(KINDS[name], row) for name, rows in prepared.items() for row in rows]
    made = tuple(Item(kind, row["ref"], row.get("text") or row["title"]) for kind, row in items)
    return Prepared(made, tuple(f"{kind}/{row['ref']}" for kind, row in items))


def command(kind, data, prepared):
    """Under which name an event of the vectors went onto the line."""
    rows = [(KINDS[name], row) for name, rows in prepared.items() for row in rows]
    field = SAME.get(kind, "")
    return next((f"{noun}/{row['ref']}" for noun, row in rows if field and row.get(field) == data[field]), "")


def test_the_consoles_table_and_this_one_are_twins():
    for case in CASES:
        standing = Standing()
        for number, (kind, data) in enumerate(case["happened"], 1):
            name = command(kind, data, case["prepared"])
            record = Accepted(number, 0, kind, data, {}, name, "", 0)
            standing = course.after(standing, record, answers_ms=stage.ANSWERS_MS)
        step = next_step(standing, things(case["prepared"]))
        left_s = -(-step.not_before_ms // 1000)
        assert (step.verb.value, left_s) == (case["verb"], case["left_s"]), case["happened"]
