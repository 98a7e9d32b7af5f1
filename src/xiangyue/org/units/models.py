"""The tables of units and committees."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangyue.org.units.states import Kind

CODE = RegexValidator(r"^[a-z][a-z0-9-]{0,31}\Z", _("代码由小写字母、数字和短横组成，以字母开头。"))


class Unit(models.Model):
    """A node of the county. `path` is the codes from the root, each followed by a slash: `kecheng/fushan/`.

    A subtree is a prefix of `path`: no recursion, the same words for both databases.
    """

    code = models.CharField(max_length=32, unique=True, validators=[CODE])
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    """The order in which the county itself lists its units."""

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            # One installation, one county: its root is found by its kind.
            models.UniqueConstraint(fields=["kind"], condition=Q(kind=Kind.DISTRICT), name="org_unit_one_county"),
        ]

    def __str__(self) -> str:
        return self.name


class Committee(models.Model):
    """Units that answer together for one subject, across the tree (专委会)."""

    code = models.CharField(max_length=32, unique=True, validators=[CODE])
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """That a unit sits in a committee; one of them leads."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    leads = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "unit"], name="org_seat_once"),
            models.UniqueConstraint(fields=["committee"], condition=Q(leads=True), name="org_seat_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.committee}: {self.unit}"
