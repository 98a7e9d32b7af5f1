"""The tables of verification. Whom a key belongs to stands sealed in one of them only; nothing else points at it."""

from django.db import models
from django.db.models import Q

from xiangyue.org.residents.states import Kind, Provider


class Identity(models.Model):
    """The sealed subject of a person key. Erasing it leaves the key, which nobody can follow back."""

    person = models.CharField(max_length=26, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    provider = models.CharField(max_length=8, choices=Provider)
    box = models.BinaryField()
    proved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person[:4]}…"


class Code(models.Model):
    """A one-time code, stored as its keyed digest; gone a day after it ran out."""

    id = models.CharField(max_length=16, primary_key=True)
    person = models.CharField(max_length=26)
    kind = models.CharField(max_length=8, choices=Kind)
    provider = models.CharField(max_length=8, choices=Provider)
    box = models.BinaryField()
    digest = models.CharField(max_length=64)
    net = models.CharField(max_length=16)
    """Where it was asked from, as a keyed digest: for counting only."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32, blank=True)
    until_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "made_at"], name="org_code_of_person"),
            models.Index(fields=["net", "made_at"], name="org_code_of_net"),
            # A desk code is found by what was typed.
            models.Index(fields=["digest"], condition=Q(used_at__isnull=True), name="org_code_open"),
        ]

    def __str__(self) -> str:
        return self.id


class Miss(models.Model):
    """A desk code that nobody had handed out: counted by where it was typed."""

    net = models.CharField(max_length=16)
    missed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["net", "missed_at"], name="org_miss_of_net")]

    def __str__(self) -> str:
        return self.net


class Ban(models.Model):
    """That a person key may not speak or win, by a decision. The live role polls this table with its own SQL."""

    person = models.CharField(max_length=26, unique=True)
    decision = models.CharField(max_length=200)
    banned_at = models.DateTimeField()
    banned_by = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.person[:4]}…"
