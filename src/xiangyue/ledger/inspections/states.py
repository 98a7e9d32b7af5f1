"""The states of an inspection, what is recorded in its sealed chain, and the words people choose from."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "PLANNED", _("已计划")
    DRAWN = "DRAWN", _("已抽定")
    RELEASED = "RELEASED", _("已发布")
    DROPPED = "DROPPED", _("已撤销")


SEALED = frozenset({State.PLANNED, State.DRAWN})
"""In these nobody outside the crew may learn that it exists."""


class Verb(StrEnum):
    """What is recorded in the sealed chain of an inspection. The value is what the chain says."""

    PLAN = "plan"
    DRAW = "draw"
    RECUSE = "recuse"
    VISIT = "visit"
    FIND = "find"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    DROP = "drop"


MOVES: dict[Verb, tuple[frozenset[State], State | None]] = {
    Verb.PLAN: (frozenset(), State.PLANNED),
    Verb.DRAW: (frozenset({State.PLANNED}), State.DRAWN),
    Verb.RECUSE: (frozenset({State.DRAWN}), None),
    Verb.VISIT: (frozenset({State.DRAWN}), None),
    Verb.FIND: (frozenset({State.DRAWN}), None),
    Verb.DECIDE: (frozenset({State.DRAWN}), None),
    Verb.WITHDRAW: (frozenset({State.DRAWN}), None),
    Verb.RELEASE: (frozenset({State.DRAWN}), State.RELEASED),
    Verb.DROP: (SEALED, State.DROPPED),
}
"""From which states, to which; None leaves it as it is."""


class Result(models.TextChoices):
    """What came of going to a place."""

    FOUND = "FOUND", _("有问题")
    CLEAN = "CLEAN", _("未发现问题")
    MISSED = "MISSED", _("没有到")


class Purpose(models.TextChoices):
    """Why somebody opens a sealed inspection: asked once a sitting, written beside every reading."""

    PREPARE = "PREPARE", _("出发前看路线")
    VISIT = "VISIT", _("在现场办理")
    REVIEW = "REVIEW", _("核对发现、准备发布")
    CHECK = "CHECK", _("查问泄密或遗失")


class Reason(StrEnum):
    """What makes a place weigh more in the draw."""

    BASE = "base"
    NEVER = "never"
    LONG_AGO = "long-ago"
    REBOUNDS = "rebounds"
    HAZARDS = "hazards"
    REPORTS = "reports"


class Step(models.TextChoices):
    """What a finding in front of a shop begins with, by how often it was found there."""

    PERSUADE = "PERSUADE", _("当场劝导")
    NOTICE = "NOTICE", _("整改通知")
    STOP = "STOP", _("先停后改")
    ESCALATE = "ESCALATE", _("升级督办")
