"""Steps of approval as values: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xiangyue.hall.procedures import errors
from xiangyue.org.access.states import RIGHTS, Right, Role

MAX_STEPS = 5
"""Three reviews and three proof-readings are three steps; nobody has shown us more than four."""

MAX_NAME = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One approval: what it is called, and people of which roles may give it."""

    name: str
    roles: tuple[Role, ...]

    @property
    def who(self) -> str:
        """The roles in words: 区级办公室、直播间管理员."""
        return "、".join(str(role.label) for role in self.roles)


DEFAULT = (Step("审核", (Role.OFFICE, Role.REVIEWER, Role.KEEPER)),)
"""Four eyes: whoever keeps the studio, reviews for the unit or sits in the office, other than the author."""

THREE = (
    Step("一审一校", (Role.KEEPER, Role.REVIEWER)),
    Step("二审二校", (Role.REVIEWER, Role.OFFICE)),
    Step("三审三校", (Role.OFFICE,)),
)
"""Three reviews and three proof-readings, as a unit may begin to fill them in: three people beside the author."""

REVIEWERS = tuple(role for role in Role if Right.REVIEW in RIGHTS[role])
"""The roles that a step may name."""


def written(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Steps as they are stored."""
    return [{"name": step.name, "roles": [role.value for role in step.roles]} for step in steps]


def read(stored: list[dict[str, Any]]) -> tuple[Step, ...]:
    """Steps from what is stored."""
    return tuple(Step(row["name"], tuple(Role(role) for role in row["roles"])) for row in stored)


def require_steps(steps: tuple[Step, ...]) -> None:
    """Pass, or raise `BadSteps`. None at all is a procedure too: what is planned is published."""
    fit = all(
        1 <= len(step.name.strip()) <= MAX_NAME
        and step.roles
        and all(Right.REVIEW in RIGHTS[role] for role in step.roles)
        for step in steps
    )
    if len(steps) > MAX_STEPS or not fit:
        raise errors.BadSteps
