"""Reads of accounts."""

from collections.abc import Collection

from xiangyue.kernel.errors import NotFound
from xiangyue.org.people.models import Person


def get(username: str) -> Person:
    """One account that is not closed. Raises `NotFound`."""
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise NotFound
    return person


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """The same for many, by account: one query."""
    found = Person.objects.filter(username__in=usernames).values_list("username", "display_name") if usernames else ()
    return {username: username for username in usernames} | dict(found)


def name_of(username: str) -> str:
    """What others call an account that a record names; the account's own name when there is none such."""
    return Person.objects.filter(username=username).values_list("display_name", flat=True).first() or username
