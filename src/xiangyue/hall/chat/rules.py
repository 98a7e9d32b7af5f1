"""What may be said by moderators, and how a record of the line looks on their desk. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.hall.chat import errors

MAX_TEXT = 140
MAX_WORD = 40
MAX_WORDS = 300
"""Words of one unit. With those of the units above it a lecture has at most a thousand, the line's limit."""

VOICES = {"host": "主持人", "official": "官方"}
"""Under which names the house speaks in the room; no resident can take them (`edge.speech.RESERVED`)."""

WHOLE_LECTURE_MINUTES = 24 * 60
"""Longer than any lecture: a mute for this long ends with it."""

NET_LETTERS = 6
"""Enough of a network's hash to see that two sentences came the same way, too little to be kept elsewhere."""

SAID = frozenset({"say", "held", "ask"})
"""What residents put into words."""

ACTS = (
    "refused", "pass", "verdict", "redact", "sampled", "mute", "notice", "silence", "slow", "review", "screen", "cover",
    "delay", "part", "slide", "question", "poll", "poll_close", "quiz_item", "quiz_reveal", "draw_rules", "draw_roster",
    "draw_secret", "draw_entropy", "draw_result", "draw_void", "phase", "media", "epoch",
)  # fmt: skip
"""What is done about it, and about the show: what two directors must see of one another."""

PRIVATE_KINDS = frozenset({"held", "verdict", "ask", "mute", "pass", "refused", "screen"})
"""Only for those who moderate."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence came from, as the line knows it."""

    who: str
    net: str


def sentence(text: str) -> str:
    """What the house says, in one line. Raises `BadSentence`."""
    said = " ".join(text.split())
    if not 1 <= len(said) <= MAX_TEXT:
        raise errors.BadSentence
    return said


def words(text: str) -> list[str]:
    """The words that somebody wrote down, one a line or with commas between them, each once. Raises `BadWord`."""
    found = dict.fromkeys(" ".join(each.split()) for each in re.split(r"[\n,，、;；]", text) if each.strip())
    if not found or not all(len(word) <= MAX_WORD and any(sign.isalnum() for sign in word) for word in found):
        raise errors.BadWord
    return list(found)


def until_ms(minutes: int, *, now_ms: int) -> int:
    """When a mute of so many minutes ends. Raises `BadMinutes`."""
    if not 1 <= minutes <= WHOLE_LECTURE_MINUTES:
        raise errors.BadMinutes
    return now_ms + minutes * 60_000


def source(data: Mapping[str, Any], private: Mapping[str, Any]) -> Source:
    """Who said it, by pseudonym, and from where. Raises `OneOfUs`."""
    if not data.get("from"):
        raise errors.OneOfUs
    return Source(str(data["from"]), str(private.get("net", "")))


def row(record: Any, *, moderates: bool) -> dict[str, Any]:
    """A record as a director's page gets it. Who only directs the show learns nothing private of who speaks."""
    seen: dict[str, Any] = {"i": record.seq, "k": record.kind, "at": record.at, "d": dict(record.data)}
    if record.kind not in SAID:
        return {**seen, "by": record.by}
    if not record.data.get("from"):
        return {**seen, "by": record.by}  # said by the house
    seen["d"].pop("from")
    if moderates:
        private = record.private
        seen["who"] = record.data["from"]
        seen["net"] = str(private.get("net", ""))[:NET_LETTERS]
        seen |= {name: private[name] for name in ("word", "level") if name in private}
    return seen
