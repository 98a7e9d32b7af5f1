"""The tables of timers: which rungs fired, and what a unit was told on which morning."""

from django.db import models


class Digest(models.Model):
    """What a unit is told on one morning: one message, however many rungs."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+")
    on = models.DateField()
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="ledger_digest_once")]
        indexes = [models.Index(fields=["made_at"], condition=models.Q(told_at__isnull=True), name="ledger_digest_due")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on}"


class Fired(models.Model):
    """That a rung of the ladder fired for a matter: once, whoever asks again."""

    matter = models.CharField(max_length=16)
    level = models.PositiveSmallIntegerField()
    digest = models.ForeignKey(Digest, models.PROTECT, related_name="rungs")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "level"], name="ledger_fired_once")]

    def __str__(self) -> str:
        return f"{self.matter} {self.level}"
