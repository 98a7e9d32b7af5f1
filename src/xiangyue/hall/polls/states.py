"""What a poll goes through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    PREPARED = "PREPARED", _("未放出")
    OPEN = "OPEN", _("正在投")
    CLOSED = "CLOSED", _("已结束")
