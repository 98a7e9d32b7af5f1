"""How a win ends, and who came for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    GIVEN = "GIVEN", _("已领")
    FORFEITED = "FORFEITED", _("逾期未领")


class Bearer(models.TextChoices):
    """Who stood at the desk. No name: the code is enough."""

    SELF = "SELF", _("本人")
    FAMILY = "FAMILY", _("家人代领")
