"""The kinds of studio: the one, the eighteen, and the N."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    DISTRICT = "DISTRICT", _("区级直播间")
    TOWN = "TOWN", _("乡镇街道直播间")
    DEPARTMENT = "DEPARTMENT", _("部门直播间")
    COLUMN = "COLUMN", _("特色栏目")
