"""Who may be drawn: the rules there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    ALL_RIGHT = "ALL_RIGHT", _("全部答对")
    AT_LEAST = "AT_LEAST", _("至少答对 k 道")
    ANSWERED_ALL = "ANSWERED_ALL", _("每道都答了")
    TOOK_PART = "TOOK_PART", _("答过题")
