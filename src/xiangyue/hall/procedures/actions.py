"""Everything that changes a procedure."""

from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.hall.procedures import rules
from xiangyue.hall.procedures.models import Procedure
from xiangyue.hall.procedures.rules import Step
from xiangyue.journal import actions as journal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@transaction.atomic
def set_steps(unit: "Unit", steps: tuple[Step, ...], *, by: Member) -> None:
    """Say who approves the lectures of a unit and of those under it. Raises `Forbidden`, `BadSteps`.

    What is being approved at this moment goes on by the new steps.
    """
    access.require(by, Right.ESTABLISH, unit)
    rules.require_steps(steps)
    stored = rules.written(steps)
    Procedure.objects.update_or_create(unit=unit, defaults={"steps": stored})
    journal.record(f"procedure/{unit.code}", "set-steps", {"steps": stored}, by=by.username)


@transaction.atomic
def follow_above(unit: "Unit", *, by: Member) -> None:
    """Say nothing of one's own any more: what holds above holds here too. Raises `Forbidden`."""
    access.require(by, Right.ESTABLISH, unit)
    gone, _rows = Procedure.objects.filter(unit=unit).delete()
    if gone:
        journal.record(f"procedure/{unit.code}", "follow-above", {}, by=by.username)
