"""What is overdue: one definition for every desk, list, figure and front page."""

from datetime import datetime

from django.db.models import Q

from xiangyue.ledger.matters.states import RUNNING


def late(now: datetime) -> Q:
    """Handed down, not claimed, its clock not paused, its due moment gone by: said as the index of the overdue is."""
    return Q(closed_at__isnull=True) & late_of_open(now)


def late_of_open(now: datetime) -> Q:
    """The same among matters that are open, to be counted from an index that has no closed ones."""
    return Q(state__in=sorted(RUNNING), paused_at__isnull=True, due__lt=now)
