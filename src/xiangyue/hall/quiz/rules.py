"""What an item shows and what of it stays secret: pure, but for the shuffling, which takes its dice."""

from dataclasses import dataclass
from random import Random

from xiangyue.hall.bank.rules import Draft, Right
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.quiz.states import Step

MAX_ITEMS = 30
"""Beside a lecture of half an hour, ten are many."""

SALT_LETTERS = 32
"""160 bits: an answer of one letter cannot be found by trying."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Options in the order of the line, and the right answer in those terms."""

    options: tuple[str, ...]
    right: Right


def laid(draft: Draft, dice: Random) -> Laid:
    """The author writes an order's options in the right order; the line must not."""
    if draft.kind != Kind.ORDER:
        return Laid(draft.options, draft.right)
    places = list(range(len(draft.options)))
    dice.shuffle(places)
    return Laid(
        tuple(draft.options[place] for place in places), tuple(places.index(place) for place in range(len(places)))
    )


def step(until_ms: int | None, revealed: bool, now_ms: int) -> Step:
    """Where an item stands."""
    if until_ms is None:
        return Step.PREPARED
    if revealed:
        return Step.REVEALED
    return Step.OPEN if now_ms <= until_ms else Step.CLOSED


def seconds_left(until_ms: int, now_ms: int) -> int:
    """Whole seconds until the answer may be revealed; 0 when it may. Never one too few."""
    return max(0, (until_ms - now_ms) // 1000 + 1) if now_ms <= until_ms else 0
