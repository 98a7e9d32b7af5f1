"""The tables of campaigns. Matters name their campaign themselves (`Matter.campaign`)."""

from django.db import models
from django.db.models import F, Q


class Campaign(models.Model):
    """A period, and what is to be looked for in it."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    begins_on = models.DateField()
    ends_on = models.DateField()
    checklist = models.JSONField(default=list)
    """[{"kind", "category", "text"}], in order."""
    target = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)

    class Meta:
        ordering = ["-begins_on", "code"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="ledger_campaign_forward")]

    def __str__(self) -> str:
        return self.name


class CampaignLecture(models.Model):
    """That a lecture of the hall belongs to a campaign; by its public name, the ledger knows no more of it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="lectures")
    lecture = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "lecture"], name="ledger_campaign_lecture_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.lecture}"
