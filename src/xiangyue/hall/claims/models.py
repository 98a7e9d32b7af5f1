"""The table of settled wins: one row for each that ended, and never a second."""

from django.db import models

from xiangyue.hall.claims.states import Bearer, Outcome


class Settlement(models.Model):
    """That a number's win ended, how, and on whose word."""

    draw = models.ForeignKey("hall.Draw", models.PROTECT, related_name="settlements")
    label = models.CharField(max_length=64)
    prize = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    bearer = models.CharField(max_length=6, choices=Bearer, default=Bearer.SELF)
    settled_at = models.DateTimeField()
    settled_by = models.CharField(max_length=32)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "label"], name="hall_claim_once")]

    def __str__(self) -> str:
        return f"{self.label}: {self.outcome}"
