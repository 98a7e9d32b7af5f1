"""The table of who reported without an account. Nothing that shows a matter reads it."""

from django.db import models


class Teller(models.Model):
    """Who reported a matter and left word how to reach them: sealed, and apart from the matter's history."""

    matter = models.OneToOneField("ledger.Matter", models.CASCADE, primary_key=True, related_name="teller")
    box = models.BinaryField()
    mark = models.CharField(max_length=64)
    """One-way, from the number they left: how often the same person reports, without knowing who."""
    slip = models.CharField(max_length=64, unique=True)
    """Fingerprint of what lets them follow it."""
    told_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mark", "told_at"], name="ledger_teller_often")]

    def __str__(self) -> str:
        return f"teller of {self.matter_id}"
