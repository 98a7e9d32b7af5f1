"""The table of knocks: that somebody reported something, for counting. Who it was stands in no table."""

from django.db import models


class Knock(models.Model):
    """One report, or one addition to it. `net` is one-way from the network address, and forgotten after some days."""

    command = models.UUIDField(primary_key=True)
    net = models.CharField(max_length=32)
    subject = models.CharField(max_length=16, blank=True)
    matter = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # How often one network reports, and how often one place is reported.
            models.Index(fields=["net", "at"], name="ledger_knock_net"),
            models.Index(fields=["subject", "at"], name="ledger_knock_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.at}"
