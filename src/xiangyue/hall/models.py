"""The room's tables, where Django looks for them. Private to `hall`: everybody else asks `queries` and `actions`."""

from xiangyue.hall.audience.models import Figures
from xiangyue.hall.bank.models import Question
from xiangyue.hall.chat.models import Told, Word
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.commissions.models import Commission
from xiangyue.hall.decks.models import Deck, Page, Source
from xiangyue.hall.draws.models import Draw, Reading, Roster, Sealed, Step
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.polls.models import Opened, Poll, Vote
from xiangyue.hall.prizes.models import Prize
from xiangyue.hall.procedures.models import Procedure
from xiangyue.hall.questions.models import Asked, Handed, Kept, Later, Prepared
from xiangyue.hall.quiz.models import Item
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.hall.reminders.models import Reminder
from xiangyue.hall.reviews.models import Review
from xiangyue.hall.scores.models import Answer, Put, Score, Terms
from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio
from xiangyue.hall.winners.models import Telling

__all__ = [
    "Answer",
    "Asked",
    "Commission",
    "Deck",
    "Draw",
    "Figures",
    "Forgotten",
    "Handed",
    "Item",
    "Kept",
    "Later",
    "Lecture",
    "Opened",
    "Opening",
    "Page",
    "Passage",
    "Permit",
    "PermitSerial",
    "Poll",
    "Prepared",
    "Prize",
    "Procedure",
    "Put",
    "Question",
    "Reading",
    "Reminder",
    "Review",
    "Roster",
    "Score",
    "Sealed",
    "Settlement",
    "Source",
    "Speaker",
    "Step",
    "StreamKey",
    "Studio",
    "Telling",
    "Terms",
    "Told",
    "Vote",
    "Word",
]
