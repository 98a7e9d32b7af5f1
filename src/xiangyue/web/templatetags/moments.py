"""Moments in templates, said by the one formatter of the desk: of this year without the year, a day's end as 24 时."""

from datetime import date, datetime

from django import template

from xiangyue.web.ledger import when

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """A day and a time."""
    return "" if at is None else when.moment(at)


@register.filter
def day(on: date | datetime | None) -> str:
    """A day."""
    return "" if on is None else when.day(on)
