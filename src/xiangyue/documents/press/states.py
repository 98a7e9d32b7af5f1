"""Where a print stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "WAITING", _("正在制作")
    READY = "READY", _("可以下载")
    FAILED = "FAILED", _("没有做成")
