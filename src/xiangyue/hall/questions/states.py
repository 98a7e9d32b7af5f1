"""The states of a question and the one table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "NEW", _("待处理")
    APPROVED = "APPROVED", _("已公开")
    LIVE = "LIVE", _("正在回答")
    ANSWERED = "ANSWERED", _("已答复")
    DECLINED = "DECLINED", _("未采用")

    @property
    def on_line(self) -> str:
        """The word for it on a lecture's line; a new one has none there."""
        return self.value.lower()


class Word(models.TextChoices):
    """What whoever asked says of a department's answer."""

    NONE = "NONE", _("还没有答复")
    AWAITED = "AWAITED", _("等提问人回音")
    YES = "YES", _("提问人说答到了")
    SILENT = "SILENT", _("提问人没有回音")
    NO = "NO", _("提问人说没有答到，正在重新答复")


MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.APPROVED, State.LIVE, State.ANSWERED, State.DECLINED}),
    State.APPROVED: frozenset({State.LIVE, State.ANSWERED, State.DECLINED}),
    State.LIVE: frozenset({State.APPROVED, State.ANSWERED, State.DECLINED}),
    State.ANSWERED: frozenset({State.ANSWERED, State.DECLINED}),
    State.DECLINED: frozenset({State.APPROVED}),
}
"""From one state to the next. An answer may be corrected; what was declined may be taken up after all."""
