"""A line's own time: the county's clock, but it never runs back and never stands still.

A machine that boots with a wrong clock and is put right would otherwise stop the ticks, and hold danmaku, for as long
as it was ahead. Instead the line goes on from where it was, at the pace of the monotonic clock, until the county's
clock has caught up.
"""

from xiangyue.kernel import clock


class Steady:
    def __init__(self, at_ms: int = 0) -> None:
        """`at_ms`: the last moment written down before a restart."""
        self._at_ms = at_ms
        self._since_ms = _monotonic_ms()

    def now_ms(self) -> int:
        """Milliseconds since the epoch, never less than before."""
        since_ms = _monotonic_ms()
        self._at_ms = max(self._at_ms + since_ms - self._since_ms, clock.now_ms())
        self._since_ms = since_ms
        return self._at_ms


def _monotonic_ms() -> int:
    return round(clock.monotonic() * 1000)
