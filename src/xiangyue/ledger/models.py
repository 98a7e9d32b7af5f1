"""The room's tables, where Django looks for them. Private to `ledger`: everybody else asks `queries` and `actions`."""

from xiangyue.ledger.calendars.models import Notice, SpecialDay
from xiangyue.ledger.campaigns.models import Campaign, CampaignLecture
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.filters.models import Filter
from xiangyue.ledger.holders.models import Invitation
from xiangyue.ledger.imports.models import Brought, Import, Line, Memory
from xiangyue.ledger.inspections.models import (
    Crew,
    Inspection,
    Origin,
    Phone,
    PlaceVisit,
    Reading,
    SealedCommand,
    SealedRecord,
    Sealing,
)
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.matters.models import Balance, Command, Count, Matter, Numbering, Party, Task
from xiangyue.ledger.questions.models import Question
from xiangyue.ledger.reporting.models import Knock
from xiangyue.ledger.subjects.models import Contact, Holder, Subject
from xiangyue.ledger.tellers.models import Teller
from xiangyue.ledger.timers.models import Digest, Fired
from xiangyue.ledger.verifying.models import Batch, Commitment, Look, Seat
from xiangyue.ledger.voices.models import Voice

__all__ = [
    "Balance",
    "Batch",
    "Brought",
    "Campaign",
    "CampaignLecture",
    "Command",
    "Commitment",
    "Contact",
    "Count",
    "Crew",
    "Digest",
    "Edition",
    "Evidence",
    "Field",
    "Filter",
    "Fired",
    "Holder",
    "Import",
    "Inspection",
    "Invitation",
    "Knock",
    "Line",
    "Look",
    "Matter",
    "Memory",
    "Notice",
    "Numbering",
    "Origin",
    "Party",
    "Phone",
    "PlaceVisit",
    "Question",
    "Reading",
    "SealedCommand",
    "SealedRecord",
    "Sealing",
    "Seat",
    "SpecialDay",
    "Subject",
    "Task",
    "Teller",
    "Voice",
]
