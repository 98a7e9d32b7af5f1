"""What an answer is worth, and who may be drawn: pure.

Correctness decides. Where speed counts at all, it takes at most a fifth, by the server's clock alone: seconds after the
slowest player's picture got there. Who watches with less delay has only more time to think; nobody gains by waiting,
by coming late or by claiming anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xiangyue.hall import stage
from xiangyue.hall.scores.states import Rule

FULL = 1000
"""Points of a right answer."""

SPEED = 200
"""What the slowest right answer loses of them, where speed counts."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One pseudonym's answers to the items that were revealed; `tried` counts answers to any item."""

    pseudonym: str
    tried: int
    answered: int
    right: int


def late_s(at: int, media_ms: int) -> int:
    """Whole seconds an answer came after the slowest picture: 0 for everybody who was within it."""
    return max(0, at - media_ms - stage.SLOWEST_MS) // 1000


def points(right: bool, late: int, seconds: int, *, speed: bool) -> int:
    """What an answer is worth; equal for all within the same second."""
    if not right:
        return 0
    return FULL - (SPEED * min(late, seconds) // seconds if speed else 0)


def given(data: dict[str, Any]) -> list[int] | str:
    """What an answer's record says: places of options, or a number."""
    choice = data.get("choice")
    return choice if choice is not None else str(data["number"])


def eligible(standings: Iterable[Standing], items: int, rule: Rule, least: int = 0) -> tuple[str, ...]:
    """The pseudonyms that a draw's rule admits, sorted; `items` is how many were revealed.

    An item that was never revealed counts for nobody and against nobody.
    """
    if rule == Rule.TOOK_PART:
        admitted = (one.pseudonym for one in standings if one.tried)
    elif not items:
        return ()
    elif rule == Rule.ANSWERED_ALL:
        admitted = (one.pseudonym for one in standings if one.answered == items)
    else:
        wanted = items if rule == Rule.ALL_RIGHT else max(1, least)
        admitted = (one.pseudonym for one in standings if one.right >= wanted)
    return tuple(sorted(admitted))
