"""The six parts of a lecture, and how long each is planned to take."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.IntegerChoices):
    """The six parts of a lecture (六个一)."""

    POSTER = 1, _("海报")
    LEAD = 2, _("开讲导语")
    TALK = 3, _("微宣讲")
    INTERACTION = 4, _("互动")
    CLOSING = 5, _("结语")
    QUIZ = 6, _("答题抽奖")


MINUTES: dict[Part, int] = {
    Part.POSTER: 10,
    Part.LEAD: 3,
    Part.TALK: 15,
    Part.INTERACTION: 10,
    Part.CLOSING: 2,
    Part.QUIZ: 10,
}
"""What a new lecture is planned with: ten minutes of lobby under the poster, forty on air."""
