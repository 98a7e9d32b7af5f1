"""The room's tables, where Django looks for them. Private to `hall`: everybody else asks `queries` and `actions`."""

from xiangyue.hall.audience.models import Figures
from xiangyue.hall.chat.models import Told, Word
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio

__all__ = ["Figures", "Lecture", "Opening", "Permit", "PermitSerial", "StreamKey", "Studio", "Told", "Word"]
