"""The states of a matter, how it can end, and the one table of verbs: from where, to where, by whom."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class State(models.TextChoices):
    REPORTED = "REPORTED", _("待交办")
    ASSIGNED = "ASSIGNED", _("待签收")
    WORKING = "WORKING", _("整改中")
    CLAIMED = "CLAIMED", _("待核查")
    CLOSED = "CLOSED", _("已了结")


class Outcome(models.TextChoices):
    """How a matter ended. Only what somebody outside its line has verified is FIXED and carries the seal: of a question
    its asker says that it is ANSWERED, and the house cannot tell whether whoever holds the link is the unit itself.
    """

    OPEN = "", _("未结")
    FIXED = "FIXED", _("整改到位")
    UNCHECKED = "UNCHECKED", _("未抽查")
    ANSWERED = "ANSWERED", _("已答复（提问人说答到了）")
    INVALID = "INVALID", _("不予立案")
    DUPLICATE = "DUPLICATE", _("并案")
    HANDED = "HANDED", _("移送")
    UNABLE = "UNABLE", _("暂无法解决")
    BEFORE = "BEFORE", _("导入前已销，未核查")


class Verb(StrEnum):
    """What can be done to a matter. The value is what its chain says."""

    REPORT = "report"
    ASSIGN = "assign"
    REJECT = "reject"
    MERGE = "merge"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    RETURN = "return"
    OFFER = "offer"
    TAKE_OVER = "take-over"
    DECLINE = "decline"
    PLAN = "plan"
    PROGRESS = "progress"
    DONE = "done"
    ASK_EXTENSION = "ask-extension"
    DECIDE_EXTENSION = "decide-extension"
    PAUSE = "pause"
    RESUME = "resume"
    CLAIM = "claim"
    WITHDRAW = "withdraw"
    DRAW = "draw"
    RECUSE = "recuse"
    VOUCH = "vouch"
    PASS = "pass"  # noqa: S105 - a word of the ledger
    FAIL = "fail"
    CONFIRM = "confirm"
    NOT_ANSWERED = "not-answered"
    CLOSE_UNCHECKED = "close-unchecked"
    CLOSE_BEFORE = "close-before"
    UNABLE = "unable"
    WAKE = "wake"
    RECHECK = "recheck"
    ANNUL = "annul"
    REBOUND = "rebound"
    ESCALATE = "escalate"
    COMMENT = "comment"
    NOTE = "note"
    CORRECT = "correct"
    REDACT = "redact"
    PUBLISH = "publish"
    RECALC = "recalc"
    TAG = "tag"


WORDS = "words"
"""The companion of an event: its free text, in a record of its own, so that it can be erased and the fold stays."""


class Who(StrEnum):
    """Who may carry out a verb."""

    REPORTER = "reporter"
    """Whoever the kind lets report."""
    OFFICE = "office"
    """Dispatches in the matter's office, and has no post in the lead's line."""
    LEAD = "lead"
    """Works for the lead unit."""
    PART = "part"
    """Works for the lead or for a unit that helps."""
    HELPER = "helper"
    """Works for a unit that helps, and not only for the lead."""
    TAKER = "taker"
    """Works for the unit that the matter was offered to."""
    VERIFIER = "verifier"
    """Was drawn to verify it."""
    ANYBODY = "anybody"
    """Sees it in full."""
    HOUSE = "house"
    """The installation itself: timers, draws, rules."""


@dataclass(frozen=True, slots=True)
class Move:
    """From which states, to which; `target` None leaves the state as it is."""

    sources: frozenset[State]
    target: State | None
    who: Who


_REPORTED, _ASSIGNED, _WORKING = (frozenset({s}) for s in (State.REPORTED, State.ASSIGNED, State.WORKING))
_CLAIMED, _CLOSED = frozenset({State.CLAIMED}), frozenset({State.CLOSED})
_HELD = _ASSIGNED | _WORKING
_ANY = frozenset(State)
OPEN = _ANY - _CLOSED
"""The states of Open311's "open"; all others are closed."""

RUNNING = _HELD
"""The lead's clock runs in these, unless it is paused."""

