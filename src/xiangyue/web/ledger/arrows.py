"""The arrows that somebody drew over a photograph, laid over it as one line: the picture itself stays as it came."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

THOUSANDTHS = 1000
"""Of the upright picture, in which the phone says from where to where an arrow goes."""

HEAD = 28
"""The longer side of a picture holds so many heads."""

SPREAD = 2.6
"""How far back each side of a head turns, in radians."""

UNKNOWN = (4, 3)
"""The shape of a picture whose size nobody wrote down."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A drawing of a picture's own shape: `path` is a line for an SVG of `width` by `height`."""

    width: int
    height: int
    path: str
    count: int


def over(drawn: Iterable[Sequence[int]], *, width: int, height: int) -> Overlay | None:
    """The arrows of a picture so many pixels wide and high; None where nothing was drawn."""
    wide, high = (width, height) if width and height else (UNKNOWN[0] * THOUSANDTHS, UNKNOWN[1] * THOUSANDTHS)
    head = max(wide, high) / HEAD
    lines = [_arrow(_pixels(one, wide, high), head) for one in drawn]
    return Overlay(wide, high, " ".join(lines), len(lines)) if lines else None


def _pixels(ends: Sequence[int], wide: int, high: int) -> list[float]:
    return [at * (high if place % 2 else wide) / THOUSANDTHS for place, at in enumerate(ends)]


def _arrow(ends: Sequence[float], head: float) -> str:
    x, y, to_x, to_y = ends
    angle = math.atan2(to_y - y, to_x - x)
    sides = [(to_x + head * math.cos(angle + turn), to_y + head * math.sin(angle + turn)) for turn in (SPREAD, -SPREAD)]
    (left_x, left_y), (right_x, right_y) = sides
    return (
        f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}"
        f"M{left_x:.0f} {left_y:.0f}L{to_x:.0f} {to_y:.0f}L{right_x:.0f} {right_y:.0f}"
    )
