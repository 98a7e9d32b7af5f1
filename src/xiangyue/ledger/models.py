"""The room's tables, where Django looks for them. Private to `ledger`: everybody else asks `queries` and `actions`."""

from xiangyue.ledger.calendars.models import Notice, SpecialDay
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.matters.models import Command, Count, Matter, Numbering, Party, Task, Teller
from xiangyue.ledger.subjects.models import Contact, Holder, Subject
from xiangyue.ledger.verifying.models import Batch, Commitment, Look, Seat

__all__ = [
    "Batch",
    "Command",
    "Commitment",
    "Contact",
    "Count",
    "Edition",
    "Evidence",
    "Field",
    "Holder",
    "Look",
    "Matter",
    "Notice",
    "Numbering",
    "Party",
    "Seat",
    "SpecialDay",
    "Subject",
    "Task",
    "Teller",
]
