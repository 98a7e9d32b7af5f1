"""Everything that changes mailboxes."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import boxes, clock
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import Member
from xiangyue.org.mailboxes import queries, rules
from xiangyue.org.mailboxes.models import Mailbox

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@transaction.atomic
def set_up(unit: "Unit", text: str, *, by: Member) -> None:
    """Say where a unit is told, one address a line; none at all is an answer too. Raises `Forbidden`, `BadAddress`,
    `TooMany`.
    """
    if not queries.may_set(by, unit):
        raise Forbidden
    wanted = rules.tidy(text)
    box = boxes.seal(settings.SECRET_KEY, queries.name(unit.code), "\n".join(wanted).encode())
    stated = {"box": box, "set_at": clock.now(), "set_by": by.username}
    Mailbox.objects.update_or_create(unit=unit, defaults=stated)
    channels = sorted(address.partition("://")[0] if "://" in address else "mail" for address in wanted)
    journal.record(f"unit/{unit.code}", "mailbox", {"channels": channels}, by=by.username)
