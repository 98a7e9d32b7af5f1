"""The table of figures: one row a lecture, rebuilt from its line at any time."""

from django.db import models


class Figures(models.Model):
    """The fold of a lecture's line up to record number `offset`; columns are those of `tally.Tally`."""

    lecture = models.OneToOneField("hall.Lecture", models.CASCADE, primary_key=True, related_name="figures")
    offset = models.BigIntegerField(default=0)
    phase = models.CharField(max_length=10, default="")
    said = models.PositiveIntegerField(default=0)
    redacted = models.PositiveIntegerField(default=0)
    likes = models.PositiveBigIntegerField(default=0)
    viewers_now = models.PositiveIntegerField(default=0)
    viewers_peak = models.PositiveIntegerField(default=0)
    viewers_total = models.PositiveIntegerField(default=0)
    on_air_ms = models.BigIntegerField(null=True)
    ended_ms = models.BigIntegerField(null=True)
    gaps = models.PositiveIntegerField(default=0)
    gap_ms = models.PositiveBigIntegerField(default=0)
    away_since_ms = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.lecture_id} @{self.offset}"

    @property
    def duration_ms(self) -> int:
        """How long it was on air; 0 before its end."""
        return self.ended_ms - self.on_air_ms if self.on_air_ms is not None and self.ended_ms is not None else 0
