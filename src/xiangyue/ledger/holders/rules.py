"""How much time may be granted: never beyond the matter's own deadline, which does not move by it."""

from datetime import date, datetime, timedelta

from xiangyue.kernel import workdays
from xiangyue.ledger.holders import errors

LONGEST_DAYS = 60
"""Of a link, and of the time granted where the matter has no deadline yet."""


def latest(due: datetime | None, now: datetime) -> datetime:
    """The last moment that may be granted. Raises `NoTimeLeft` when the matter's own deadline has gone by."""
    if due is None:
        return workdays.end_of(workdays.county_day(now) + timedelta(days=LONGEST_DAYS))
    if due <= now:
        raise errors.NoTimeLeft
    return due


def granted(on: date, *, due: datetime | None, now: datetime) -> datetime:
    """The moment that a granted day ends with; on the matter's own last day, its deadline. Raises `BadDay`."""
    most = latest(due, now)
    last = workdays.county_day(most)
    if not workdays.county_day(now) <= on <= last:
        raise errors.BadDay(last=last.isoformat())
    return min(workdays.end_of(on), most)


def counting(until: datetime | None, due: datetime | None) -> datetime | None:
    """The moment that counts for a duty holder now: the day it was granted, else the matter's own deadline."""
    return min((each for each in (until, due) if each is not None), default=None)
