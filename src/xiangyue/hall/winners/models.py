"""The table of who is told of a win by text."""

from django.db import models
from django.db.models import Q


class Telling(models.Model):
    """That a number's holder is to be told by text, and was: one row a number. `person` is empty for who left none."""

    draw = models.ForeignKey("hall.Draw", models.CASCADE, related_name="tellings")
    label = models.CharField(max_length=64)
    person = models.CharField(max_length=26, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    """When it is tried next; null once it was sent or given up."""

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="hall_telling_due")]
        constraints = [models.UniqueConstraint(fields=["draw", "label"], name="hall_told_once")]

    def __str__(self) -> str:
        return self.label
