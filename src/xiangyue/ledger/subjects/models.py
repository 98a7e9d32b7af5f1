"""The tables of subjects. A contact stands sealed in a table of its own; nothing that lists subjects reads it."""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.subjects.states import Datum, Type


class Subject(models.Model):
    """What matters are about. Two axes: `unit` where it stands (块), `line` the department of its trade (条)."""

    public_id = models.CharField(max_length=16, unique=True)
    code = models.CharField(max_length=8, unique=True)
    """On its QR plate: short enough to be read aloud. It says nothing and opens nothing but the public page."""
    type = models.CharField(max_length=10, choices=Type)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    line = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    committee = models.ForeignKey("org.Committee", models.PROTECT, null=True, related_name="+")
    grid = models.CharField(max_length=24, blank=True)
    """网格: the cell of the grid in which it lies."""
    latitude_e6 = models.IntegerField(null=True)
    """Millionths of a degree, a tenth of a metre: records hold no fractions."""
    longitude_e6 = models.IntegerField(null=True)
    datum = models.CharField(max_length=5, choices=Datum, blank=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude_e6__isnull=True, longitude_e6__isnull=True, datum="")
                | Q(
                    ~Q(datum=""),
                    # A comparison with nothing is neither true nor false, and would pass.
                    latitude_e6__isnull=False,
                    longitude_e6__isnull=False,
                    latitude_e6__range=(-90_000_000, 90_000_000),
                    longitude_e6__range=(-180_000_000, 180_000_000),
                ),
                name="ledger_subject_position_whole",
            ),
            # A household is a code in a village and nothing else: no address, no dot on a map.
            models.CheckConstraint(
                condition=~Q(type=Type.HOUSEHOLD) | Q(address="", datum="", grid=""),
                name="ledger_subject_household_bare",
            ),
        ]
        indexes = [
            # A unit's register, by type.
            models.Index(fields=["unit", "type"], name="ledger_subject_of_unit"),
            # What is near: the bounding box, before the true distance.
            models.Index(fields=["datum", "latitude_e6", "longitude_e6"], name="ledger_subject_where"),
        ]

    def __str__(self) -> str:
        return self.name


class Holder(models.Model):
    """The duty holder of a subject (责任主体): a firm or shop, no unit, signs in nowhere."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="holder")
    name = models.CharField(max_length=80)
    """Of the firm or shop, as on its licence."""
    licence = models.CharField(max_length=18, blank=True)
    """统一社会信用代码, where there is one."""

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Who is reached at a duty holder, and how: sealed."""

    holder = models.OneToOneField(Holder, models.CASCADE, related_name="contact")
    box = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.holder_id}"
