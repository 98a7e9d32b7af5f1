"""Working days (工作日) as dated data, and spans counted in them.

China moves its weekends about: five to eight Saturdays and Sundays a year are working days (调休), and which ones is
said by a notice each autumn. No rule can know them, so a `Calendar` is made of what the notices say. A year without
a notice is counted Monday to Friday and called provisional: nothing here raises because a notice is late.

A span of working or calendar days begins on the day after the start and ends with its last day, at 23:59:59 in China;
a span of hours ends so many hours later by the clock.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from xiangyue.kernel.clock import COUNTY_ZONE

MOST = 10_000
"""Of any unit: a longer span is a slip of the pen."""

END = time(23, 59, 59)
"""The last second that belongs to a day: a deadline shows the day it falls on."""

MORNING = time(8, 30)
"""When an office opens, and what is due to be said on a working morning is said."""

SATURDAY = 5

_SPAN = re.compile(r"([1-9][0-9]{0,4})(wd|d|h)\Z")
_DAY = timedelta(days=1)


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


class Why(StrEnum):
    """Why a day is a working day or none."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    """调休上班: a Saturday or Sunday that a notice makes a working day."""


@dataclass(frozen=True, slots=True)
class Special:
    """What a notice says of one day: `name` of the holiday it belongs to, `notice` the number of the notice."""

    works: bool
    name: str
    notice: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar, with its reason."""

    on: date
    works: bool
    why: Why
    name: str = ""
    notice: str = ""
    provisional: bool = False
    """No notice has been published for its year yet."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Special days, the years for which a notice is out, and the name of this state of knowledge."""

    special: Mapping[date, Special] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    version: str = ""

    def day(self, on: date) -> Day:
        """What a day is, and why. Every day has an answer."""
        said = self.special.get(on)
        weekend = on.weekday() >= SATURDAY
        if said is None:
            why = Why.WEEKEND if weekend else Why.WORKDAY
            return Day(on, not weekend, why, provisional=on.year not in self.years)
        working = Why.MAKEUP if weekend else Why.WORKDAY
        why = working if said.works else Why.HOLIDAY
        return Day(on, said.works, why, said.name, said.notice)

    def works(self, on: date) -> bool:
        """Whether a day is a working day."""
        said = self.special.get(on)
        return on.weekday() < SATURDAY if said is None else said.works

    def changed(self, newer: "Calendar") -> tuple[date, ...]:
        """The days that another calendar sees differently, in order."""
        days = self.special.keys() | newer.special.keys()
        return tuple(sorted(on for on in days if self.works(on) != newer.works(on)))


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of a derivation. `ordinal` says which of the span it is; None: it does not count."""

    day: Day
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """A moment, whether it may still move because a notice is not out, and how it was counted."""

    moment: datetime
    provisional: bool
    days: tuple[Counted, ...]
    """From the day after the start to the last; empty for hours."""


def due(start: datetime, span: Span, calendar: Calendar) -> Due:
    """The moment at which a span that starts now is over. Aware in, UTC out."""
    if span.unit is Unit.HOURS:
        return Due(start.astimezone(UTC) + timedelta(hours=span.amount), provisional=False, days=())
    on, ordinal, days = county_day(start), 0, []
    while ordinal < span.amount:
        on += _DAY
        day = calendar.day(on)
        counts = day.works or span.unit is Unit.DAYS
        ordinal += counts
        days.append(Counted(day, ordinal if counts else None))
    unsure = span.unit is Unit.WORKDAYS and any(counted.day.provisional for counted in days)
    return Due(end_of(on), unsure, tuple(days))


def before(moment: datetime, span: Span, calendar: Calendar) -> datetime:
    """So much earlier than a moment: `span` of days before its day, at the end of that earlier day."""
    if span.unit is Unit.HOURS:
        return moment.astimezone(UTC) - timedelta(hours=span.amount)
    on, left = county_day(moment), span.amount
    while left:
        on -= _DAY
        left -= calendar.works(on) or span.unit is Unit.DAYS
    return end_of(on)


def morning_after(moment: datetime, calendar: Calendar) -> datetime:
    """The first working morning after a moment: when somebody is told that it has passed."""
    on = county_day(moment)
    while _morning(on) <= moment or not calendar.works(on):
        on += _DAY
    return _morning(on)


def morning_of(moment: datetime, calendar: Calendar) -> datetime:
    """The working morning of a moment's day, else the last one before: when somebody is warned ahead of it."""
    on = county_day(moment)
    while not calendar.works(on):
        on -= _DAY
    return _morning(on)


def county_day(moment: datetime) -> date:
    """The day a moment falls on in the county."""
    return moment.astimezone(COUNTY_ZONE).date()


def end_of(on: date) -> datetime:
    """The last second of a day in the county, in UTC."""
    return datetime.combine(on, END, COUNTY_ZONE).astimezone(UTC)


def _morning(on: date) -> datetime:
    return datetime.combine(on, MORNING, COUNTY_ZONE).astimezone(UTC)
