"""The room's tables, where Django looks for them. Private to `hall`: everybody else asks `queries` and `actions`."""

from xiangyue.hall.audience.models import Figures
from xiangyue.hall.claims.models import Settlement
from xiangyue.hall.draws.models import Draw, Reading, Roster, Sealed, Step
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.prizes.models import Prize
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio

__all__ = [
    "Draw",
    "Figures",
    "Lecture",
    "Opening",
    "Permit",
    "PermitSerial",
    "Prize",
    "Reading",
    "Roster",
    "Sealed",
    "Settlement",
    "Step",
    "StreamKey",
    "Studio",
]
