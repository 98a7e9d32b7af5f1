"""The tables of verification: commitments, batches, and who sits where."""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.verifying.states import Purpose, Step
from xiangyue.ledger.verifying.states import Seat as SeatState


class Commitment(models.Model):
    """A hash chain that an office committed to: `n` links, of which `opened` are open. Sealed until then."""

    office = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+")
    box = models.BinaryField()
    commit = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    opened = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(opened__lt=models.F("n")), name="ledger_commitment_links")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.commit[:8]}"


class Batch(models.Model):
    """One day's draw of one office. `text` is what was locked, and never another."""

    id = models.CharField(max_length=16, primary_key=True)
    office = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+")
    on = models.DateField()
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="batches")
    link = models.PositiveIntegerField()
    step = models.CharField(max_length=6, choices=Step, default=Step.LOCKED)
    text = models.TextField()
    opening = models.CharField(max_length=64, blank=True)
    locked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on"], name="ledger_batch_once_a_day"),
            models.UniqueConstraint(fields=["commitment", "link"], name="ledger_batch_own_link"),
            models.CheckConstraint(condition=Q(step=Step.LOCKED) | ~Q(opening=""), name="ledger_batch_opened"),
        ]
        indexes = [models.Index(fields=["step"], condition=~Q(step=Step.DONE), name="ledger_batch_on_its_way")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.on}"


class Seat(models.Model):
    """One person and one matter to look at."""

    id = models.CharField(max_length=16, primary_key=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="seats")
    matter = models.CharField(max_length=16)
    purpose = models.CharField(max_length=7, choices=Purpose)
    person = models.CharField(max_length=32)
    unit = models.CharField(max_length=32, blank=True)
    how = models.CharField(max_length=12)
    until = models.DateTimeField()
    state = models.CharField(max_length=7, choices=SeatState, default=SeatState.WAITING)
    substitutes = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    """Why somebody stepped aside."""
    drawn_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "matter", "purpose", "person"], name="ledger_seat_once")
        ]
        indexes = [
            # What somebody has to look at, nearest first.
            models.Index(fields=["person", "state", "until"], name="ledger_seat_of_person"),
            models.Index(fields=["matter"], name="ledger_seat_of_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.purpose} {self.matter}"


class Look(models.Model):
    """That a closed matter has had its turn for a second look, chosen or not."""

    matter = models.CharField(max_length=16)
    closed_at = models.DateTimeField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    chosen = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "closed_at"], name="ledger_look_once")]

    def __str__(self) -> str:
        return f"{self.matter} {'chosen' if self.chosen else 'left'}"
