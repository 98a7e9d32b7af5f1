"""Dates as people type them: pure. One column has one order of day and month, decided from all its values."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.ledger.imports.states import Order

_TIME = r"(?:[\sT]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YMD = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}\Z")
_CHINESE = re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]?{_TIME}\Z")
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_FIGURES = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TIME}\Z")
_NAMED = re.compile(rf"(\d{{1,2}})[-\s]([A-Za-z]{{3,9}})[-\s,]+(\d{{4}}){_TIME}\Z")
_NAMED_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}\Z")
_YEARLESS = re.compile(r"\d{1,2}(?:月\d{1,2}[日号]?|[-/.]\d{1,2})\Z")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")

_MONTHS = {
    name: n
    for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}

SERIALS = range(20_000, 80_000)
"""Excel's day numbers from 1954 to 2119: outside it a number of five figures is something else."""

EPOCH = datetime(1899, 12, 30, tzinfo=COUNTY_ZONE)
"""Day 0 of Excel, such that day 61 is 1 March 1900: it counts a 29 February 1900 that never was."""

KEPT = 4096
"""Of values that were read: a column of a hundred thousand dates has some hundred different ones."""

LONGEST = 64
"""Letters of a value; no way to write a date needs as many."""

CENTURY = 2000
"""Of years with two figures: a ledger of this century."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a column's dates look like: how many of each, and in which order the doubtful ones are read."""

    order: Order
    certain: int
    doubtful: int
    unread: int


def decide(values: Iterable[str]) -> Decided:
    """Look at every value of a column. 13/2 can only be day first, 2/13 only month first; 3/2 follows the others."""
    certain = doubtful = unread = 0
    day_first = month_first = False
    for value in values:
        if (match := _FIGURES.match(_plain(value))) is None:
            certain += (read := moment(value, Order.CERTAIN) is not None)
            unread += not read
            continue
        one, other = int(match[1]), int(match[2])
        day_first |= one > 12 >= other
        month_first |= other > 12 >= one
        doubtful += 1
    if not doubtful:
        return Decided(Order.CERTAIN, certain, 0, unread)
    if day_first and month_first:
        return Decided(Order.MIXED, certain, doubtful, unread)
    order = Order.DMY if day_first else Order.MDY if month_first else Order.UNDECIDED
    return Decided(order, certain, doubtful, unread)


def moment(text: str, order: Order) -> datetime | None:
    """The moment a value means in the county's time; None when it is none, or could be two under `MIXED`."""
    text = text.strip()
    return _moment(_plain(text), order) if len(text) <= LONGEST else None


@lru_cache(maxsize=KEPT)
def _moment(text: str, order: Order) -> datetime | None:
    if _ZONED.match(text):
        return _zoned(text)
    for pattern in (_YMD, _CHINESE):
        if match := pattern.match(text):
            return _made(int(match[1]), int(match[2]), int(match[3]), match.groups()[3:])
    if match := _COMPACT.match(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.match(text) and int(float(text)) in SERIALS:
        return EPOCH + timedelta(seconds=round(float(text) * 86_400))
    if match := _NAMED.match(text):
        return _made(int(match[3]), _month(match[2]), int(match[1]), match.groups()[3:])
    if match := _NAMED_FIRST.match(text):
        return _made(int(match[3]), _month(match[1]), int(match[2]), match.groups()[3:])
    if match := _FIGURES.match(text):
        return _figures(match, order)
    return None


def is_doubtful(text: str) -> bool:
    """Whether a value could be read in two ways."""
    match = _FIGURES.match(_plain(text))
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]


def lacks_year(text: str) -> bool:
    """Whether a value is a day of some year that it does not name."""
    return _YEARLESS.match(_plain(text)) is not None


def _plain(text: str) -> str:
    """Figures and signs in the width that a computer reads."""
    return unicodedata.normalize("NFKC", text).strip()


def _figures(match: "re.Match[str]", order: Order) -> datetime | None:
    one, other, year = int(match[1]), int(match[2]), int(match[3])
    year += CENTURY if year < 100 else 0
    if one == other or order is Order.MDY or (order is Order.MIXED and other > 12):
        return _made(year, one, other, match.groups()[3:])
    if order is Order.DMY or (order is Order.MIXED and one > 12):
        return _made(year, other, one, match.groups()[3:])
    return None


def _zoned(text: str) -> datetime | None:
    """A moment with its zone, as programs write it."""
    try:
        return datetime.fromisoformat(text).astimezone(COUNTY_ZONE)
    except ValueError:
        return None


def _made(year: int, month: int, day: int, clock: tuple[str | None, ...] = ()) -> datetime | None:
    hour, minute, second, half = (*clock, None, None, None, None)[:4]
    hours = int(hour or 0)
    if half and half.lower() == "pm" and hours < 12:
        hours += 12
    if half and half.lower() == "am" and hours == 12:
        hours = 0
    try:
        return datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=COUNTY_ZONE)
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].lower(), 0)
