"""The table of lectures. `state` and the moments follow the line; title, speaker and plan are the keeper's.

Name, state and `replay_wanted` are read by the live role with SQL of its own (`project/withheld.py`): an interface, not
a detail.
"""

from django.db import models
from django.db.models import Q

from xiangyue.hall.lectures.states import OPEN, OVER, PLANS, State


class Lecture(models.Model):
    """One occasion. Its primary key is its public name: sixteen letters that cannot be guessed."""

    id = models.CharField(max_length=16, primary_key=True)
    studio = models.ForeignKey("hall.Studio", models.PROTECT, related_name="lectures")
    title = models.CharField(max_length=80)
    topic = models.CharField(max_length=40, blank=True, default="")
    summary = models.TextField(max_length=1000, blank=True)
    speaker = models.CharField(max_length=60)
    """The line of the programme; who they are in full is in `scripts`."""
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    replay_wanted = models.BooleanField(default=True)
    """Whether the replay is public the moment the lecture ends."""
    planned_by = models.CharField(max_length=32)
    authors = models.JSONField(default=list)
    """Accounts that wrote or submitted any of it: none of them approves it."""
    round = models.PositiveSmallIntegerField(default=0)
    """Counts submissions; approvals of an earlier round are worth nothing."""
    returned = models.CharField(max_length=300, blank=True, default="")
    """The sentence with which it was last sent back; empty once it is submitted again."""
    publish_wanted = models.BooleanField(default=True)
    """Whether it goes on the programme the moment it is approved."""
    approved_hash = models.CharField(max_length=64, blank=True, default="")
    """The hash of what was approved; empty when nobody had to approve it."""
    published_at = models.DateTimeField(null=True)
    announced_title = models.CharField(max_length=80, blank=True, default="")
    """The title residents know it by, while a new one waits for approval."""
    sequence = models.PositiveIntegerField(default=0)
    """Counts what calendars must follow: a new moment, new words, a cancellation (RFC 5545, SEQUENCE)."""
    changed_at = models.DateTimeField()
    rehearsal_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="rehearsals")
    """A throw-away copy to practise with: in no list, in no figure, without a replay."""
    unlisted = models.BooleanField(default=False)
    """Whoever has its address may come; no programme, front page, feed or figure names it."""
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
                condition=Q(state__in=[*sorted(PLANS), State.CANCELLED]) | Q(lobby_at__isnull=False),
                name="hall_had_lobby",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED, State.APPROVED, State.CANCELLED])
                | Q(published_at__isnull=False),
                name="hall_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | ~Q(approved_hash=""), name="hall_approved_what"
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

    @property
    def is_fixed(self) -> bool:
        """Whether what is prepared can change no more: over, or on air as it was approved."""
        return self.state in OVER or (self.state in OPEN and bool(self.approved_hash))
