"""Everything that changes matters, by family. Each verb takes a matter's name and an `Order`, and gives a `Reply`.

    reply = matters.accept(name, Order(member, command=uuid, expected=seq))

The same command gives the same reply; a number of records that is not the matter's any more is refused (`Stale`).
"""

from xiangyue.ledger.matters.actions.acting import Order, Reply, answered
from xiangyue.ledger.matters.actions.bringing import Brought, Came, bring, check
from xiangyue.ledger.matters.actions.closing import (
    Drawn,
    Verdict,
    annul,
    claim,
    close_unchecked,
    confirm,
    draw,
    not_answered,
    recheck,
    recuse,
    require_claimable,
    verify,
)
from xiangyue.ledger.matters.actions.deciding import (
    ask_extension,
    climb,
    decide_extension,
    escalate,
    pause,
    publish,
    resume,
    tag,
    unable,
    wake,
)
from xiangyue.ledger.matters.actions.filing import Assignment, assign, found_again, merge, reject, report, transfer
from xiangyue.ledger.matters.actions.mending import Noted, comment, correct, note, recalc, redact
from xiangyue.ledger.matters.actions.working import (
    accept,
    accept_silently,
    decline,
    done,
    give_back,
    offer,
    plan,
    progress,
    take_over,
    write,
)

__all__ = [
    "Assignment",
    "Brought",
    "Came",
    "Drawn",
    "Noted",
    "Order",
    "Reply",
    "Verdict",
    "accept",
    "accept_silently",
    "annul",
    "answered",
    "ask_extension",
    "assign",
    "bring",
    "check",
    "claim",
    "climb",
    "close_unchecked",
    "comment",
    "confirm",
    "correct",
    "decide_extension",
    "decline",
    "done",
    "draw",
    "escalate",
    "found_again",
    "give_back",
    "merge",
    "not_answered",
    "note",
    "offer",
    "pause",
    "plan",
    "progress",
    "publish",
    "recalc",
    "recheck",
    "recuse",
    "redact",
    "reject",
    "report",
    "require_claimable",
    "resume",
    "tag",
    "take_over",
    "transfer",
    "unable",
    "verify",
    "wake",
    "write",
]
