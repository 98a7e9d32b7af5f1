"""Reads of filters: everybody sees their own."""

from xiangyue.ledger.filters.models import Filter
from xiangyue.org.access.rules import Member


def mine(viewer: Member) -> list[Filter]:
    """Somebody's filters by name."""
    return list(Filter.objects.filter(person=viewer.username)) if viewer.username else []


def get(viewer: Member, number: int) -> Filter | None:
    """One of them."""
    return Filter.objects.filter(person=viewer.username, pk=number).first() if viewer.username else None
