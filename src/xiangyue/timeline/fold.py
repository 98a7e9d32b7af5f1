"""What a late joiner needs to know: the fold of all segments so far. Pure; static/js/line/fold.js is its twin.

A kind that is not known here is passed over, so that an older page survives a newer server.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from xiangyue.timeline import show

RECENT = 50
"""Danmaku a newcomer sees in the list beside the picture."""

REDACTED = 200
"""Redacted numbers kept: a viewer who rewinds is covered by the redactions in the segments it replays."""

MEDIA = {"published": "live", "back": "live", "away": "away", "ended": "ended"}
"""What an encoder's event means to somebody who looks."""


class Viewers(msgspec.Struct, frozen=True):
    now: int = 0
    total: int = 0


class Media(msgspec.Struct, frozen=True):
    """`state` none, live, away or ended; `since` ms since the epoch."""

    state: str = "none"
    since: int = 0


class Said(msgspec.Struct, frozen=True, omit_defaults=True, rename={"sender": "from"}):
    """A danmaku in the list: `i` its number, `at` when it was sealed, `m` where its sender stood in the picture."""

    i: int
    at: int
    name: str
    text: str
    sender: str = ""
    m: int | None = None


class State(msgspec.Struct, frozen=True):
    """Entries with a media time `m` are shown when a viewer's own picture gets there, all others at once."""

    phase: str = "lobby"
    title: str = ""
    studio: str = ""
    poster: str = ""
    lead: str = ""
    likes: int = 0
    said: int = 0
    viewers: Viewers = Viewers()
    notice: str = ""
    silence: bool = False
    slow: int = 0
    media: Media = Media()
    recent: tuple[Said, ...] = ()
    redacted: tuple[int, ...] = ()
    parts: tuple[show.Part, ...] = ()
    slides: tuple[show.Slide, ...] = ()
    cover: show.Cover = show.Cover()
    review: bool = False
    questions: tuple[show.Question, ...] = ()
    polls: tuple[show.Poll, ...] = ()
    items: tuple[show.Item, ...] = ()
    draws: tuple[show.Draw, ...] = ()


FRESH = State()
"""Before the first segment."""


class Ticked(Protocol):
    """A segment as the fold reads it (`segments.Segment`)."""

    @property
    def at(self) -> int: ...
    @property
    def ev(self) -> Iterable[show.Happened]: ...


def fold(state: State, segment: Ticked) -> State:
    """The state after a segment."""
    for event in segment.ev:
        step = _STEPS.get(event.k)
        if step is not None:
            state = step(state, event, event.d or {}, segment.at)
        elif shown := show.STEPS.get(event.k):
            field, after = shown
            before = getattr(state, field)
            state = replace(state, **{field: after(before, event, event.d or {}, segment.at)})
    return state


def _opened(state: State, _event: show.Happened, data: dict[str, Any], _at: int) -> State:
    told = {"poster": data.get("poster", ""), "lead": data.get("lead", "")}
    return replace(state, title=data["title"], studio=data["studio"], **told)


def _said(state: State, event: show.Happened, data: dict[str, Any], at: int) -> State:
    said = Said(event.i, at, data["name"], data["text"], data.get("from", ""), event.m)
    return replace(state, said=state.said + 1, recent=(*state.recent, said)[-RECENT:])


def _redacted(state: State, _event: show.Happened, data: dict[str, Any], _at: int) -> State:
    gone = data["i"]
    return replace(
        state,
        recent=tuple(said for said in state.recent if said.i != gone),
        redacted=(*state.redacted, gone)[-REDACTED:],
    )


_Step = Callable[[State, show.Happened, dict[str, Any], int], State]

_STEPS: dict[str, _Step] = {
    "opened": _opened,
    "say": _said,
    "redact": _redacted,
    "phase": lambda state, _event, data, _at: replace(state, phase=data["phase"]),
    "like": lambda state, _event, data, _at: replace(state, likes=state.likes + data["n"]),
    "viewers": lambda state, _event, data, _at: replace(state, viewers=Viewers(data["now"], data["total"])),
    "notice": lambda state, _event, data, _at: replace(state, notice=data["text"]),
    "silence": lambda state, _event, data, _at: replace(state, silence=data["on"]),
    "slow": lambda state, _event, data, _at: replace(state, slow=data["s"]),
    "media": lambda state, _event, data, at: replace(state, media=Media(MEDIA[data["state"]], at)),
}
