"""The kinds of questions, and what each is answered by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SINGLE = "SINGLE", _("单选题")
    MULTIPLE = "MULTIPLE", _("多选题")
    TRUEFALSE = "TRUEFALSE", _("判断题")
    ORDER = "ORDER", _("排序题")
    NUMBER = "NUMBER", _("数字题")

    @property
    def on_line(self) -> str:
        """The word for it on a lecture's line."""
        return self.value.lower()


TRUE_FALSE = ("对", "错")
"""The two options of a statement, in the order of the line."""

LISTED = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.ORDER})
"""Kinds whose options are written by the author."""
