"""Everything that changes inspections, by family.

    kept = inspections.add_finding(name, Found(...), Order(member, command=uuid))

The same command gives the same reply. Nothing here writes outside the tables of inspections but `release`.
"""

from xiangyue.ledger.inspections.actions.acting import Kept
from xiangyue.ledger.inspections.actions.bringing import bring
from xiangyue.ledger.inspections.actions.phones import Pack, forget_due, hand_out, revoke, unlock
from xiangyue.ledger.inspections.actions.planning import draw, drop, plan, recuse
from xiangyue.ledger.inspections.actions.releasing import Preview, Row, preview, release
from xiangyue.ledger.inspections.actions.sealing import seal_evening
from xiangyue.ledger.inspections.actions.visiting import Opened, add_finding, decide, look, visit, withdraw

__all__ = [
    "Kept",
    "Opened",
    "Pack",
    "Preview",
    "Row",
    "add_finding",
    "bring",
    "decide",
    "draw",
    "drop",
    "forget_due",
    "hand_out",
    "look",
    "plan",
    "preview",
    "recuse",
    "release",
    "revoke",
    "seal_evening",
    "unlock",
    "visit",
    "withdraw",
]
