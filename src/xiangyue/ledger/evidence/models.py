"""The table of evidence. Facts and claims stand side by side and are never mixed."""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.evidence.states import Role, State


class Evidence(models.Model):
    """One picture. `matter` is empty until a verb takes it along."""

    id = models.CharField(max_length=16, primary_key=True)
    command = models.UUIDField(unique=True)
    """Of the upload: sent again, it is the same picture."""
    matter = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=6, choices=Role, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    sha256 = models.CharField(max_length=64, db_index=True)
    original = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    large = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    small = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    look = models.CharField(max_length=16, blank=True)
    """64 bits of what it looks like, in hex."""
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=32, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_lat = models.IntegerField(null=True)
    taken_lon = models.IntegerField(null=True)
    taken_datum = models.CharField(max_length=5, blank=True)
    about_lat = models.IntegerField(null=True)
    about_lon = models.IntegerField(null=True)
    about_datum = models.CharField(max_length=5, blank=True)
    about_m = models.PositiveIntegerField(default=0)
    since_at = models.DateTimeField(null=True)
    flags = models.JSONField(default=list)
    arrows = models.JSONField(default=list)
    """Drawn over it by whoever took it, each [from x, from y, to x, to y] in thousandths of the upright picture."""
    due_at = models.DateTimeField(null=True)
    """When the worker looks at it next; None when there is nothing to do."""

    class Meta:
        indexes = [
            models.Index(fields=["matter", "received_at"], name="ledger_evidence_of_matter"),
            models.Index(fields=["look"], condition=~Q(look=""), name="ledger_evidence_look"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="ledger_evidence_due"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
