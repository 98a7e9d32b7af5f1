"""Addresses that leave the house: in feeds, calendars, QR codes and what a host sends to residents."""

from django.conf import settings


def public(path: str) -> str:
    """The address of a path as residents reach it: from the setting PUBLIC_URL, never from what a request claims."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
