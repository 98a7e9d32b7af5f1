"""The table of commissions."""

from django.db import models
from django.db.models import Q

from xiangyue.hall.commissions.states import State


class Commission(models.Model):
    """A lecture that is wanted. `origin` names what wants it, outside the hall, which knows no more of it."""

    id = models.CharField(max_length=16, primary_key=True)
    studio = models.ForeignKey("hall.Studio", models.PROTECT, related_name="commissions")
    origin = models.CharField(max_length=16)
    number = models.CharField(max_length=60)
    """What people call the origin: 盘〔2026〕3号."""
    title = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    items = models.JSONField(default=list)
    """Quiz questions it brings, each as `bank.rules.Draft.as_dict`."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    lecture = models.ForeignKey("hall.Lecture", models.SET_NULL, null=True, related_name="commissions")
    reason = models.CharField(max_length=300, blank=True)
    command = models.UUIDField(unique=True)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=32)

    class Meta:
        ordering = ["-placed_at", "id"]
        indexes = [
            models.Index(fields=["studio", "state"], name="hall_commission_of_studio"),
            models.Index(fields=["lecture"], condition=Q(state=State.TAKEN), name="hall_commission_taken"),
        ]

    def __str__(self) -> str:
        return self.title
