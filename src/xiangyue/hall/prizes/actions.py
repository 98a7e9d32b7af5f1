"""Everything that changes the prize library. Each verb checks, writes, records."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from xiangyue.hall.prizes import errors
from xiangyue.hall.prizes.models import Prize
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

MAX_NAME, MAX_NOTE = 40, 200


@transaction.atomic
def add(unit: "Unit", name: str, *, by: Member, note: str = "") -> Prize:
    """Put a prize into a unit's library. Raises `Forbidden`, `BadPrize`, `AlreadyThere`."""
    rules.require(by, Right.PLAN, unit)
    name, note = name.strip(), note.strip()
    if not name or len(name) > MAX_NAME or len(note) > MAX_NOTE:
        raise errors.BadPrize
    try:
        with transaction.atomic():
            prize = Prize.objects.create(unit=unit, name=name, note=note, added_by=by.username)
    except IntegrityError as taken:
        raise errors.AlreadyThere from taken
    journal.record(f"prizes/{unit.code}", "add", {"name": name, "note": note}, by=by.username)
    return prize


@transaction.atomic
def retire(prize: Prize, *, by: Member) -> None:
    """Take a prize out of the library; draws that promised it keep their word. Raises `Forbidden`."""
    rules.require(by, Right.PLAN, prize.unit)
    if Prize.objects.filter(pk=prize.pk, retired_at__isnull=True).update(retired_at=clock.now()) == 1:
        journal.record(f"prizes/{prize.unit.code}", "retire", {"name": prize.name}, by=by.username)
