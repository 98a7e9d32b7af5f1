"""What a poll is: pure."""

from dataclasses import dataclass, replace
from typing import Any

from xiangyue.hall.polls import errors

MAX_TEXT = 200
MAX_OPTION = 40
"""What the line takes, and what fits a button on a phone."""

MAX_POLLS = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """`most` may be chosen when `multi`; `shown`: running results are public before the close."""

    text: str
    options: tuple[str, ...]
    multi: bool = False
    most: int = 8
    shown: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text, "options": list(self.options), "multi": self.multi, "most": self.most,
            "shown": self.shown,
        }  # fmt: skip


def trimmed(draft: Draft) -> Draft:
    """Without space around the words; `most` is one for a single choice and never more than there are options."""
    options = tuple(option for each in draft.options if (option := " ".join(each.split())))
    most = min(draft.most, len(options)) if draft.multi else 1
    return replace(draft, text=" ".join(draft.text.split()), options=options, most=most)


def require(draft: Draft) -> None:
    """Pass, or raise `BadPoll` with what is wrong."""
    if not 1 <= len(draft.text) <= MAX_TEXT:
        raise errors.BadPoll(str(errors.TEXT), limit=MAX_TEXT)
    options = draft.options
    if not 2 <= len(options) <= 8 or len(set(options)) != len(options) or max(map(len, options)) > MAX_OPTION:
        raise errors.BadPoll(str(errors.OPTIONS), limit=MAX_OPTION)
    if draft.multi and draft.most < 2:
        raise errors.BadPoll(str(errors.MOST))
