"""The tables of kinds: every version ever loaded, whole, and who answers for which field."""

from django.db import models


class Edition(models.Model):
    """One loaded version of a kind, with the files it came from. Never changed: matters were filed under it."""

    kind = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    effective_on = models.DateField()
    fingerprint = models.CharField(max_length=64)
    """SHA-256 over both texts: what the chain of the kind has recorded."""
    rules = models.TextField()
    """The file in YAML, as it was read."""
    table = models.TextField()
    """The categories in CSV, as they were read."""
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="ledger_edition_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Field(models.Model):
    """A field of work (领域): the line department that answers for it, and the committee that cuts across."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    committee = models.ForeignKey("org.Committee", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
