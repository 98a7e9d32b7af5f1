"""The room's tables, where Django looks for them. Private to `documents`."""

from xiangyue.documents.notices.models import Notice
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.press.models import Print

__all__ = ["Choice", "Notice", "Print"]
