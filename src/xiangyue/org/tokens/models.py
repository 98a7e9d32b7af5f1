"""The table of tokens."""

from django.db import models


class Token(models.Model):
    """One token. The secret itself is nowhere."""

    person = models.ForeignKey("org.Person", models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.label
