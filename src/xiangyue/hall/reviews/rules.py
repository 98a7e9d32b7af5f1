"""Who may take the next step: pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiangyue.hall.procedures.rules import DEFAULT, Step
from xiangyue.hall.reviews import errors
from xiangyue.org.access import errors as access_errors
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member, Place


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits: the steps that hold, who took the first ones, who wrote what is to be approved."""

    steps: tuple[Step, ...]
    taken_by: tuple[str, ...]
    authors: tuple[str, ...]

    @property
    def step(self) -> Step:
        """The step that is to be taken now. A procedure that shrank meanwhile still asks for one."""
        return self.steps[len(self.taken_by)] if len(self.taken_by) < len(self.steps) else DEFAULT[0]

    @property
    def is_last(self) -> bool:
        return len(self.taken_by) + 1 >= len(self.steps)


def require_reviewer(member: Member, pending: Pending, unit: Place) -> None:
    """Pass, or raise `OwnWords`, `TwiceTheSame`, `NotYourStep`; `SecondFactorMissing` for somebody who sleeps."""
    if member.sleeps:
        raise access_errors.SecondFactorMissing
    if not access.holds(member, pending.step.roles, unit):
        raise errors.NotYourStep(step=pending.step.name, who=pending.step.who)
    if member.username in pending.authors:
        raise errors.OwnWords
    if member.username in pending.taken_by:
        raise errors.TwiceTheSame


def may_review(member: Member, pending: Pending, unit: Place) -> bool:
    """Whether the next step is theirs to take."""
    barred = {*pending.authors, *pending.taken_by}
    return access.holds(member, pending.step.roles, unit) and member.username not in barred


def others(usernames: Iterable[str], pending: Pending) -> list[str]:
    """Those who could take the step, without its authors and those who took one."""
    barred = {*pending.authors, *pending.taken_by}
    return [name for name in usernames if name not in barred]
