"""What units are told by message: the digest of their morning, and what an inspection found at theirs."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.timers.actions import Letter
from xiangyue.notify import actions as notify
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.mailboxes import queries as mailboxes
from xiangyue.web import addresses
from xiangyue.web.ledger import when, words

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.timers.models import Digest
    from xiangyue.ledger.timers.queries import Line
    from xiangyue.org.units.models import Unit

LISTED = 30
"""Matters of one message: more is read on the desk."""


def tell_due() -> int:
    """Send the digests of this morning. For the worker."""
    return timers.tell_due(digest, mail=settings.MAIL)


def digest(told: "Digest", lines: "list[Line]") -> Letter:
    """What a unit is told on a working morning: how many of each rung, and which."""
    counts = Counter(line.level for line in lines)
    said = "，".join(
        _("{rung} {n} 件").format(rung=words.rung(level), n=n) for level, n in sorted(counts.items(), reverse=True)
    )
    title = _("{unit}台账提醒：{said}").format(unit=told.unit.short_name, said=said)
    rows = [f"【{words.rung(line.level)}】{line.number} {_called(line)}{_due(line)}" for line in lines]
    return Letter(title[:200], _body(rows, told.unit))


def on_filed(*, number: str, **filed: Any) -> None:
    """Tell every unit once what a released inspection found that is its own; what nobody leads yet is the office's."""
    by_unit: dict[Unit, list[Matter]] = {}
    for name in dict.fromkeys(filed["matters"]):
        row = _matter(name)
        by_unit.setdefault(row.lead or row.office, []).append(row)
    for unit, rows in by_unit.items():
        title = _("督查 {number} 已发布：{unit} {n} 件").format(number=number, unit=unit.short_name, n=len(rows))
        lines = [f"{row.number} {_called(row)}{_due(row)}" for row in rows]
        notify.send(mailboxes.addresses(unit.code), title[:200], _body(lines, unit), mail=settings.MAIL)


def _matter(name: str) -> "Matter":
    return matters.get(HOUSE, name)


def _called(row: "Line | Matter") -> str:
    return row.title or _("（文字已依决定删除）")


def _due(row: "Line | Matter") -> str:
    return "" if row.due is None else _("（期限 {at}）").format(at=when.moment(row.due))


def _body(rows: list[str], unit: "Unit") -> str:
    more = [_("还有 {n} 件。").format(n=len(rows) - LISTED)] if len(rows) > LISTED else []
    desk = f"{addresses.public(reverse('ledger:desk'))}?unit={unit.code}"
    return "\n".join([*rows[:LISTED], *more, "", _("到台账里办：{address}").format(address=desk)])
