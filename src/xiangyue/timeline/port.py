"""What the control tower sees of the lines: one interface, called from web threads. Values only, nothing that runs.

In one process the roof puts the lines behind it; across processes, HTTP.
"""

from typing import Any, Protocol

from xiangyue.timeline.desk import Desk, Followed, Raw
from xiangyue.timeline.events import Accepted, Receipt

__all__ = ["Accepted", "Desk", "Followed", "Port", "Raw", "Receipt"]


class Port(Protocol):
    def open(self, lecture: str) -> None:
        """Make the line of a lecture; harmless if there is one."""
        ...

    def append(
        self, lecture: str, kind: str, data: dict[str, Any], *, command: str, by: str, expected: int | None = None
    ) -> Receipt:
        """A director's command: idempotent by `command`, refused if `expected` is no longer the line's version."""
        ...

    def erase(self, lecture: str, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
        """Take these records' payload off the disk by decision."""
        ...

    def read(self, lecture: str, after: int, limit: int = 1000) -> list[Accepted]:
        """Records of the private log, for a projection with a stored offset. An `epoch` record names what was erased:
        the projection drops it too.
        """
        ...

    def follow(self, lecture: str, kinds: list[str], after: int, limit: int, *, newest: bool = False) -> Followed:
        """What a director's page is told each second: the desk, and the records of some kinds behind a number."""
        ...

    def raw(self, lecture: str, after: int, limit: int = 1000) -> list[Raw]:
        """Records as they are kept, with what proves them."""
        ...

    def heads(self) -> list[tuple[str, int, str]]:
        """Lecture, length and last link (hex) of every line, for the checkpoint of the day."""
        ...

    def look_again(self) -> None:
        """Hear now, and not within a second, what the control tower's lists say: who may publish, speak, be shown."""
        ...

    def studio(self, lecture: str) -> dict[str, Any] | None:
        """The live health of a lecture's picture and sound, or nothing if no encoder is known."""
        ...
