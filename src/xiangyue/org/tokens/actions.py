"""Making and taking back tokens: everybody their own. Both stand in the account's chain, the secret in none."""

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import Member
from xiangyue.org.people import queries as people
from xiangyue.org.tokens import errors, queries
from xiangyue.org.tokens.models import Token

MOST = 10
MAX_LABEL = 40


@transaction.atomic
def make(label: str, *, by: Member) -> str:
    """The secret of a new token, to be shown this once. Raises `Forbidden`, `BadLabel`, `TooMany`."""
    if not by.posts:
        raise Forbidden
    label = " ".join(label.split())
    if not 1 <= len(label) <= MAX_LABEL:
        raise errors.BadLabel(limit=MAX_LABEL)
    if queries.mine(by).count() >= MOST:
        raise errors.TooMany(limit=MOST)
    secret = ids.new_secret()
    made = Token.objects.create(
        person=people.get(by.username), label=label, fingerprint=ids.fingerprint(secret), made_at=clock.now()
    )
    journal.record(f"token/{by.username}", "make", {"token": made.pk, "label": label}, by=by.username)
    return secret


@transaction.atomic
def revoke(number: int, *, by: Member) -> None:
    """Take one back, at once. Raises `NotFound`."""
    found = queries.get(by, number)
    Token.objects.filter(pk=found.pk).update(revoked_at=clock.now())
    journal.record(f"token/{by.username}", "revoke", {"token": found.pk}, by=by.username)