MOVES: dict[Verb, Move] = {
    Verb.REPORT: Move(frozenset(), State.REPORTED, Who.REPORTER),
    Verb.ASSIGN: Move(_REPORTED, State.ASSIGNED, Who.OFFICE),
    Verb.REJECT: Move(_REPORTED, State.CLOSED, Who.OFFICE),
    Verb.MERGE: Move(_REPORTED | _HELD, State.CLOSED, Who.OFFICE),
    Verb.TRANSFER: Move(_REPORTED | _HELD, State.CLOSED, Who.OFFICE),
    Verb.ACCEPT: Move(_ASSIGNED, State.WORKING, Who.LEAD),
    Verb.RETURN: Move(_ASSIGNED, State.REPORTED, Who.LEAD),
    Verb.OFFER: Move(_HELD, None, Who.LEAD),
    Verb.TAKE_OVER: Move(_HELD, State.WORKING, Who.TAKER),
    Verb.DECLINE: Move(_HELD, None, Who.TAKER),
    Verb.PLAN: Move(_WORKING, None, Who.LEAD),
    Verb.PROGRESS: Move(_WORKING, None, Who.PART),
    Verb.DONE: Move(_WORKING, None, Who.HELPER),
    Verb.ASK_EXTENSION: Move(_HELD, None, Who.LEAD),
    Verb.DECIDE_EXTENSION: Move(_HELD, None, Who.OFFICE),
    Verb.PAUSE: Move(_WORKING, None, Who.OFFICE),
    Verb.RESUME: Move(_WORKING, None, Who.OFFICE),
    Verb.CLAIM: Move(_WORKING, State.CLAIMED, Who.LEAD),
    Verb.WITHDRAW: Move(_CLAIMED, State.WORKING, Who.LEAD),
    Verb.DRAW: Move(_CLAIMED, None, Who.HOUSE),
    Verb.RECUSE: Move(_CLAIMED, None, Who.VERIFIER),
    Verb.VOUCH: Move(_CLAIMED, None, Who.VERIFIER),
    Verb.PASS: Move(_CLAIMED, State.CLOSED, Who.VERIFIER),
    Verb.FAIL: Move(_CLAIMED, State.WORKING, Who.VERIFIER),
    Verb.CONFIRM: Move(_CLAIMED, State.CLOSED, Who.HOUSE),
    Verb.NOT_ANSWERED: Move(_CLAIMED, State.WORKING, Who.HOUSE),
    Verb.CLOSE_UNCHECKED: Move(_CLAIMED, State.CLOSED, Who.HOUSE),
    Verb.CLOSE_BEFORE: Move(_REPORTED, State.CLOSED, Who.HOUSE),
    Verb.UNABLE: Move(_WORKING, State.CLOSED, Who.OFFICE),
    Verb.WAKE: Move(_CLOSED, State.WORKING, Who.HOUSE),
    Verb.RECHECK: Move(_CLOSED, None, Who.HOUSE),
    Verb.ANNUL: Move(_CLOSED, State.WORKING, Who.OFFICE),
    Verb.REBOUND: Move(_CLOSED, None, Who.HOUSE),
    Verb.ESCALATE: Move(OPEN, None, Who.OFFICE),
    Verb.COMMENT: Move(_ANY, None, Who.ANYBODY),
    Verb.NOTE: Move(_ANY, None, Who.HOUSE),
    Verb.CORRECT: Move(OPEN, None, Who.OFFICE),
    Verb.REDACT: Move(_ANY, None, Who.OFFICE),
    Verb.PUBLISH: Move(_ANY, None, Who.OFFICE),
    Verb.RECALC: Move(_HELD, None, Who.HOUSE),
    Verb.TAG: Move(_ANY, None, Who.OFFICE),
}
"""There is no verb by which the lead closes. To FIXED leads only PASS; CONFIRM, by whoever asked where a kind is a
question, leads to ANSWERED.
"""

GIVEN_BACK = frozenset({Verb.WITHDRAW, Verb.FAIL, Verb.NOT_ANSWERED, Verb.ANNUL})
"""By these a claim does not stand any more, with whatever was brought to prove it."""

ENDS: dict[Verb, Outcome] = {
    Verb.REJECT: Outcome.INVALID,
    Verb.MERGE: Outcome.DUPLICATE,
    Verb.TRANSFER: Outcome.HANDED,
    Verb.PASS: Outcome.FIXED,
    Verb.CONFIRM: Outcome.ANSWERED,
    Verb.CLOSE_UNCHECKED: Outcome.UNCHECKED,
    Verb.CLOSE_BEFORE: Outcome.BEFORE,
    Verb.UNABLE: Outcome.UNABLE,
}
"""How a matter ends by each verb that closes it."""

BY_CLAIM = frozenset({Outcome.FIXED, Outcome.UNCHECKED, Outcome.ANSWERED})
"""What a claim led to: inside the watch window it can be taken back."""

LABELS: dict[Verb, "StrOrPromise"] = {
    Verb.REPORT: _("登记"),
    Verb.ASSIGN: _("立案交办"),
    Verb.REJECT: _("不予立案"),
    Verb.MERGE: _("并案"),
    Verb.TRANSFER: _("移送"),
    Verb.ACCEPT: _("签收"),
    Verb.RETURN: _("退回"),
    Verb.OFFER: _("转交"),
    Verb.TAKE_OVER: _("接手"),
    Verb.DECLINE: _("不接手"),
    Verb.PLAN: _("整改方案"),
    Verb.PROGRESS: _("进展"),
    Verb.DONE: _("协办完成"),
    Verb.ASK_EXTENSION: _("申请延期"),
    Verb.DECIDE_EXTENSION: _("延期决定"),
    Verb.PAUSE: _("缓办"),
    Verb.RESUME: _("恢复办理"),
    Verb.CLAIM: _("申请销号"),
    Verb.WITHDRAW: _("撤回销号申请"),
    Verb.DRAW: _("抽定核查人"),
    Verb.RECUSE: _("核查人回避"),
    Verb.VOUCH: _("一人核查通过"),
    Verb.PASS: _("核查通过"),
    Verb.FAIL: _("返工"),
    Verb.CONFIRM: _("提问人确认"),
    Verb.NOT_ANSWERED: _("提问人说没有答到"),
    Verb.CLOSE_UNCHECKED: _("未抽查结案"),
    Verb.CLOSE_BEFORE: _("导入前已销"),
    Verb.UNABLE: _("暂缓公示"),
    Verb.WAKE: _("恢复整改"),
    Verb.RECHECK: _("回头看"),
    Verb.ANNUL: _("撤销销号"),
    Verb.REBOUND: _("反弹"),
    Verb.ESCALATE: _("催办升级"),
    Verb.COMMENT: _("留言"),
    Verb.NOTE: _("附记"),
    Verb.CORRECT: _("更正"),
    Verb.REDACT: _("删除文字"),
    Verb.PUBLISH: _("公开"),
    Verb.RECALC: _("期限重算"),
    Verb.TAG: _("归入专项"),
}
"""What people call each verb."""
