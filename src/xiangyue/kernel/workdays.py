"""Working days (工作日) as dated data, and spans counted in them.

China moves its weekends about: five to eight Saturdays and Sundays a year are working days (调休), and which ones is
said by a notice each autumn. No rule can know them, so nothing here does.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

MOST = 10_000
"""Of any unit: a longer span is a slip of the pen."""

_SPAN = re.compile(r"([1-9][0-9]{0,4})(wd|d|h)\Z")


class Unit(StrEnum):
    """Hours by the clock, calendar days, working days."""

    HOURS = "h"
    DAYS = "d"
    WORKDAYS = "wd"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as it is written: 24h, 15d, 3wd."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises `ValueError` for anything but a whole number from 1 with h, d or wd."""
        found = _SPAN.match(text)
        if found is None or int(found[1]) > MOST:
            raise ValueError(f"not a span: {text!r}")
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"

    def halved(self) -> "Span":
        """The shorter deadline of a rebound: half, rounded up, never nothing."""
        return Span((self.amount + 1) // 2, self.unit)
