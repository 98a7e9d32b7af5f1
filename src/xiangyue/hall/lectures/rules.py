"""What may be done with a lecture now: pure, so that a page shows exactly the buttons that would work."""

from datetime import datetime, timedelta

from xiangyue.hall.lectures import errors
from xiangyue.hall.lectures.states import MOVES, State

EARLIEST = timedelta(hours=12)
"""A plan this far in the past is a slip of the pen; a lecture that began without a plan is planned afterwards."""

FURTHEST = timedelta(days=400)
"""A year's programme and a bit; beyond it somebody mistyped the year."""


def moves(state: State) -> tuple[str, ...]:
    """The moves that are possible now, in the order of the table."""
    return tuple(name for name, move in MOVES.items() if state in move.sources)


def require_moment(planned_at: datetime, *, now: datetime) -> None:
    """Pass, or raise `BadLecture` with what is wrong."""
    if not now - EARLIEST <= planned_at <= now + FURTHEST:
        raise errors.BadLecture(str(errors.WHEN))


def next_like(planned_at: datetime, *, now: datetime) -> datetime:
    """When the next of its kind is: the same weekday and hour, in the first week that leaves a day to prepare."""
    weeks = max(1, -((planned_at - now - timedelta(days=1)) // timedelta(weeks=1)))
    return planned_at + timedelta(weeks=weeks)
