"""Lectures gathered by day, as a newspaper sets its listings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from xiangyue.kernel import clock

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@dataclass(slots=True)
class Day:
    """One day of the county and its lectures, each with the moment it is listed under."""

    on: date
    is_today: bool
    other_year: bool
    rows: "list[tuple[datetime, Lecture]]" = field(default_factory=list)


def gather(lectures: "Iterable[Lecture]", *, begun: bool = False) -> list[Day]:
    """Days in the order the lectures come; `begun`: under the moment they went on air, else under the planned one."""
    today = clock.now().astimezone(clock.COUNTY_ZONE).date()
    days: dict[date, Day] = {}
    for lecture in lectures:
        moment = (lecture.on_air_at if begun else None) or lecture.planned_at
        at = moment.astimezone(clock.COUNTY_ZONE)
        day = days.setdefault(at.date(), Day(at.date(), at.date() == today, at.year != today.year))
        day.rows.append((at, lecture))
    return list(days.values())


def span(began: datetime, since: time, until: time) -> tuple[int, int]:
    """Two times of the clock as milliseconds since the epoch: the first of its kind since an hour before something
    began, and the next one behind it.
    """
    day = began.astimezone(clock.COUNTY_ZONE).date()
    first = datetime.combine(day, since, clock.COUNTY_ZONE)
    if first < began - timedelta(hours=1):
        first += timedelta(days=1)
    last = datetime.combine(first.date(), until, clock.COUNTY_ZONE)
    if last < first:
        last += timedelta(days=1)
    return int(first.timestamp() * 1000), int(last.timestamp() * 1000) + 999
