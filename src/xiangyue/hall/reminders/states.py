"""By which way somebody is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    MAIL = "MAIL", _("邮件")
    PUSH = "PUSH", _("浏览器通知")
