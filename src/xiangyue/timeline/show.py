"""The run of show in the public state: parts, slides, questions, polls, quiz, draws, each list with its steps. Pure;
static/js/line/show.js is its twin.

What is erased by decision, or speaks of something not known, is passed over.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from xiangyue.timeline.programme import GRACE_MS, SLOWEST_MS

PARTS, SLIDES, QUESTIONS, POLLS, ITEMS, DRAWS = 60, 3, 200, 20, 60, 10
"""How many of each the state keeps, the last ones. Three slides: a viewer who is late still sees the one before."""


class Happened(Protocol):
    """An event as the fold reads it (`segments.Event`)."""

    @property
    def i(self) -> int: ...
    @property
    def k(self) -> str: ...
    @property
    def m(self) -> int | None: ...
    @property
    def d(self) -> dict[str, Any] | None: ...


class Part(msgspec.Struct, frozen=True):
    i: int
    p: int
    title: str
    m: int | None
    at: int


class Slide(msgspec.Struct, frozen=True):
    i: int
    deck: str
    n: int
    pages: int
    src: str
    alt: str
    m: int | None


class Cover(msgspec.Struct, frozen=True):
    i: int = 0
    on: bool = False
    text: str = ""


class Question(msgspec.Struct, frozen=True):
    """`i` is the number of who asked, or of the event that put a prepared one."""

    i: int
    name: str
    text: str
    state: str
    up: int
    answer: str
    unit: str
    at: int


class Poll(msgspec.Struct, frozen=True):
    """`counts` is empty until a result is public."""

    i: int
    text: str
    options: tuple[str, ...]
    multi: bool
    most: int
    shown: bool
    open: bool
    counts: tuple[int, ...]
    voters: int
    m: int | None


class Item(msgspec.Struct, frozen=True):
    """`answer` is null until it is revealed; answers are taken until `until` (server time, ms)."""

    i: int
    no: int
    kind: str
    text: str
    options: tuple[str, ...]
    unit: str
    s: int
    commit: str
    m: int | None
    until: int
    answer: tuple[int, ...] | str | None = None
    salt: str = ""
    why: str = ""
    answered: int | None = None
    right: int | None = None
    counts: tuple[int, ...] = ()


class Draw(msgspec.Struct, frozen=True):
    """`step` is the last one taken: rules, roster, secret, entropy, result or void."""

    i: int
    step: str
    title: str
    text: str
    prizes: tuple[dict[str, Any], ...]
    eligible: str
    sources: tuple[str, ...]
    algorithm: str
    commit: str
    n: int
    sha256: str = ""
    count: int = 0
    url: str = ""
    otp: str = ""
    entropy: str = ""
    by: tuple[str, ...] = ()
    winners: tuple[dict[str, Any], ...] = ()
    substitutes: tuple[str, ...] = ()
    reason: str = ""


Data = Mapping[str, Any]


def _part(parts: tuple[Part, ...], event: Happened, data: Data, at: int) -> tuple[Part, ...]:
    return (*parts, Part(event.i, data["p"], data.get("title", ""), event.m, at))[-PARTS:]


def _slide(slides: tuple[Slide, ...], event: Happened, data: Data, _at: int) -> tuple[Slide, ...]:
    src, alt = data.get("src", ""), data.get("alt", "")
    return (*slides, Slide(event.i, data["deck"], data["n"], data["pages"], src, alt, event.m))[-SLIDES:]


def _cover(_cover: Cover, event: Happened, data: Data, _at: int) -> Cover:
    return Cover(event.i, data["on"], data.get("text", ""))


def _question(known: tuple[Question, ...], event: Happened, data: Data, at: int) -> tuple[Question, ...]:
    i = data.get("i", 0) or event.i
    before = next((question for question in known if question.i == i), None)
    if data["state"] == "declined":
        return tuple(question for question in known if question.i != i)
    if before is None:
        texts = [data.get(field, "") for field in ("name", "text", "answer", "unit")]
        fresh = Question(i, texts[0], texts[1], data["state"], 0, texts[2], texts[3], at)
        return (*known, fresh)[-QUESTIONS:]
    said = {field: data[field] for field in ("name", "text", "answer", "unit") if data.get(field)}
    return _changed(known, i, state=data["state"], **said)


def _ups(known: tuple[Question, ...], _event: Happened, data: Data, _at: int) -> tuple[Question, ...]:
    counts = dict(data["counts"])
    return tuple(replace(one, up=counts[one.i]) if one.i in counts else one for one in known)


def _poll(polls: tuple[Poll, ...], event: Happened, data: Data, _at: int) -> tuple[Poll, ...]:
    multi = data.get("multi", False)
    most = min(data.get("most", 8), len(data["options"])) if multi else 1
    fresh = Poll(
        event.i, data["text"], tuple(data["options"]), multi, most, data.get("shown", False), True, (), 0, event.m
    )
    return (*polls, fresh)[-POLLS:]


def _poll_close(polls: tuple[Poll, ...], _event: Happened, data: Data, _at: int) -> tuple[Poll, ...]:
    return _changed(polls, data["i"], open=False)


def _tally(polls: tuple[Poll, ...], _event: Happened, data: Data, _at: int) -> tuple[Poll, ...]:
    closed = {"open": False} if data.get("final", False) else {}
    return _changed(polls, data["i"], counts=tuple(data["counts"]), voters=data["voters"], **closed)


def _item(items: tuple[Item, ...], event: Happened, data: Data, at: int) -> tuple[Item, ...]:
    until = (at if event.m is None else event.m) + SLOWEST_MS + data["s"] * 1000 + GRACE_MS
    options, unit = tuple(data.get("options", ())), data.get("unit", "")
    fresh = Item(
        event.i, data["no"], data["kind"], data["text"], options, unit, data["s"], data["commit"], event.m, until
    )
    return (*items, fresh)[-ITEMS:]


def _reveal(items: tuple[Item, ...], _event: Happened, data: Data, _at: int) -> tuple[Item, ...]:
    answer = data["answer"] if isinstance(data["answer"], str) else tuple(data["answer"])
    return _changed(items, data["i"], answer=answer, salt=data["salt"], why=data.get("why", ""))


def _result(items: tuple[Item, ...], _event: Happened, data: Data, _at: int) -> tuple[Item, ...]:
    return _changed(items, data["i"], answered=data["answered"], right=data["right"], counts=tuple(data["counts"]))


def _rules(draws: tuple[Draw, ...], event: Happened, data: Data, _at: int) -> tuple[Draw, ...]:
    fresh = Draw(
        event.i,
        "rules",
        data["title"],
        data["text"],
        tuple(data["prizes"]),
        data["eligible"],
        tuple(data["sources"]),
        data.get("algorithm", "XYD-1"),
        data["commit"],
        data["n"],
    )
    return (*draws, fresh)[-DRAWS:]


def _step(name: str) -> "Callable[[tuple[Draw, ...], Happened, Data, int], tuple[Draw, ...]]":
    def step(draws: tuple[Draw, ...], _event: Happened, data: Data, _at: int) -> tuple[Draw, ...]:
        said = {
            field: tuple(value) if isinstance(value, list) else value for field, value in data.items() if field != "i"
        }
        return _changed(draws, data["i"], step=name, **said)

    return step


def _changed(known: tuple[Any, ...], i: int, **fields: Any) -> tuple[Any, ...]:
    return tuple(replace(one, **fields) if one.i == i else one for one in known)


STEPS: dict[str, tuple[str, Callable[..., Any]]] = {
    "part": ("parts", _part),
    "slide": ("slides", _slide),
    "cover": ("cover", _cover),
    "review": ("review", lambda _before, _event, data, _at: data["on"]),
    "question": ("questions", _question),
    "ups": ("questions", _ups),
    "poll": ("polls", _poll),
    "poll_close": ("polls", _poll_close),
    "tally": ("polls", _tally),
    "quiz_item": ("items", _item),
    "quiz_reveal": ("items", _reveal),
    "quiz_result": ("items", _result),
    "draw_rules": ("draws", _rules),
    **{f"draw_{name}": ("draws", _step(name)) for name in ("roster", "secret", "entropy", "result", "void")},
}
"""For each kind the field of the state it changes, and how."""
