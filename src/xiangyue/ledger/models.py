"""The room's tables, where Django looks for them. Private to `ledger`: everybody else asks `queries` and `actions`."""

from xiangyue.ledger.calendars.models import Notice, SpecialDay
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.subjects.models import Contact, Holder, Subject

__all__ = ["Contact", "Edition", "Field", "Holder", "Notice", "SpecialDay", "Subject"]
