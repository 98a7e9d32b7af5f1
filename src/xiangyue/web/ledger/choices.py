"""What people choose from: units by their kind, categories by their field, reasons of a kind."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from xiangyue.ledger.campaigns import queries as running
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.org.units import queries as units
from xiangyue.org.units.states import Kind as Standing
from xiangyue.web.ledger.rows import named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from xiangyue.ledger.kinds.rules import Kind, Reason

    Choice = tuple[str, StrOrPromise]
    Group = tuple[str, list[Choice]]

FIRST = (Standing.STREET, Standing.TOWN, Standing.DEPARTMENT, Standing.COMMUNITY, Standing.VILLAGE)
"""Who mends: never the district itself, for then nobody outside its line could verify."""

NONE = ("", _("（不选）"))


def mending() -> "list[Choice | Group]":
    """Every unit that can lead or help, grouped: one query."""
    groups: dict[str, list[Choice]] = {kind.value: [] for kind in FIRST}
    for unit in units.tree():
        if unit.kind in groups:
            groups[unit.kind].append((unit.code, unit.short_name))
    return [(str(Standing(kind).label), found) for kind, found in groups.items() if found]


def categories(kind: "Kind") -> "list[Choice | Group]":
    """The categories of a kind by their field of work: one query."""
    fields = {field.code: field.name for field in kinds.fields()}
    groups: dict[str, list[Choice]] = {}
    for category in kind.categories:
        groups.setdefault(fields.get(category.field, category.field), []).append((category.code, named(category)))
    return list(groups.items())


def campaigns() -> "list[Choice]":
    """Every campaign by its name, the latest first: one query."""
    return [(campaign.code, campaign.name) for campaign in running.all_campaigns()]


def reasons(listed: "Iterable[Reason]") -> "list[Choice]":
    """Reasons to choose from."""
    return [(reason.code, named(reason)) for reason in listed]
