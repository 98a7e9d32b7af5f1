"""The papers of a lecture."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.TextChoices):
    DOCX = "DOCX", _("宣讲简报（Word，一页）")
    PDF = "PDF", _("宣讲简报（PDF，一页）")
    XLSX = "XLSX", _("结果与数据（Excel）")
    CSV = "CSV", _("结果与数据（CSV）")
