"""What a question is, and when it can be asked: pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from xiangyue.hall.bank import errors
from xiangyue.hall.bank.states import LISTED, TRUE_FALSE, Kind

MAX_TEXT = 200
"""A question is read on a phone while a clock runs."""

MAX_OPTION = 60
MAX_MEASURE = 20
MAX_WHY = 480
"""Explanation and source together: the line takes 500 letters, twenty are for what joins them."""

LEAST_S, MOST_S = 5, 120
USUAL_S = 20

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")

Right = tuple[int, ...] | str
"""Places of the right options, the first is 0 (for an order all of them, in order); or a number as it is written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as its author means it. Options of an order stand in the right order."""

    kind: Kind
    text: str
    right: Right
    options: tuple[str, ...] = ()
    measure: str = ""
    seconds: int = USUAL_S
    why: str = ""
    source: str = ""

    @property
    def reason(self) -> str:
        """Explanation and source as residents read them."""
        source = f"（依据：{self.source}）" if self.source else ""
        return f"{self.why}{source}"

    @property
    def spoken(self) -> str:
        """The right answer in words."""
        return spoken(self)

    @property
    def marked(self) -> list[dict[str, Any]]:
        """Each option with its letter, and whether it is a right one; those of an order are all in their place."""
        right = () if isinstance(self.right, str) or self.kind == Kind.ORDER else self.right
        return [
            {"letter": letter(place), "text": option, "right": place in right}
            for place, option in enumerate(self.options)
        ]

    def as_dict(self) -> dict[str, Any]:
        """For the journal: JSON without floats."""
        right = self.right if isinstance(self.right, str) else list(self.right)
        return {
            "kind": self.kind.value, "text": self.text, "right": right, "options": list(self.options),
            "measure": self.measure, "seconds": self.seconds, "why": self.why, "source": self.source,
        }  # fmt: skip


def trimmed(draft: Draft) -> Draft:
    """Without space around the words; with what a kind fixes: a statement's options, the order of an order."""
    options = tuple(option for each in draft.options if (option := " ".join(each.split())))
    if draft.kind == Kind.TRUEFALSE:
        options = TRUE_FALSE
    elif draft.kind == Kind.NUMBER:
        options = ()
    right: Right = draft.right
    if draft.kind == Kind.ORDER:
        right = tuple(range(len(options)))
    elif isinstance(right, str):
        right = number(right)
    else:
        right = tuple(sorted(set(right)))
    return replace(
        draft,
        text=" ".join(draft.text.split()),
        options=options,
        right=right,
        measure=draft.measure.strip() if draft.kind == Kind.NUMBER else "",
        why=" ".join(draft.why.split()),
        source=" ".join(draft.source.split()),
    )


def require(draft: Draft) -> None:
    """Pass, or raise `BadQuestion` with what is wrong. Takes a trimmed draft."""
    if not 1 <= len(draft.text) <= MAX_TEXT:
        raise errors.BadQuestion(str(errors.TEXT), limit=MAX_TEXT)
    if draft.kind in LISTED:
        _require_options(draft.options)
    _require_right(draft)
    if len(draft.measure) > MAX_MEASURE:
        raise errors.BadQuestion(str(errors.MEASURE), limit=MAX_MEASURE)
    if not LEAST_S <= draft.seconds <= MOST_S:
        raise errors.BadQuestion(str(errors.SECONDS), least=LEAST_S, most=MOST_S)
    if (over := len(draft.why) + len(draft.source) - MAX_WHY) > 0:
        raise errors.BadQuestion(str(errors.WHY), limit=MAX_WHY, over=over)


def number(text: str) -> str:
    """A number in one spelling, as the line takes it: no sign or zeros too many. What is none stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").removeprefix("+")
    if not _NUMBER.match(plain):
        return plain
    whole, _, parts = plain.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    digits, parts = digits.lstrip("0") or "0", parts.rstrip("0")
    value = f"{digits}.{parts}" if parts else digits
    return value if value == "0" else f"{sign}{value}"


def letter(place: int) -> str:
    """The letter an option is known by: A for the first."""
    return "ABCDEFGH"[place]


def spoken(draft: Draft) -> str:
    """The right answer in words, for a person: "B 9 月到 12 月"."""
    if isinstance(draft.right, str):
        return f"{draft.right} {draft.measure}".strip()
    if draft.kind == Kind.ORDER:
        return " → ".join(draft.options)
    if draft.kind == Kind.TRUEFALSE:
        return TRUE_FALSE[draft.right[0]]
    return "；".join(f"{letter(place)} {draft.options[place]}" for place in draft.right)


def _require_options(options: Sequence[str]) -> None:
    if not 2 <= len(options) <= 8 or len(set(options)) != len(options) or max(map(len, options)) > MAX_OPTION:
        raise errors.BadQuestion(str(errors.OPTIONS), limit=MAX_OPTION)


def _require_right(draft: Draft) -> None:
    right = draft.right
    if draft.kind == Kind.NUMBER:
        if not isinstance(right, str) or not _NUMBER.match(right):
            raise errors.BadQuestion(str(errors.NUMBER))
        return
    if not right:
        raise errors.BadQuestion(str(errors.TRUE_OR_FALSE if draft.kind == Kind.TRUEFALSE else errors.NO_RIGHT))
    if isinstance(right, str) or not all(0 <= place < len(draft.options) for place in right):
        raise errors.BadQuestion(str(errors.NO_SUCH_OPTION), answer=_spoken(right))
    if draft.kind not in (Kind.MULTIPLE, Kind.ORDER) and len(right) != 1:
        raise errors.BadQuestion(str(errors.ONE_RIGHT))


def _spoken(right: Right) -> str:
    return right if isinstance(right, str) else "".join(letter(place) for place in right if 0 <= place < 8)
