"""The table of rehearsals that were deleted."""

from django.db import models


class Forgotten(models.Model):
    """A rehearsal whose rows are gone: its line and its media are to go too, and no checkpoint names it."""

    lecture_id = models.CharField(max_length=16, primary_key=True)
    at = models.DateTimeField()
    swept_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.lecture_id
