"""What can happen in a lecture: the records of the private log, and the one table of their kinds."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from xiangyue.timeline.errors import BadEvent

MAX_COMMAND = 64
"""Letters of a command's name; a UUID has 36."""


class Accepted(msgspec.Struct, frozen=True):
    """One record of the private log.

    `seq` counts from 1 without a gap; `at` in ms since the epoch, never decreasing; `data` the public part; `private`
    what never leaves (tickets, receipts); `command` the sender's UUID; `by` a pseudonym or account, empty for the house
    itself; `media_ms` the sender's playhead as PROGRAM-DATE-TIME in ms. An erased record has kind "erased".
    """

    seq: int
    at: int
    kind: str
    data: dict[str, Any]
    private: dict[str, Any]
    command: str
    by: str
    media_ms: int | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an append, given once the record is on disk. `link` is the chain's head in 8 hex letters."""

    lecture: str
    seq: int
    at: int
    link: str
    repeated: bool = False


Line1 = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Name = Annotated[str, Meta(min_length=1, max_length=40)]


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Opened(_Shape, frozen=True):
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    studio: Line1
    poster: Annotated[str, Meta(max_length=500)] = ""


class Phase(_Shape, frozen=True):
    phase: Literal["lobby", "on_air", "ended"]


class Say(_Shape, frozen=True, rename={"sender": "from"}):
    name: Name
    text: Annotated[str, Meta(min_length=1, max_length=500)]
    sender: Line1 = ""


class Like(_Shape, frozen=True):
    n: Annotated[int, Meta(ge=1, le=1_000)]


class Viewers(_Shape, frozen=True):
    now: Count
    total: Count


class Notice(_Shape, frozen=True):
    text: Reason


class Silence(_Shape, frozen=True):
    on: bool


class Slow(_Shape, frozen=True):
    s: Annotated[int, Meta(ge=0, le=3_600)]


class Redact(_Shape, frozen=True):
    i: Annotated[int, Meta(ge=1)]
    reason: Reason = ""


class Media(_Shape, frozen=True):
    state: Literal["published", "away", "back", "ended"]
    pdt: Count = 0
    reason: Line1 = ""


class Refused(_Shape, frozen=True):
    i: Annotated[int, Meta(ge=1)]
    reason: Reason = ""


class Sampled(_Shape, frozen=True):
    """Segment `n` left out the danmaku `seqs`, chosen by chance among those up to `upto` that were due."""

    n: Count
    upto: Count
    seqs: list[int]


class Epoch(_Shape, frozen=True):
    """A decision to erase: the records `erased` lose their payload; `previous` is the hash of segment `head` then."""

    epoch: Annotated[int, Meta(ge=2)]
    previous: str
    head: int
    reason: Reason
    erased: list[int]


class Closed(_Shape, frozen=True):
    """The public chain's last hash, tied into the private chain."""

    epoch: int
    head: int
    hash: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`public` reaches the segments; `control` is a director's act, counts as a version and is never sampled;
    `early` ends a tick early; `own` is written by the line alone; `erasable` may lose its payload by decision.
    """

    shape: type[_Shape]
    public: bool = True
    control: bool = False
    early: bool = False
    own: bool = False
    erasable: bool = False


KINDS: dict[str, Kind] = {
    "opened": Kind(Opened, control=True, early=True),
    "phase": Kind(Phase, control=True, early=True),
    "notice": Kind(Notice, control=True, early=True, erasable=True),
    "silence": Kind(Silence, control=True, early=True),
    "slow": Kind(Slow, control=True, early=True),
    "redact": Kind(Redact, early=True, erasable=True),
    "media": Kind(Media, early=True),
    "say": Kind(Say, erasable=True),
    "like": Kind(Like),
    "viewers": Kind(Viewers, own=True),
    "refused": Kind(Refused, public=False, erasable=True),
    "sampled": Kind(Sampled, public=False, own=True),
    "epoch": Kind(Epoch, public=False, own=True),
    "closed": Kind(Closed, public=False, own=True),
}

MOVES: dict[str, frozenset[str]] = {
    "": frozenset({"lobby"}),
    "lobby": frozenset({"on_air", "ended"}),
    "on_air": frozenset({"ended"}),
    "ended": frozenset(),
}
"""From one phase to the next. A line without its first record has the phase ""; `opened` moves it to the lobby."""


def checked(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """`data` in the shape of its kind, defaults left out. Raises `BadEvent`."""
    known = KINDS.get(kind)
    if known is None:
        raise BadEvent(f"no such kind: {kind}")
    try:
        value = msgspec.convert(data, known.shape)
    except msgspec.ValidationError as error:
        raise BadEvent(f"{kind}: {error}") from error
    given: dict[str, Any] = msgspec.to_builtins(value)
    return {key: field for key, field in given.items() if key in data}


def checked_command(command: str) -> str:
    """The command's name, if it can be one. Raises `BadEvent`."""
    if not 1 <= len(command) <= MAX_COMMAND or not command.isascii() or not command.isprintable():
        raise BadEvent("a command is named by a UUID")
    return command
