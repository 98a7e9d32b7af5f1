"""Lectures gathered by day, as a newspaper sets its listings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
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
