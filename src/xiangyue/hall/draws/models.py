"""The tables of draws. What was announced is on the line; a row holds what the next step needs."""

from django.db import models
from django.db.models import Q

from xiangyue.hall.draws.states import Eligibility, State


class Draw(models.Model):
    """One draw of a lecture. `seq` is the number of the event that announced it: its name on the line."""

    id = models.CharField(max_length=16, primary_key=True)
    lecture = models.ForeignKey("hall.Lecture", models.PROTECT, related_name="draws")
    title = models.CharField(max_length=40)
    prizes = models.JSONField()
    """[{"name", "count"}], first prize first."""
    eligibility = models.CharField(max_length=12, choices=Eligibility)
    least = models.PositiveSmallIntegerField(default=0)
    sources = models.JSONField()
    """Sentences that say how the numbers are written down (`kernel.draw.entropy`)."""
    claim = models.CharField(max_length=200)
    claim_days = models.PositiveSmallIntegerField(default=7)
    commit = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    seq = models.PositiveIntegerField(null=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["state"], name="hall_draw_state")]  # what is on its way, each few seconds
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.PREPARED, State.VOID]) | Q(seq__isnull=False), name="hall_draw_announced"
            ),
            models.UniqueConstraint(fields=["lecture", "seq"], name="hall_draw_named_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Sealed(models.Model):
    """A draw's secret until it is opened, apart from the draw and under a key of the installation (`vault`)."""

    draw = models.OneToOneField(Draw, models.CASCADE, primary_key=True, related_name="sealed")
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"sealed {self.draw_id}"


class Step(models.Model):
    """A step of a draw: written down first, told to the line next (`seq`, `at`, `link` of its receipt).

    `seq` is null while nobody knows whether the line has heard of it, and 0 for one taken after the lecture.
    """

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    data = models.JSONField()
    by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    seq = models.PositiveIntegerField(null=True)
    at = models.BigIntegerField(null=True)
    link = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["seq"], condition=Q(seq__isnull=True), name="hall_draw_pending")]
        constraints = [
            models.UniqueConstraint(fields=["draw", "kind"], name="hall_draw_step_once"),
            models.CheckConstraint(
                condition=Q(seq__isnull=True, at__isnull=True) | Q(seq__isnull=False, at__isnull=False),
                name="hall_draw_step_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.draw_id}"


class Roster(models.Model):
    """A locked roster: the text that everybody reads, and never another."""

    draw = models.OneToOneField(Draw, models.CASCADE, primary_key=True, related_name="roster")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"roster {self.sha256[:8]}"


class Reading(models.Model):
    """What one person read off the camera or the lottery's announcement, in the one spelling; the last one counts."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="readings")
    person = models.CharField(max_length=32)
    name = models.CharField(max_length=40)
    is_staff = models.BooleanField()
    """Whether the person runs this studio: of the two who agree, one must."""
    text = models.TextField()
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "person"], name="hall_draw_reading_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"
