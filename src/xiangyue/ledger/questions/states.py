"""What whoever asked says of an official answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.TextChoices):
    """The asker's word on the latest answer."""

    NONE = "NONE", _("还没有答复")
    AWAITED = "AWAITED", _("等提问人回音")
    YES = "YES", _("提问人说答到了")
    SILENT = "SILENT", _("提问人没有回音")
    NO = "NO", _("提问人说没有答到，正在重新答复")
