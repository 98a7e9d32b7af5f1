"""The room's tables, where Django looks for them. Private to `hall`: everybody else asks `queries` and `actions`."""

from xiangyue.hall.audience.models import Figures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.procedures.models import Procedure
from xiangyue.hall.rehearsals.models import Forgotten
from xiangyue.hall.reviews.models import Review
from xiangyue.hall.scripts.models import Passage, Speaker
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio

__all__ = [
    "Figures", "Forgotten", "Lecture", "Opening", "Passage", "Permit", "PermitSerial", "Procedure", "Review", "Speaker",
    "StreamKey", "Studio",
]  # fmt: skip
