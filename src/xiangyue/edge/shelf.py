"""The shelf: answers that were spelt a moment ago, for the rest of the herd."""

from xiangyue.edge.answers import Answer
from xiangyue.kernel import clock

ROOM_BYTES = 32 << 20
"""Some seconds of a few lectures' parts, and no more: the machine has 4 GiB and other things to do."""

ENTRY_BYTES = 1024
"""What an entry weighs beside its bytes, so that a million empty segments are not free."""


class Shelf:
    """Answers by address, each for its `keep_s`, the whole under a bound. The oldest goes first.

    So short a memory needs no invalidation: what a new epoch withdraws is gone after two seconds.
    """

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        self._room = room_bytes
        self._kept: dict[bytes, tuple[float, Answer]] = {}
        self.bytes = 0

    def find(self, key: bytes) -> Answer | None:
        """The answer kept under an address, while it is fresh."""
        found = self._kept.get(key)
        if found is None:
            return None
        if found[0] < clock.monotonic():
            self._drop(key)
            return None
        return found[1]

    def keep(self, key: bytes, answer: Answer) -> None:
        """Keep an answer that says it may be kept."""
        if answer.keep_s <= 0 or _weight(answer) > self._room:
            return
        self._drop(key)
        now = clock.monotonic()
        self._kept[key] = (now + answer.keep_s, answer)
        self.bytes += _weight(answer)
        while self.bytes > self._room or self._kept[next(iter(self._kept))][0] < now:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: bytes) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.bytes -= _weight(found[1])


def _weight(answer: Answer) -> int:
    """An answer holds its body twice: bare, and spelt out with its head."""
    return 2 * answer.size + ENTRY_BYTES
