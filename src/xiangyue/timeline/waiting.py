"""Readers of a segment that is not there yet: callbacks by number, no task and no future for each."""

import logging
from collections.abc import Callable

from xiangyue.kernel import clock

logger = logging.getLogger(__name__)


class Waiter:
    """One reader. `cancel` when its connection goes."""

    __slots__ = ("_room", "n", "since_ms", "wake")

    def __init__(self, room: "WaitingRoom", n: int, wake: Callable[[], None]) -> None:
        self._room = room
        self.n = n
        self.wake = wake
        self.since_ms = clock.now_ms()

    def cancel(self) -> None:
        """Forget this reader; harmless after it was woken."""
        self._room.drop(self)


class WaitingRoom:
    def __init__(self) -> None:
        self._by_number: dict[int, dict[Waiter, None]] = {}  # a dict keeps the order of arrival and drops in O(1)

    @property
    def waiting(self) -> int:
        return sum(len(readers) for readers in self._by_number.values())

    def add(self, n: int, wake: Callable[[], None]) -> Waiter:
        waiter = Waiter(self, n, wake)
        self._by_number.setdefault(n, {})[waiter] = None
        return waiter

    def drop(self, waiter: Waiter) -> None:
        readers = self._by_number.get(waiter.n, {})
        readers.pop(waiter, None)
        if not readers:
            self._by_number.pop(waiter.n, None)

    def wake_up_to(self, n: int) -> None:
        """Wake every reader of `n` and of what came before it."""
        for number in sorted(number for number in self._by_number if number <= n):
            _wake(list(self._by_number.pop(number)))

    def wake_all(self) -> None:
        """The numbers mean something else now, or nothing will come: let everybody ask again."""
        self.wake_up_to(max(self._by_number, default=0))

    def expire(self, before_ms: int) -> None:
        """Wake those who came before that moment: their line has stood still too long, and they must be told."""
        late = [waiter for readers in self._by_number.values() for waiter in readers if waiter.since_ms < before_ms]
        for waiter in late:
            self.drop(waiter)
        _wake(late)


def _wake(waiters: list[Waiter]) -> None:
    for waiter in waiters:
        try:
            waiter.wake()
        except Exception:
            # A connection that fails in its own way must not keep thousands of others waiting.
            logger.exception("a reader could not be woken")
