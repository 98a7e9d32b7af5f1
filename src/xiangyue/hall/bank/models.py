"""The table of the question bank."""

from django.db import models
from django.db.models import Q

from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind


class Question(models.Model):
    """One question of a unit. Options of an order stand in the right order; `right` is places, or a number as text."""

    id = models.CharField(max_length=16, primary_key=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    right = models.JSONField()
    measure = models.CharField(max_length=20, blank=True)
    seconds = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=480, blank=True)
    source = models.CharField(max_length=480, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "id"]
        indexes = [models.Index(fields=["unit", "retired_at", "-changed_at"], name="hall_question_bank")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "text"], condition=Q(retired_at__isnull=True), name="hall_question_once"
            ),
            models.CheckConstraint(condition=Q(seconds__gte=5, seconds__lte=120), name="hall_question_seconds"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def draft(self) -> Draft:
        """The question as a value."""
        right = self.right if isinstance(self.right, str) else tuple(self.right)
        return Draft(
            Kind(self.kind), self.text, right, tuple(self.options), self.measure, self.seconds, self.why, self.source
        )
