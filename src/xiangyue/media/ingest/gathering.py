"""Waking up less often: the kernel may gather some milliseconds of an encoder's stream before it calls us.

Twenty publishers wake a loop 2,300 times a second, once per packet; with SO_RCVLOWAT set to what the leanest recent
quarter second sends in GATHER_S it is a third of that, and ingest costs half. A tick without a byte lets
everything through at once, and the end of a connection always comes through (tcp(7)).
"""

from collections import deque
from socket import SO_RCVLOWAT, SOL_SOCKET
from typing import Protocol

GATHER_S = 0.02
"""How much of a stream may wait: half a picture's time at 25 per second. 10 ms instead cost a tenth more CPU."""

MOST = 8192
"""Bytes: above 6.5 Mbit/s there is nothing more to win."""

TICKS = 8
"""Rates remembered, two seconds of them: a key frame's burst must not hold up the quiet pictures after it."""


class Gate(Protocol):
    """What is needed of a socket."""

    def setsockopt(self, level: int, option: int, value: int, /) -> None: ...


class Gathering:
    """The low-water mark of one encoder's socket."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._rates: deque[float] = deque(maxlen=TICKS)
        self.mark = 1
        """Bytes that must be there before we are woken; 1 is the kernel's own."""

    def tick(self, received: int, passed_s: float) -> None:
        """`received` bytes came in the last `passed_s` seconds."""
        self._rates.append(received / passed_s)
        leanest = min(self._rates) if len(self._rates) == TICKS else 0.0
        mark = max(1, min(MOST, int(leanest * GATHER_S)))
        # Falling at once, rising only when it is worth the system call.
        if mark < self.mark or mark > self.mark * 1.5:
            self.mark = mark
            self._gate.setsockopt(SOL_SOCKET, SO_RCVLOWAT, mark)
