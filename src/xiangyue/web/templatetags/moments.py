"""Moments in templates, said by the one formatter of the desk: a day of this year has no year, its end is 24 时."""

from datetime import datetime

from django import template

from xiangyue.web.ledger import when

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """A day and a time."""
    return "" if at is None else when.moment(at)
