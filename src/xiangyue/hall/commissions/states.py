"""The states of a commission and the one table of moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "OPEN", _("等直播间接下")
    TAKEN = "TAKEN", _("已经排上")
    GIVEN = "GIVEN", _("已经讲过")
    DECLINED = "DECLINED", _("不接")


MOVES: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.TAKEN, State.DECLINED}),
    State.TAKEN: frozenset({State.GIVEN}),
    State.GIVEN: frozenset(),
    State.DECLINED: frozenset(),
}
