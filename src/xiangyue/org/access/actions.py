"""Everything that changes who may do what. Each verb checks, writes, and records on the person's own chain."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.org.access import errors, queries, rules
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right, Role
from xiangyue.org.people import actions as people

if TYPE_CHECKING:
    from xiangyue.org.people.models import Person
    from xiangyue.org.units.models import Unit


@transaction.atomic
def grant(person: "Person", role: Role, unit: "Unit", *, by: Member, until: datetime | None = None) -> Grant:
    """Give a person a role in a unit and everything under it, from now on.

    Raises `Forbidden`, `OwnHands` (nobody makes themselves greater), `BadPeriod`, `AlreadyGranted`.
    """
    rules.require_grant(by, role, unit)
    if person.username == by.username:
        raise errors.OwnHands
    now = clock.now()
    if until is not None and until <= now:
        raise errors.BadPeriod
    # One that ran out makes room for its successor; the unique constraint looks at what nobody has closed.
    spent = Grant.objects.filter(person=person, unit=unit, role=role, revoked_at__isnull=True, until_at__lte=now)
    spent.update(revoked_at=now, revoked_by="system")
    given, made = Grant.objects.get_or_create(
        person=person,
        unit=unit,
        role=role,
        revoked_at=None,
        defaults={"since_at": now, "until_at": until, "granted_by": by.username},
    )
    if not made:
        raise errors.AlreadyGranted
    journal.record(
        _chain(person),
        "grant",
        {"role": role.value, "unit": unit.code, "until": until.isoformat() if until else None},
        by=by.username,
    )
    return given


@transaction.atomic
def revoke(given: Grant, *, by: Member) -> None:
    """Take a role back, at once. Raises `Forbidden`, `LastAdmin`, `AlreadyRevoked`."""
    role = Role(given.role)
    rules.require_grant(by, role, given.unit)
    now = clock.now()
    if role is Role.ADMIN:
        others = queries.in_force(now).filter(role=Role.ADMIN, person__is_active=True).select_for_update()
        if all(other.pk == given.pk for other in others):
            raise errors.LastAdmin
    if Grant.objects.filter(pk=given.pk, revoked_at__isnull=True).update(revoked_at=now, revoked_by=by.username) != 1:
        raise errors.AlreadyRevoked
    journal.record(_chain(given.person), "revoke", {"role": role.value, "unit": given.unit.code}, by=by.username)


@transaction.atomic
def employ(username: str, display_name: str, password: str, *, role: Role, unit: "Unit", by: Member) -> "Person":
    """Make an account and its first grant in one step: the page where an office takes somebody on."""
    rules.require_grant(by, role, unit)
    person = people.register(username, display_name, password, by=by.username)
    grant(person, role, unit, by=by)
    return person


@transaction.atomic
def dismiss(person: "Person", *, by: Member, unit: "Unit") -> None:
    """Close an account whose every grant lies in the unit or under it. Raises `Forbidden`, `OwnHands`, `LastAdmin`."""
    rules.require(by, Right.GRANT, unit)
    if person.username == by.username:
        raise errors.OwnHands
    for given in queries.in_force(clock.now()).filter(person=person).select_related("unit", "person"):
        if not given.unit.path.startswith(unit.path):
            raise errors.Forbidden
        revoke(given, by=by)
    people.close(person, by=by.username)


def _chain(person: "Person") -> str:
    return f"grant/{person.username}"
