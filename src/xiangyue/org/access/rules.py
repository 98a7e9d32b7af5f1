"""Who may do what where: pure predicates over a `Member`. Everything that needs a right asks here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from xiangyue.org.access import errors
from xiangyue.org.access.states import GRANTED_BY, RIGHTS, Right, Role


class Place(Protocol):
    """Anything that stands in the tree of units: `path` as in `units.models.Unit`."""

    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Post:
    """One grant in force: a role in the unit at `path`, and in everything under it."""

    role: Role
    unit: str
    path: str


@dataclass(frozen=True, slots=True)
class Member:
    """Who is looking, or acting: what queries and actions take. Made by `queries.member`.

    `username` is what records carry, empty for a guest. `sleeps`: there are grants, but no second factor that would
    wake them. `is_house`: the installation itself, for commands and loaders.
    """

    username: str
    name: str
    posts: tuple[Post, ...] = ()
    sleeps: bool = False
    is_house: bool = False

    @property
    def is_guest(self) -> bool:
        return not self.username

    @property
    def works_here(self) -> bool:
        """Whether any grant is in force, so that a desk makes sense."""
        return self.is_house or bool(self.posts)


GUEST = Member("", "")

HOUSE = Member("system", "系统", is_house=True)
"""The operator at the command line. Its acts are recorded as anybody's."""


def may(member: Member, right: Right, unit: Place) -> bool:
    """Whether one of the member's roles has the right in the unit or somewhere above it."""
    return member.is_house or any(
        right in RIGHTS[post.role] and unit.path.startswith(post.path) for post in member.posts
    )


def require(member: Member, right: Right, unit: Place) -> None:
    """Pass, or raise `SecondFactorMissing` for a sleeping member and `Forbidden` for everybody else."""
    if not may(member, right, unit):
        raise errors.SecondFactorMissing if member.sleeps else errors.Forbidden


def holds(member: Member, roles: Iterable[Role], unit: Place) -> bool:
    """Whether the member is one of these in the unit or somewhere above it: for steps that name who takes them."""
    return member.is_house or any(post.role in roles and unit.path.startswith(post.path) for post in member.posts)


def paths(member: Member, right: Right) -> tuple[str, ...]:
    """The tops of the subtrees in which the member has the right; the house has all, as the empty prefix."""
    if member.is_house:
        return ("",)
    return tuple(sorted({post.path for post in member.posts if right in RIGHTS[post.role]}))


def may_grant(member: Member, role: Role, unit: Place) -> bool:
    """Whether one of the member's roles gives out that role, in the unit or somewhere above it."""
    return member.is_house or any(
        role in GRANTED_BY.get(post.role, frozenset()) and unit.path.startswith(post.path) for post in member.posts
    )


def require_grant(member: Member, role: Role, unit: Place) -> None:
    """Pass, or raise as `require` does."""
    if not may_grant(member, role, unit):
        raise errors.SecondFactorMissing if member.sleeps else errors.Forbidden


def grantable(member: Member, unit: Place) -> tuple[Role, ...]:
    """The roles a page may offer, in the order of `Role`."""
    return tuple(role for role in Role if may_grant(member, role, unit))


def in_subtree(member: Member, unit: Place) -> bool:
    """Whether any post of the member lies in a unit or under it: whose own people it is, whatever they may do."""
    return any(post.path.startswith(unit.path) for post in member.posts)


def units(member: Member, right: Right) -> tuple[str, ...]:
    """The codes of the units at the top of what the member has the right in; none for the house, which has all."""
    return tuple(sorted({post.unit for post in member.posts if right in RIGHTS[post.role]}))
