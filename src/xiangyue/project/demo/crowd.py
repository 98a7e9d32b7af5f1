"""What simulated residents do when something is put to them: the same whims live and in yesterday's replay."""

import random
from dataclasses import dataclass
from typing import Any

from xiangyue.project.demo.programme import ITEMS, REPLIES

ASKS = tuple(REPLIES)

QUICK_S, SLOW_S = 2.5, 13.0
"""How long a resident thinks; the slowest is within an item's fifteen seconds."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one resident sends, so many seconds after it was put: `verb` of the edge, `data` as the line keeps it."""

    after_s: float
    verb: str
    data: dict[str, Any]


def reaction(whim: random.Random, kind: str, seq: int, data: dict[str, Any]) -> Deed | None:
    """What somebody does about an event that became public; None for most events and some people."""
    after = whim.uniform(QUICK_S, SLOW_S)
    if kind == "poll" and whim.random() < 0.85:
        most = data.get("most", 8) if data.get("multi") else 1
        count = whim.randint(1, min(most, len(data["options"])))
        return Deed(after, "vote", {"i": seq, "choice": sorted(whim.sample(range(len(data["options"])), count))})
    if kind == "quiz_item" and whim.random() < 0.9:
        return Deed(after, "answer", {"i": seq, **_answer(whim, data)})
    if kind == "question" and data.get("state") == "approved" and whim.random() < 0.5:
        return Deed(after, "up", {"i": data.get("i") or seq})
    return None


def ask(whim: random.Random) -> str:
    """A question to those on the stage."""
    return whim.choice(ASKS)


def _answer(whim: random.Random, item: dict[str, Any]) -> dict[str, Any]:
    known = ITEMS.get(item["text"])
    right = None if known is None else known.answer
    if known is not None and known.kind == "order":  # it is put in another order than its author wrote it in
        right = [item["options"].index(option) for option in known.options]
    if right is not None and whim.random() < 0.75:
        return {"number": right} if isinstance(right, str) else {"choice": right}
    if item["kind"] == "number":
        return {"number": str(whim.randint(1, 10))}
    count = len(item["options"])
    if item["kind"] == "order":
        return {"choice": whim.sample(range(count), count)}
    return {"choice": sorted(whim.sample(range(count), 2 if item["kind"] == "multiple" else 1))}
