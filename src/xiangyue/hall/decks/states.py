"""Where a deck stands. A lecture has at most one that is shown from and one that is being made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    MAKING = "MAKING", _("正在转换")
    READY = "READY", _("可以放映")
    REFUSED = "REFUSED", _("不能放映")
    REPLACED = "REPLACED", _("已替换")
