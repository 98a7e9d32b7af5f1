"""The room's tables, where Django looks for them. Private to `hall`: everybody else asks `queries` and `actions`."""

from xiangyue.hall.audience.models import Figures
from xiangyue.hall.chat.models import Told, Word
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.decks.models import Deck, Page, Source
from xiangyue.hall.draws.models import Draw, Reading, Roster, Sealed, Step
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.prizes.models import Prize
from xiangyue.hall.procedures.models import Procedure
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.hall.reminders.models import Reminder
from xiangyue.hall.reviews.models import Review
from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio

__all__ = [
    "Deck",
    "Draw",
    "Figures",
    "Forgotten",
    "Lecture",
    "Opening",
    "Page",
    "Passage",
    "Permit",
    "PermitSerial",
    "Prize",
    "Procedure",
    "Reading",
    "Reminder",
    "Review",
    "Roster",
    "Sealed",
    "Settlement",
    "Source",
    "Speaker",
    "Step",
    "StreamKey",
    "Studio",
    "Told",
    "Word",
]
