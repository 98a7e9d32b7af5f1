"""The table of procedures: data, not code."""

from django.db import models


class Procedure(models.Model):
    """The steps of a unit's approvals, in order: `[{"name", "roles"}]`; an empty list asks nobody."""

    unit = models.OneToOneField("org.Unit", models.PROTECT, related_name="+")
    steps = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.unit_id}: {len(self.steps)}"
