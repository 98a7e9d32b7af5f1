"""The kinds of unit there are, and which may stand under which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """`OUTSIDE` are those who help from beyond the county: universities, firms, partner counties."""

    DISTRICT = "DISTRICT", _("区")
    TOWN = "TOWN", _("乡镇")
    STREET = "STREET", _("街道")
    DEPARTMENT = "DEPARTMENT", _("部门")
    VILLAGE = "VILLAGE", _("村")
    COMMUNITY = "COMMUNITY", _("社区")
    OUTSIDE = "OUTSIDE", _("区外单位")


PARENTS: dict[Kind, frozenset[Kind | None]] = {
    Kind.DISTRICT: frozenset({None}),
    Kind.TOWN: frozenset({Kind.DISTRICT}),
    Kind.STREET: frozenset({Kind.DISTRICT}),
    Kind.DEPARTMENT: frozenset({Kind.DISTRICT, Kind.DEPARTMENT}),
    Kind.VILLAGE: frozenset({Kind.TOWN, Kind.STREET}),
    Kind.COMMUNITY: frozenset({Kind.TOWN, Kind.STREET}),
    Kind.OUTSIDE: frozenset({None, Kind.OUTSIDE}),
}
"""What stands where: a village under a town or a street, outsiders beside the county, never in it."""

PLACES = frozenset({Kind.TOWN, Kind.STREET})
"""The eighteen of 1+18+N."""
