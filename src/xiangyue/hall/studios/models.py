"""The tables of studios, their keys, and the permits that the live role polls."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.studios.states import Kind


class Studio(models.Model):
    """A place lectures come from: it belongs to a unit, and may carry a name of its own (「红荷颂」)."""

    code = models.CharField(
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]{0,31}\Z", _("代码由小写字母、数字和短横组成，以字母开头。"))],
    )
    name = models.CharField(max_length=40)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="studios")
    kind = models.CharField(max_length=12, choices=Kind)
    description = models.TextField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class StreamKey(models.Model):
    """A secret that lets an encoder in. Only its fingerprint is kept: it is shown once, when made.

    Fingerprint and revocation are read by the live role with SQL of its own (`project/permits.py`).
    """

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="keys")
    label = models.CharField(max_length=40)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=32, default="")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="hall_key_revoked_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.studio}: {self.label}"


class Opening(models.Model):
    """That a studio is open for a lecture: permits are its openings times its keys (milliseconds since the epoch)."""

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="openings")
    lecture_id = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=80)
    opens_at = models.BigIntegerField()
    closes_at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.studio}: {self.title}"


class Permit(models.Model):
    """That a key may publish into a lecture between two moments (milliseconds since the epoch).

    Read by the live role with SQL of its own (`project/permits.py`): columns are an interface, not a detail.
    """

    lecture_id = models.CharField(max_length=16)
    studio_code = models.CharField(max_length=32)
    title = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64)
    opens_at = models.BigIntegerField()
    closes_at = models.BigIntegerField()
    revoked = models.BooleanField(default=False)
    serial = models.BigIntegerField()

    class Meta:
        db_table = "hall_permit"
        constraints = [
            models.UniqueConstraint(fields=["lecture_id", "key_hash"], name="hall_permit_once"),
            models.UniqueConstraint(fields=["serial"], name="hall_permit_serial"),
            models.CheckConstraint(condition=Q(closes_at__gte=F("opens_at")), name="hall_permit_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.studio_code} {self.lecture_id} {self.serial}"


class PermitSerial(models.Model):
    """One row: the last serial given. Whoever writes permits locks it first, so serials grow in order of commit."""

    last = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.last)
