"""The table of notices to duty holders. The link itself is shown once; only its fingerprint is kept."""

from django.db import models
from django.db.models import Q


class Invitation(models.Model):
    """That somebody who signs in nowhere may answer for a matter, until a moment."""

    id = models.CharField(max_length=16, primary_key=True)
    matter = models.ForeignKey("ledger.Matter", models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=80)
    """Of the firm or shop."""
    demand = models.CharField(max_length=1000)
    slip = models.CharField(max_length=64, unique=True)
    shown_at = models.DateTimeField(null=True)
    """When whoever sent it saw the link."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    answers = models.PositiveSmallIntegerField(default=0)
    asked_until = models.DateTimeField(null=True)
    """Until when more time is wished for; none once the lead has answered."""
    granted_until = models.DateTimeField(null=True)
    """Until when the lead gave time. The matter's own deadline is another, and does not move by it."""

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [
            # What waits for an answer: a desk looks at these alone.
            models.Index(fields=["asked_until"], condition=Q(asked_until__isnull=False), name="ledger_holder_asks")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.matter_id}"
