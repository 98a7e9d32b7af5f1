"""What an item of a quiz goes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """`OPEN` while answers are taken, `CLOSED` until its answer is revealed."""

    PREPARED = "PREPARED", _("未放出")
    OPEN = "OPEN", _("正在答")
    CLOSED = "CLOSED", _("答题结束")
    REVEALED = "REVEALED", _("已公布答案")
