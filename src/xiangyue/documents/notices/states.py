"""The forms of notices, and how far one is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    RECTIFY = "RECTIFY", _("整改通知书")
    SUPERVISE = "SUPERVISE", _("督办单")
    BULLETIN = "BULLETIN", _("通报")


class State(models.TextChoices):
    WAITING = "WAITING", _("正在排版")
    READY = "READY", _("草稿")
    ISSUED = "ISSUED", _("已发出")
    FAILED = "FAILED", _("没有排成")


OPEN = frozenset({State.WAITING, State.READY, State.FAILED})
"""What may still be written anew, or left."""
