"""The one door from the control tower to the timeline. The roof puts a port into it; verbs of `lectures` go through it.

What a director orders is an idempotent append: the same command, sent again after a doubt, is answered with the first
receipt. A line refuses in its own words (`kernel.errors.Refusal`); a live role that does not answer is a `Fault`.
"""

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

from xiangyue.kernel.errors import Fault
from xiangyue.timeline import programme
from xiangyue.timeline.events import Accepted, Receipt
from xiangyue.timeline.port import Desk, Followed, Port, Raw
from xiangyue.timeline.programme import GRACE_MS, SLOWEST_MS

__all__ = [
    "ANSWERS_MS",
    "SLOWEST_MS",
    "Accepted",
    "Desk",
    "Followed",
    "Raw",
    "Receipt",
    "answers_until",
    "command",
    "commitment",
    "connect",
    "erase",
    "follow",
    "fresh_command",
    "heads",
    "health",
    "is_right",
    "look_again",
    "one",
    "open_line",
    "order",
    "phase",
    "raw",
    "read",
    "whole",
]

_NAMESPACE = uuid.UUID("8a6d9a0e-2f5c-5d0b-9a57-6a1c7be0f1c4")
"""Under which the moves of a lecture get their names; changing it would let a move happen twice."""


ANSWERS_MS = SLOWEST_MS + GRACE_MS
"""How long after a quiz item's own seconds the line still takes answers to it: the slowest viewer, and a grace."""


class _Stage:
    """Where the roof's port is kept."""

    def __init__(self) -> None:
        self.port: Port | None = None


_stage = _Stage()


def connect(port: Port | None) -> None:
    """Put in the port of this process, or take it out (None)."""
    _stage.port = port


def command(lecture: str, move: str) -> str:
    """The name of a move that happens at most once in a lecture, the same from whichever process it is tried."""
    return str(uuid.uuid5(_NAMESPACE, f"{lecture}/{move}"))


def fresh_command() -> str:
    """A name for an order that may come twice."""
    return str(uuid.uuid4())


def open_line(lecture: str, *, title: str, studio: str, by: str, lead: str = "", poster: str = "") -> Receipt:
    """Begin a lecture's line; its first record opens the lobby, with the opening lead and the poster's address."""
    port = _port()
    port.open(lecture)
    shown = {name: value for name, value in (("lead", lead), ("poster", poster)) if value}
    data = {"title": title, "studio": studio, **shown}
    return port.append(lecture, "opened", data, command=command(lecture, "opened"), by=by)


def phase(lecture: str, value: str, *, by: str) -> Receipt:
    """Move the line on: "on_air" or "ended"."""
    return _port().append(lecture, "phase", {"phase": value}, command=command(lecture, value), by=by)


def order(
    lecture: str, kind: str, data: dict[str, Any], *, by: str, command: str, expected: int | None = None
) -> Receipt:
    """A director's word in between. `command` is made by the page that sends it, so that a second press is the same
    word; `expected` the number of the last control event the director saw, refused when another came since.
    """
    return _port().append(lecture, kind, data, command=command, by=by, expected=expected)


def read(lecture: str, after: int, limit: int = 1000) -> list[Accepted]:
    """Records of the line's private log after a number, for projections."""
    return _port().read(lecture, after, limit)


def whole(lecture: str, after: int = 0) -> Iterator[Accepted]:
    """Every record of the line's private log behind a number, asked for a thousand at a time."""
    while records := read(lecture, after):
        yield from records
        after = records[-1].seq


def follow(lecture: str, kinds: list[str], after: int, limit: int = 500, *, newest: bool = False) -> Followed:
    """How a running line stands, and its records of some kinds behind a number, for those who direct it."""
    return _port().follow(lecture, kinds, after, limit, newest=newest)


def raw(lecture: str, after: int, limit: int = 1000) -> list[Raw]:
    """Records of the line's private log with what proves them, for evidence."""
    return _port().raw(lecture, after, limit)


def erase(lecture: str, seqs: list[int], *, reason: str, by: str, command: str) -> Receipt:
    """Take the payload of these records off the line by a decision; their places stay in its chain."""
    return _port().erase(lecture, seqs, reason=reason, by=by, command=command)


def one(receipt: Receipt) -> Accepted:
    """The record that a receipt is for, as the line keeps it."""
    return _port().read(receipt.lecture, receipt.seq - 1, 1)[0]


def commitment(answer: list[int] | str, salt: str) -> str:
    """What binds a quiz item's right answer before it is known (SHA-256, hex)."""
    return programme.commitment(answer, salt)


def answers_until(media_ms: int, seconds: int) -> int:
    """The server's moment (ms) up to which answers to an item are taken, and before which none is revealed."""
    return media_ms + ANSWERS_MS + seconds * 1000


def is_right(kind: str, answer: list[int] | str, given: list[int] | str) -> bool:
    """Whether an answer is the one revealed, as the line itself counts it."""
    return programme.is_right(programme.Item(kind, 0, "", 0, 0, answer), given)


def heads() -> list[tuple[str, int, str]]:
    """Every line's length and head, for the daily checkpoint."""
    return _port().heads()


def health(lecture: str) -> dict[str, Any] | None:
    """How the encoder does, for the studio's page; None while nothing was ever published."""
    return _port().studio(lecture)


def look_again() -> None:
    """Let the live role hear at once what it asks for each second anyway; one that is silent hears it then."""
    with contextlib.suppress(Fault):
        _port().look_again()


def _port() -> Port:
    if _stage.port is None:
        raise Fault("no port to the live role is connected", retry=False)
    return _stage.port
