"""The table of recordings."""

from django.db import models


class Voice(models.Model):
    """One recording. `matter` is empty until a verb takes it along."""

    id = models.CharField(max_length=16, primary_key=True)
    command = models.UUIDField(unique=True)
    """Of the upload: sent again, it is the same recording."""
    matter = models.CharField(max_length=16, blank=True)
    seconds = models.PositiveSmallIntegerField()
    """As the phone says."""
    original = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["matter", "received_at"], name="ledger_voice_of_matter")]

    def __str__(self) -> str:
        return f"{self.seconds} s {self.id}"
