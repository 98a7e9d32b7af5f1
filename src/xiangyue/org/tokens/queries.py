"""Reads of tokens."""

from django.db.models import QuerySet

from xiangyue.kernel import ids
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import queries as access
from xiangyue.org.access.rules import Member
from xiangyue.org.tokens import errors
from xiangyue.org.tokens.models import Token

LONGEST = 60
"""Letters of a secret that are looked at."""


def mine(viewer: Member) -> QuerySet[Token]:
    """An account's own tokens that were not taken back."""
    return Token.objects.filter(person__username=viewer.username, revoked_at__isnull=True)


def get(viewer: Member, number: int) -> Token:
    """One of them. Raises `NotFound`."""
    found = mine(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def member(secret: str) -> Member:
    """For whom a program acts: with the grants of now, and none without a second factor. Raises `NoToken`."""
    found = Token.objects.select_related("person").filter(
        fingerprint=ids.fingerprint(secret[:LONGEST]), revoked_at__isnull=True
    ).first()  # fmt: skip
    acting = None if found is None else access.member(found.person)
    if acting is None or not acting.posts:
        raise errors.NoToken
    return acting
