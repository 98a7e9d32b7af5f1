"""What a subject can be, and in which system its position was measured."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    """There is no type for a person, and none may be added: nobody is a tracked subject."""

    PLACE = "PLACE", _("场所")
    FRONT = "FRONT", _("店面")
    ESTATE = "ESTATE", _("小区")
    SITE = "SITE", _("生产经营场所、工地")
    PROJECT = "PROJECT", _("项目")
    VILLAGE = "VILLAGE", _("村")
    HOUSEHOLD = "HOUSEHOLD", _("户（只有编号）")


class Datum(models.TextChoices):
    """Devices say WGS-84, WeChat and Chinese maps GCJ-02: some hundred metres apart, so never compared."""

    WGS84 = "WGS84", "WGS-84"
    GCJ02 = "GCJ02", "GCJ-02"
