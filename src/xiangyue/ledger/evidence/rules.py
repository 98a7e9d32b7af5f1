"""Pictures as values: what their bytes say before they are decoded, how alike two are, what is odd. Pure."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from xiangyue.ledger.evidence import errors
from xiangyue.ledger.evidence.states import Flag
from xiangyue.ledger.subjects import rules as places
from xiangyue.ledger.subjects.rules import Position

MOST_PIXELS = 60_000_000
"""Twice what phones make; a bomb claims a thousand times that."""

MOST = 20
"""Pictures that go with one verb."""

ALIKE = 3
"""Bits of 64 in which two pictures may differ and still be the same for the eye; two views of one street differ by
twenty and more.
"""

FAR_M = 300
"""Beyond the category's own radius: what a phone in a pocket between houses errs by at worst."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What whoever took a picture says of it."""

    taken_at: datetime | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a picture is held against: where its matter lies, since when it is known."""

    position: Position | None = None
    since_at: datetime | None = None
    radius_m: int = 0


MOST_ARROWS = 5

THOUSANDTHS = 1000


def arrows(drawn: Iterable[Sequence[int]]) -> list[list[int]]:
    """Arrows over a picture as they are kept. Raises `BadArrow`."""
    kept = [list(arrow) for arrow in drawn]
    if len(kept) > MOST_ARROWS or any(len(one) != 4 or not all(0 <= at <= THOUSANDTHS for at in one) for one in kept):
        raise errors.BadArrow
    return kept


def require_picture(name: str, content: bytes) -> None:
    """Look at the header only: nothing is decoded here. Raises `NotAPicture`, `TooManyPixels`."""
    from PIL import Image  # noqa: PLC0415 - a start that brings no picture does without it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
                pixels = opened.width * opened.height
    except Image.DecompressionBombError as bomb:
        raise errors.TooManyPixels(name=name) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise errors.NotAPicture(name=name) from wrong
    if pixels > MOST_PIXELS:
        raise errors.TooManyPixels(name=name)


def dhash(content: bytes) -> str:
    """Sixty-four bits of what a picture looks like: whether each of 8 × 8 fields is brighter than its neighbour."""
    from PIL import Image  # noqa: PLC0415 - as above

    with Image.open(io.BytesIO(content)) as opened:
        small = opened.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
        grey = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] > grey[row * 9 + column + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two pictures differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def odd(claims: Claims, about: About, *, is_after: bool) -> list[Flag]:
    """What does not fit between what a picture claims and what its matter is."""
    found = []
    if claims.position is not None and about.position is not None and claims.position.datum == about.position.datum:
        away = places.distance_m(claims.position, about.position)
        if away > about.radius_m + FAR_M:
            found.append(Flag.FAR)
    if is_after and claims.taken_at is not None and about.since_at is not None and claims.taken_at < about.since_at:
        found.append(Flag.EARLY)
    return found


def alike(mark: str, others: Iterable[str]) -> bool:
    """Whether a picture looks like one of some others."""
    return any(distance(mark, other) <= ALIKE for other in others if other)
