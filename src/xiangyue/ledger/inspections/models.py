"""The tables of inspections. What they say is sealed: a copy of the database alone shows neither place nor finding.

None of them is named in a table that another page reads, so nothing outside changes until a release.
"""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.inspections.states import SEALED, Purpose, State


class Inspection(models.Model):
    """The head of one sealed chain. `seq` and `head` as the journal's register; the rest is what is asked for often."""

    id = models.CharField(max_length=16, primary_key=True)
    office = models.ForeignKey("org.Unit", models.PROTECT, to_field="code", related_name="+")
    lead = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32)
    secret = models.BinaryField()
    """Of the draw: sealed."""
    roster = models.BinaryField(default=b"")
    """The text that was locked for the draw: sealed, and long."""
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=60, blank=True)
    """Given at release, as every number is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="ledger_inspection_number"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SEALED), ended_at__isnull=True, number="")
                | Q(state=State.DROPPED, ended_at__isnull=False, number="")
                | Q(state=State.RELEASED, ended_at__isnull=False) & ~Q(number=""),
                name="ledger_inspection_numbered_at_release",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class SealedRecord(models.Model):
    """One record of a sealed chain: leaf and link as in the journal, the payload in a box."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="records", db_index=False)
    seq = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=16)
    leaf = models.BinaryField(max_length=32)
    link = models.BinaryField(max_length=32)
    box = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "seq"], name="ledger_sealed_place")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.seq + 1}"


class Crew(models.Model):
    """Who may open an inspection before its release. Nobody else has a way to it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="crew", db_index=False)
    person = models.CharField(max_length=32)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "inspection"], name="ledger_crew_once")]
        indexes = [models.Index(fields=["inspection"], name="ledger_crew_of")]

    def __str__(self) -> str:
        return f"{self.person} {self.inspection_id}"


class Reading(models.Model):
    """That somebody opened a sealed inspection: who, when, what and why. The lead sees all of them."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="readings", db_index=False)
    person = models.CharField(max_length=32)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=8, choices=Purpose)
    what = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["inspection", "-at"], name="ledger_reading_of")]

    def __str__(self) -> str:
        return f"{self.person} {self.purpose}"


class SealedCommand(models.Model):
    """A command of a crew that was carried out, and the reply it got. Apart from `Command`: it must not be counted."""

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="commands")
    by = models.CharField(max_length=32)
    verb = models.CharField(max_length=12)
    reply = models.JSONField()

    def __str__(self) -> str:
        return str(self.id)


class PlaceVisit(models.Model):
    """That a released inspection was at a place: what coverage counts."""

    subject = models.CharField(max_length=16)
    at = models.DateTimeField()
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+", db_index=False)
    found = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "inspection"], name="ledger_visit_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.at:%Y-%m-%d}"


class Origin(models.Model):
    """From which released inspection a matter came."""

    matter = models.CharField(max_length=16, primary_key=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="origins")

    def __str__(self) -> str:
        return self.matter


class Phone(models.Model):
    """That a crew's phone holds a plan, locked by this key. Without the key what it holds is noise."""

    id = models.CharField(max_length=16, primary_key=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="phones", db_index=False)
    person = models.CharField(max_length=32)
    key = models.BinaryField(default=b"")
    """Sealed; empty once it was revoked or its time is over: nobody can open that phone's copy any more."""
    made_at = models.DateTimeField()
    wipe_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["inspection", "person"], name="ledger_phone_of"),
            models.Index(fields=["wipe_at"], condition=~Q(key=b""), name="ledger_phone_to_wipe"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.id}"


class Sealing(models.Model):
    """One evening's root over the heads of all sealed chains. There is one each evening, whether any moved or not."""

    on = models.DateField(unique=True)
    root = models.BinaryField(max_length=32)
    leaves = models.JSONField()
    """[inspection, records, head, salt] in hex; what only fills up has no inspection."""

    def __str__(self) -> str:
        return f"{self.on}"
