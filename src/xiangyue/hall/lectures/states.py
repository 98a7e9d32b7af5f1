"""The states of a lecture and the one table of moves. Nothing else in the product knows them."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAFT", _("准备中")
    SUBMITTED = "SUBMITTED", _("待审核")
    APPROVED = "APPROVED", _("审核通过")
    PUBLISHED = "PUBLISHED", _("待开播")
    LOBBY = "LOBBY", _("候场")
    ON_AIR = "ON_AIR", _("正在直播")
    ENDED = "ENDED", _("已结束")
    REPLAY = "REPLAY", _("回看")
    CANCELLED = "CANCELLED", _("已取消")


PLANS = frozenset({State.DRAFT, State.SUBMITTED, State.APPROVED, State.PUBLISHED})
"""Nothing has happened yet: words may still change, the date may still move."""

OPEN = frozenset({State.LOBBY, State.ON_AIR})
"""The studio is open: keys let encoders in, the line takes speech."""

OVER = frozenset({State.ENDED, State.REPLAY, State.CANCELLED})
"""Nothing more happens on the line. ENDED is over with its replay kept back (withheld)."""


@dataclass(frozen=True, slots=True)
class Move:
    """From which states to which; `phase` is what the line has afterwards, `stamp` the row's column for the moment."""

    sources: frozenset[State]
    target: State
    phase: str = ""
    stamp: str = ""


MOVES: dict[str, Move] = {
    "submit": Move(frozenset({State.DRAFT}), State.SUBMITTED),
    "withdraw": Move(frozenset({State.SUBMITTED}), State.DRAFT),
    "send-back": Move(frozenset({State.SUBMITTED}), State.DRAFT),
    "approve": Move(frozenset({State.SUBMITTED}), State.APPROVED),
    "amend": Move(frozenset({State.APPROVED, State.PUBLISHED}), State.SUBMITTED),
    "publish": Move(frozenset({State.APPROVED}), State.PUBLISHED, stamp="published_at"),
    "put-on": Move(frozenset({State.DRAFT}), State.PUBLISHED, stamp="published_at"),
    "open-lobby": Move(frozenset({State.PUBLISHED}), State.LOBBY, "lobby", "lobby_at"),
    "go-on-air": Move(frozenset({State.LOBBY}), State.ON_AIR, "on_air", "on_air_at"),
    "end": Move(frozenset({State.ON_AIR}), State.ENDED, "ended", "ended_at"),
    "publish-replay": Move(frozenset({State.ENDED}), State.REPLAY),
    "withhold-replay": Move(frozenset({State.REPLAY}), State.ENDED),
    "call-off": Move(frozenset({State.LOBBY}), State.CANCELLED, "ended", "ended_at"),
    "cancel": Move(PLANS, State.CANCELLED, stamp="ended_at"),
}
"""Cancelling a plan tells no line, for there is none; calling off an open lobby ends one.

`put-on` is the publication of a plan that nobody has to approve: its unit says so, or the operator planned it.
"""


def heard(state: State, phase: str) -> str | None:
    """The move by which a row in `state` follows a phase that its line already has; None when it needs none."""
    for name, move in MOVES.items():
        if move.phase == phase and state in move.sources:
            return name
    return None
