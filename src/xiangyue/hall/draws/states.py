"""The states of a draw, the one table of its steps, and who may be on a roster."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.lectures.states import OPEN, OVER
from xiangyue.hall.lectures.states import State as Phase


class State(models.TextChoices):
    PREPARED = "PREPARED", _("已备好")
    RULES = "RULES", _("规矩已公布")
    ROSTER = "ROSTER", _("名单已锁定")
    SECRET = "SECRET", _("密码已开封")
    ENTROPY = "ENTROPY", _("随机数已录入")
    RESULT = "RESULT", _("已开奖")
    VOID = "VOID", _("已作废")


@dataclass(frozen=True, slots=True)
class Move:
    """From which states to which; `after` says whether it may be taken when the lecture is over already."""

    sources: frozenset[State]
    target: State
    after: bool = False


MOVES: dict[str, Move] = {
    "draw_rules": Move(frozenset({State.PREPARED}), State.RULES),
    "draw_roster": Move(frozenset({State.RULES}), State.ROSTER),
    "draw_secret": Move(frozenset({State.ROSTER}), State.SECRET),
    "draw_entropy": Move(frozenset({State.SECRET}), State.ENTROPY, after=True),
    "draw_result": Move(frozenset({State.ENTROPY}), State.RESULT, after=True),
    "draw_void": Move(frozenset({State.RULES, State.ROSTER, State.SECRET, State.ENTROPY}), State.VOID, after=True),
}
"""By the kind of event on the line. Lottery numbers may fall an hour after the lecture; nothing that somebody could
still choose may come that late.
"""


def in_time(kind: str, lecture: Phase) -> bool:
    """Whether a step may be taken while the lecture stands there: residents must be able to see it happen."""
    return lecture in OPEN or (MOVES[kind].after and lecture in OVER)


UNOPENED = frozenset({State.RULES, State.ROSTER})
"""A lecture that ends in one of these leaves a void draw: the secret was withheld."""

NUMBERLESS = frozenset({State.SECRET, State.ENTROPY})
"""These wait for public numbers, but not for ever."""


class Eligibility(models.TextChoices):
    """Who gets a line on the roster."""

    ALL_RIGHT = "ALL_RIGHT", _("答对全部题目的人")
    AT_LEAST = "AT_LEAST", _("答对若干题以上的人")
    ANSWERED_ALL = "ANSWERED_ALL", _("每道题都答了的人，对错不论")
    TOOK_PART = "TOOK_PART", _("答过题、投过票或提过问的人")
