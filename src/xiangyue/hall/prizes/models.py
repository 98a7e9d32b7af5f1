"""The table of prizes. A draw copies the name: what was promised does not change with the library."""

from django.db import models
from django.db.models import Q


class Prize(models.Model):
    """Something a unit gives away; `note` says who gave it, or what it is worth."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="prizes")
    name = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    added_by = models.CharField(max_length=32)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at__isnull=True), name="hall_prize_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
