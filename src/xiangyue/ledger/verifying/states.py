"""What a batch and a seat go through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    LOCKED = "LOCKED", _("名单已锁定")
    OPENED = "OPENED", _("密码已开封")
    DONE = "DONE", _("已抽定")


class Purpose(models.TextChoices):
    CLAIM = "CLAIM", _("核查")
    RECHECK = "RECHECK", _("回头看")


class Seat(models.TextChoices):
    WAITING = "WAITING", _("等待核查")
    PASSED = "PASSED", _("通过")
    FAILED = "FAILED", _("不通过")
    RECUSED = "RECUSED", _("已回避")
    DROPPED = "DROPPED", _("不再需要")
