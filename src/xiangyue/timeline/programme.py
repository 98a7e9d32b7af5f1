"""What has been put to the audience so far and how far it has come: polls, quiz, draws. Part of a line's course.

Pure and immutable: each control event makes the next value. What a promise forbids is refused here: an answer cannot
be revealed before everybody had their time, nor another than the one committed to; a draw cannot take its steps in
another order.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import msgspec

from xiangyue.timeline.errors import BadEvent, TooEarly, UnknownPiece, WrongMoment

SLOWEST_MS = 25_000
"""How far behind the encoder the slowest player may be; answers wait for it, for everybody (research: 20 s is usual for
players without low latency)."""

GRACE_MS = 1_000
"""For the way of an answer."""

STEPS = ("draw_rules", "draw_roster", "draw_secret", "draw_entropy", "draw_result")
"""A draw's one order: no step may be taken before the one before it, nor twice."""

LISTED = frozenset({"single", "multiple", "truefalse", "order"})
"""Kinds of quiz items that are answered by options."""


@dataclass(frozen=True, slots=True)
class Poll:
    options: int
    most: int
    shown: bool
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A quiz item; answers are taken from `from_ms` to `until_ms` by the line's clock."""

    kind: str
    options: int
    commit: str
    from_ms: int
    until_ms: int
    answer: list[int] | str | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    step: str
    commit: str


def _none() -> Mapping[int, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Programme:
    """Each by the number of the event that opened it. `questions` are those the audience may vote up."""

    polls: Mapping[int, Poll] = field(default_factory=_none)
    items: Mapping[int, Item] = field(default_factory=_none)
    draws: Mapping[int, Draw] = field(default_factory=_none)
    questions: frozenset[int] = frozenset()

    def allows(self, kind: str, data: Mapping[str, Any], at: int) -> None:
        """Raises `BadEvent`, `UnknownPiece`, `WrongMoment`, `TooEarly` unless such an event may come at this moment."""
        match kind:
            case "poll":
                if len(set(data["options"])) != len(data["options"]):
                    raise BadEvent("poll: options repeat")
            case "poll_close":
                if not self._poll(data["i"]).is_open:
                    raise WrongMoment
            case "quiz_item":
                _check_item(data)
            case "quiz_reveal":
                self._check_reveal(data, at)
            case _ if kind in STEPS[1:] or kind == "draw_void":
                self._check_step(kind, data)

    def after(self, seq: int, kind: str, data: Mapping[str, Any], media_ms: int) -> "Programme":
        """The programme once such an event is in; `media_ms` is when a timed one begins."""
        match kind:
            case "poll":
                most = data.get("most", 8) if data.get("multi", False) else 1
                poll = Poll(len(data["options"]), min(most, len(data["options"])), data.get("shown", False))
                return replace(self, polls=_with(self.polls, seq, poll))
            case "poll_close":
                closed = replace(self.polls[data["i"]], is_open=False)
                return replace(self, polls=_with(self.polls, data["i"], closed))
            case "quiz_item":
                until_ms = media_ms + SLOWEST_MS + data["s"] * 1000 + GRACE_MS
                item = Item(data["kind"], len(data.get("options", ())), data["commit"], media_ms, until_ms)
                return replace(self, items=_with(self.items, seq, item))
            case "quiz_reveal":
                item = replace(self.items[data["i"]], answer=data["answer"])
                return replace(self, items=_with(self.items, data["i"], item))
            case "question":
                return self._asked(data.get("i", 0) or seq, data["state"])
            case "draw_rules":
                return replace(self, draws=_with(self.draws, seq, Draw(kind, data["commit"])))
            case _ if kind in STEPS[1:] or kind == "draw_void":
                draw = replace(self.draws[data["i"]], step=kind)
                return replace(self, draws=_with(self.draws, data["i"], draw))
        return self

    def _asked(self, i: int, state: str) -> "Programme":
        return replace(self, questions=self.questions - {i} if state == "declined" else self.questions | {i})

    def _poll(self, i: int) -> Poll:
        if i not in self.polls:
            raise UnknownPiece
        return self.polls[i]

    def _check_reveal(self, data: Mapping[str, Any], at: int) -> None:
        item = self.items.get(data["i"])
        if item is None:
            raise UnknownPiece
        if item.answer is not None:
            raise WrongMoment
        if at <= item.until_ms:
            raise TooEarly((item.until_ms - at) // 1000 + 1)
        if commitment(data["answer"], data["salt"]) != item.commit:
            raise BadEvent("quiz_reveal: does not fit its commitment")

    def _check_step(self, kind: str, data: Mapping[str, Any]) -> None:
        draw = self.draws.get(data["i"])
        if draw is None:
            raise UnknownPiece
        if kind == "draw_void":
            if draw.step in ("draw_result", "draw_void"):
                raise WrongMoment
            return
        if draw.step == "draw_void" or STEPS.index(kind) != STEPS.index(draw.step) + 1:
            raise WrongMoment
        if kind == "draw_secret" and hashlib.sha256(bytes.fromhex(data["otp"])).hexdigest() != draw.commit:
            raise BadEvent("draw_secret: does not fit its commitment")
        if kind == "draw_entropy" and len(set(data["by"])) != 2:
            raise BadEvent("draw_entropy: one person is not two")


def commitment(answer: list[int] | str, salt: str) -> str:
    """What binds the right answer before it is known: SHA-256 (hex) of the salt and the answer as JSON, no blanks."""
    return hashlib.sha256(salt.encode() + msgspec.json.encode(answer)).hexdigest()


def is_right(item: Item, given: list[int] | str) -> bool:
    """Whether an answer is the one revealed. A set for "multiple", a sequence for "order", a value for "number"."""
    if item.answer is None:
        return False
    if isinstance(given, str) or isinstance(item.answer, str):
        return isinstance(given, str) and isinstance(item.answer, str) and _value(given) == _value(item.answer)
    return given == item.answer if item.kind == "order" else sorted(given) == sorted(item.answer)


def _value(number: str) -> tuple[int, str]:
    """Equal for equal numbers, however they are spelt; exact, unlike a float."""
    whole, _, parts = number.partition(".")
    scaled = int(whole + parts.ljust(6, "0"))
    return scaled, "-" if scaled and number.startswith("-") else ""


def _check_item(data: Mapping[str, Any]) -> None:
    kind, options = data["kind"], data.get("options", [])
    if kind == "number":
        if options:
            raise BadEvent("quiz_item: a number has no options")
    elif not 2 <= len(options) <= 8 or len(set(options)) != len(options) or not all(options):
        raise BadEvent("quiz_item: two to eight different options")
    if kind == "truefalse" and len(options) != 2:
        raise BadEvent("quiz_item: right or wrong, nothing else")


def _with(known: Mapping[int, Any], key: int, value: Any) -> Mapping[int, Any]:
    return MappingProxyType({**known, key: value})
