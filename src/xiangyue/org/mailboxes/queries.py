"""Reads of mailboxes: masked for people, whole for the worker."""

from typing import TYPE_CHECKING

from django.conf import settings

from xiangyue.kernel import boxes
from xiangyue.kernel.errors import Fault
from xiangyue.notify import channels
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


def may_set(viewer: Member, unit: "Unit") -> bool:
    """Whether somebody says where a unit is told: who works there, or who staffs it."""
    return access.may(viewer, Right.WORK, unit) or access.may(viewer, Right.GRANT, unit)


def shown(viewer: Member, unit: "Unit") -> list[str]:
    """The addresses of a unit without their keys. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_LEDGER, unit)
    return [channels.mask(address) for address in addresses(unit.code)]


def addresses(unit: str) -> list[str]:
    """Where a unit is told, whole: for what writes the message. Raises `Fault` for a box that does not open here."""
    row = Mailbox.objects.filter(unit__code=unit).first()
    if row is None:
        return []
    kept = boxes.unseal(settings.SECRET_KEY, name(unit), bytes(row.box))
    if kept is None:
        raise Fault(f"the mailbox of {unit} does not open here", retry=False)
    return kept.decode().split("\n") if kept else []


def name(unit: str) -> str:
    """What a box belongs to."""
    return f"mailbox/{unit}"
