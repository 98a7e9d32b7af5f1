"""Reads of accounts."""

from xiangyue.kernel.errors import NotFound
from xiangyue.org.people.models import Person


def get(username: str) -> Person:
    """One account that is not closed. Raises `NotFound`."""
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise NotFound
    return person


def name_of(username: str) -> str:
    """What others call an account that a record names; the account's own name when there is none such."""
    return Person.objects.filter(username=username).values_list("display_name", flat=True).first() or username
