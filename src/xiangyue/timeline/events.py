"""What can happen in a lecture: the records of the private log, and the one table of their kinds."""

from dataclasses import dataclass
from typing import Any

import msgspec

from xiangyue.timeline import shapes
from xiangyue.timeline.errors import BadEvent
from xiangyue.timeline.shapes import Shape

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


@dataclass(frozen=True, slots=True)
class Kind:
    """`public` reaches the segments; `control` is a director's act, counts as a version and is never sampled;
    `early` ends a tick early; `own` is written by the line alone; `erasable` may lose its payload by decision;
    `timed` is shown when a viewer's own picture gets there, so it is given a media time.
    """

    shape: type[Shape]
    public: bool = True
    control: bool = False
    early: bool = False
    own: bool = False
    erasable: bool = False
    timed: bool = False


KINDS: dict[str, Kind] = {
    "opened": Kind(shapes.Opened, control=True, early=True),
    "phase": Kind(shapes.Phase, control=True, early=True),
    "part": Kind(shapes.Part, control=True, early=True, timed=True),
    "slide": Kind(shapes.Slide, control=True, early=True, timed=True),
    "cover": Kind(shapes.Cover, control=True, early=True),
    "delay": Kind(shapes.Delay, public=False, control=True),
    "notice": Kind(shapes.Notice, control=True, early=True, erasable=True),
    "silence": Kind(shapes.Silence, control=True, early=True),
    "slow": Kind(shapes.Slow, control=True, early=True),
    "review": Kind(shapes.Review, control=True, early=True),
    "pass": Kind(shapes.Pass, public=False),
    "mute": Kind(shapes.Mute, public=False, control=True, erasable=True),
    "screen": Kind(shapes.Screen, public=False, control=True),
    "held": Kind(shapes.Held, public=False, erasable=True),
    "verdict": Kind(shapes.Verdict, public=False, erasable=True),
    "redact": Kind(shapes.Redact, early=True, erasable=True),
    "media": Kind(shapes.Media, early=True),
    "say": Kind(shapes.Say, erasable=True),
    "like": Kind(shapes.Like),
    "ask": Kind(shapes.Ask, public=False, erasable=True),
    "question": Kind(shapes.Question, control=True, early=True, erasable=True),
    "up": Kind(shapes.Up, public=False, erasable=True),
    "ups": Kind(shapes.Ups, own=True),
    "poll": Kind(shapes.Poll, control=True, early=True, timed=True),
    "vote": Kind(shapes.Vote, public=False, erasable=True),
    "poll_close": Kind(shapes.PollClose, control=True, early=True),
    "tally": Kind(shapes.Tally, own=True),
    "quiz_item": Kind(shapes.QuizItem, control=True, early=True, timed=True),
    "answer": Kind(shapes.Answer, public=False, erasable=True),
    "quiz_reveal": Kind(shapes.QuizReveal, control=True, early=True),
    "quiz_result": Kind(shapes.QuizResult, own=True),
    "draw_rules": Kind(shapes.DrawRules, control=True, early=True),
    "draw_roster": Kind(shapes.DrawRoster, control=True, early=True),
    "draw_secret": Kind(shapes.DrawSecret, control=True, early=True),
    "draw_entropy": Kind(shapes.DrawEntropy, control=True, early=True),
    "draw_result": Kind(shapes.DrawResult, control=True, early=True),
    "draw_void": Kind(shapes.DrawVoid, control=True, early=True),
    "viewers": Kind(shapes.Viewers, own=True),
    "refused": Kind(shapes.Refused, public=False, erasable=True),
    "sampled": Kind(shapes.Sampled, public=False, own=True),
    "epoch": Kind(shapes.Epoch, public=False, own=True),
    "closed": Kind(shapes.Closed, public=False, own=True),
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
