"""Everything that changes an account. Each verb checks, writes, and records."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.org.people import errors
from xiangyue.org.people.models import Person


@transaction.atomic
def register(username: str, display_name: str, password: str, *, by: str) -> Person:
    """Make an account. It may do nothing until somebody grants it a role. Raises `NameTaken`, `BadAccount`."""
    person = Person(username=username.strip().lower(), display_name=display_name.strip(), made_at=clock.now())
    person.set_password(password)
    try:
        person.clean_fields()
        validate_password(password, person)
    except ValidationError as wrong:
        raise errors.BadAccount(" ".join(wrong.messages)) from wrong
    if Person.objects.filter(username=person.username).exists():
        raise errors.NameTaken
    person.save(force_insert=True)
    journal.record(_chain(person), "register", {"username": person.username, "name": person.display_name}, by=by)
    return person


@transaction.atomic
def rename(person: Person, display_name: str, *, by: str) -> None:
    """Change the name others see; the account's own name never changes, records point at it."""
    person.display_name = display_name.strip()
    try:
        person.clean_fields()
    except ValidationError as wrong:
        raise errors.BadAccount(" ".join(wrong.messages)) from wrong
    person.save(update_fields=["display_name"])
    journal.record(_chain(person), "rename", {"username": person.username, "name": person.display_name}, by=by)


@transaction.atomic
def close(person: Person, *, by: str) -> None:
    """Let nobody sign in with it any more, at once: open sessions die with the row's flag. Nothing is deleted."""
    _switch(person, "close", active=False, by=by)


@transaction.atomic
def reopen(person: Person, *, by: str) -> None:
    """Undo `close`."""
    _switch(person, "reopen", active=True, by=by)


@transaction.atomic
def set_password(person: Person, password: str, *, by: str) -> None:
    """Give a new password, for somebody who lost theirs. Raises `BadAccount`. The record says that, never what."""
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise errors.BadAccount(" ".join(wrong.messages)) from wrong
    person.set_password(password)
    person.save(update_fields=["password"])
    journal.record(_chain(person), "set-password", {"username": person.username}, by=by)


def _switch(person: Person, verb: str, *, active: bool, by: str) -> None:
    if Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active) == 1:
        journal.record(_chain(person), verb, {"username": person.username}, by=by)
    person.is_active = active


def _chain(person: Person) -> str:
    return f"person/{person.username}"
