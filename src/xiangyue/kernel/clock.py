"""The only place that asks the machine what time it is, so that tests and simulations can answer instead."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

COUNTY_ZONE = ZoneInfo("Asia/Shanghai")
"""Days, deadlines and witness slips are counted in China's one time zone, whatever the server's."""


class _Source:
    """A clock that runs by itself until somebody sets it."""

    def __init__(self) -> None:
        self.set_ms: int | None = None

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 if self.set_ms is None else self.set_ms

    def monotonic(self) -> float:
        return time.monotonic() if self.set_ms is None else self.set_ms / 1000


_source = _Source()


def now_ms() -> int:
    """Milliseconds since the epoch, UTC: the unit of every moment on a line and in the stream tower."""
    return _source.now_ms()


def now() -> datetime:
    """The present moment, aware, in UTC: the unit of every moment in the control tower."""
    return datetime.fromtimestamp(now_ms() / 1000, tz=UTC)


def monotonic() -> float:
    """Seconds that never run backwards, for time-outs and rates; unrelated to the calendar."""
    return _source.monotonic()


def from_ms(moment_ms: int) -> datetime:
    """The aware UTC moment of a millisecond count."""
    return datetime.fromtimestamp(moment_ms / 1000, tz=UTC)


class Hands:
    """The hands of a stopped clock: what `stopped` yields."""

    def __init__(self, source: _Source) -> None:
        self._source = source

    def move(self, milliseconds: int) -> None:
        """Let so many milliseconds pass."""
        assert self._source.set_ms is not None
        self._source.set_ms += milliseconds


@contextmanager
def stopped(at: datetime | int) -> Iterator[Hands]:
    """Stop the clock at a moment (aware datetime, or milliseconds) and hand over its hands.

    For tests, and for the demo's history, which is made by the same code as the present.
    """
    before = _source.set_ms
    _source.set_ms = at if isinstance(at, int) else int(at.timestamp() * 1000)
    try:
        yield Hands(_source)
    finally:
        _source.set_ms = before
