"""Reads of grants. `member` is the one door: pages ask it once, and hand its answer to every query and action."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import GUEST, Member, Post
from xiangyue.org.access.states import Right, Role
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.people.models import Person
    from xiangyue.org.units.models import Unit


def member(person: "Person | AnonymousUser | None") -> Member:
    """What somebody may do now. Two queries for one who works here, none for a guest."""
    if person is None or isinstance(person, AnonymousUser) or not (person.is_authenticated and person.is_active):
        return GUEST
    grants = in_force(clock.now()).filter(person=person).select_related("unit").order_by("unit__path", "role")
    posts = tuple(Post(Role(grant.role), grant.unit.code, grant.unit.path) for grant in grants)
    if posts and not has_second_factor(person):
        return Member(person.username, person.display_name, sleeps=True)
    return Member(person.username, person.display_name, posts)


def has_second_factor(person: "Person") -> bool:
    """Whether one-time codes of a phone are set up."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def in_force(at: datetime) -> QuerySet[Grant]:
    """The grants that hold at a moment, past ones included: what an auditor asks."""
    return Grant.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=at),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
        since_at__lte=at,
    )


def for_unit(viewer: Member, unit: "Unit") -> QuerySet[Grant]:
    """Who is what in a unit itself, for those who may grant or audit there. Raises `Forbidden`."""
    if not rules.may(viewer, Right.AUDIT, unit):
        rules.require(viewer, Right.GRANT, unit)
    return in_force(clock.now()).filter(unit=unit).select_related("person", "unit").order_by("role", "person__username")


def holders(roles: Iterable[Role], unit: "Unit") -> list[str]:
    """Accounts that are one of these in a unit or somewhere above it, and awake: whom a page may name as next."""
    grants = in_force(clock.now()).filter(
        role__in=list(roles), unit__path__in=units.prefixes(unit.path), person__is_active=True
    )
    awake = grants.filter(person__authenticator__type=Authenticator.Type.TOTP)
    return list(awake.order_by("person__username").values_list("person__username", flat=True).distinct())


def get_grant(viewer: Member, number: int) -> Grant:
    """One grant in force, for those who could revoke it. Raises `NotFound`."""
    grant = in_force(clock.now()).filter(pk=number).select_related("person", "unit").first()
    if grant is None or not rules.may_grant(viewer, Role(grant.role), grant.unit):
        raise NotFound
    return grant


def posts_of(roles: Iterable[Role]) -> dict[str, list[Post]]:
    """Everybody awake who is one of these anywhere, with all posts they hold: a pool to draw from. One query."""
    wanted = set(roles)
    grants = in_force(clock.now()).filter(person__is_active=True, person__authenticator__type=Authenticator.Type.TOTP)
    found: dict[str, list[Post]] = {}
    rows = grants.order_by("person__username", "unit__path", "role").distinct()
    for username, role, code, path in rows.values_list("person__username", "role", "unit__code", "unit__path"):
        found.setdefault(username, []).append(Post(Role(role), code, path))
    return {who: posts for who, posts in found.items() if any(post.role in wanted for post in posts)}
