"""The tables of imports: one import, what it says of single rows, what each source's rows became, what was mapped."""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.imports.states import State, Verdict


class Import(models.Model):
    """One file on its way in. `about` is what the survey found, `mapping` how a person read it.

    `line` is the last line that the present stage is done with: whoever goes on after an accident begins behind it.
    """

    id = models.CharField(max_length=16, primary_key=True)
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    by = models.CharField(max_length=32)
    received_at = models.DateTimeField()
    about = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    line = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="ledger_import_newest"),
            # What the worker takes up.
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[State.RECEIVED, State.CHECKING, State.APPLYING]),
                name="ledger_import_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class Line(models.Model):
    """What an import says of one row: of every bad one, and of the first of each other sort, for the preview."""

    into = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict)
    external = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    cells = models.JSONField(default=list)
    """Of a bad row, what stands in it; of another, how it was read: pairs of a target and what it says, and notes."""

    class Meta:
        indexes = [models.Index(fields=["into", "verdict", "line"], name="ledger_import_lines")]

    def __str__(self) -> str:
        return f"{self.into_id} {self.line}"


class Brought(models.Model):
    """What a row of a source became, and what it said when it was last brought."""

    source = models.CharField(max_length=40)
    external = models.CharField(max_length=80)
    matter = models.CharField(max_length=16)
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external"], name="ledger_brought_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.external}"


class Memory(models.Model):
    """How the tables of a source are read: kept when one is brought in, offered when the next one comes."""

    source = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=40)
    targets = models.JSONField(default=dict)
    orders = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.source
