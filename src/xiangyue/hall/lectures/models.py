"""The table of lectures. `state` and the moments follow the line; title, speaker and plan are the keeper's.

Name and state are read by the live role with SQL of its own (`project/withheld.py`): an interface, not a detail.
"""

from django.db import models
from django.db.models import Q

from xiangyue.hall.lectures.states import OPEN, State


class Lecture(models.Model):
    """One occasion. Its primary key is its public name: sixteen letters that cannot be guessed."""

    id = models.CharField(max_length=16, primary_key=True)
    studio = models.ForeignKey("hall.Studio", models.PROTECT, related_name="lectures")
    title = models.CharField(max_length=80)
    summary = models.TextField(max_length=1000, blank=True)
    speaker = models.CharField(max_length=60)
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    replay_wanted = models.BooleanField(default=True)
    """Whether the replay is public the moment the lecture ends."""
    planned_by = models.CharField(max_length=32)
    lobby_at = models.DateTimeField(null=True)
    on_air_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["planned_at", "id"]
        indexes = [
            models.Index(fields=["state", "planned_at"], name="hall_lecture_programme"),  # on air, tonight, replays
            models.Index(fields=["studio", "planned_at"], name="hall_lecture_of_studio"),
        ]
        constraints = [
            # One studio, one picture: two open lectures would share its keys.
            models.UniqueConstraint(
                fields=["studio"], condition=Q(state__in=sorted(OPEN)), name="hall_one_open_lecture"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED]) | Q(lobby_at__isnull=False), name="hall_had_lobby"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ON_AIR, State.ENDED, State.REPLAY]) | Q(on_air_at__isnull=False),
                name="hall_was_on_air",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ENDED, State.REPLAY, State.CANCELLED]) | Q(ended_at__isnull=False),
                name="hall_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title
