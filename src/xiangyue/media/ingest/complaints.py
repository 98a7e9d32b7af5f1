"""Troubles come in thousands: they are counted, and said once a second in one line."""

import logging
from collections import Counter

from xiangyue.kernel import clock

EVERY_S = 1.0


class Complaints:
    """Counts of what went wrong at the encoders' door, by code."""

    def __init__(self, log: logging.Logger) -> None:
        self.totals: Counter[str] = Counter()
        """Since the start, for the operator's page."""
        self._log = log
        self._fresh: Counter[str] = Counter()
        self._last = ""
        self._said_at = -EVERY_S

    def count(self, code: str, peer: str) -> None:
        """One more of a kind. `peer` is an address; nothing an encoder sent may be in either."""
        self.totals[code] += 1
        self._fresh[code] += 1
        self._last = peer

    def report(self) -> None:
        """Say what is new, unless something was said within the second."""
        now = clock.monotonic()
        if not self._fresh or now - self._said_at < EVERY_S:
            return
        counts = ", ".join(f"{code} {count}" for code, count in sorted(self._fresh.items()))
        self._log.warning("rtmp: %s (last from %s)", counts, self._last)
        self._fresh.clear()
        self._said_at = now
