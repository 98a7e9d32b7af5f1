"""Everything that changes the calendar: a notice is published, and never touched again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.kernel.workdays import Calendar
from xiangyue.ledger.calendars import errors, queries, rules, signals
from xiangyue.ledger.calendars.models import Notice, SpecialDay
from xiangyue.ledger.calendars.rules import NoticeText
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

CHAIN = "calendar/notices"


@dataclass(frozen=True, slots=True)
class Published:
    """What a notice changed: `days` count otherwise than before, `years` are provisional no longer."""

    notice: Notice
    is_new: bool
    days: tuple[date, ...] = ()
    years: tuple[int, ...] = ()


@transaction.atomic
def publish(text: NoticeText, *, by: Member) -> Published:
    """Take in a notice. The same one twice changes nothing. Raises `Forbidden`, `NoticeChanged`, `TwoForOneDay`.

    `signals.changed` goes out inside the transaction: deadlines that follow are queued exactly when the notice is.
    """
    if not by.is_house:
        access.require(by, Right.ESTABLISH, units.root())
    # One at a time: a version is named after all notices before it.
    Notice.objects.select_for_update().order_by("-pk").first()
    known = Notice.objects.filter(number=text.number).first()
    if known is not None:
        return _same(known, text)
    before = queries.current()
    _require_order(text, before)
    notice = _stored(text, before)
    after = queries.at(notice.version)
    days, years = before.changed(after), tuple(sorted(after.years - before.years))
    journal.record(CHAIN, "publish", _stated(text, notice.version), by=by.username)
    signals.changed.send(sender=Notice, version=notice.version, before=before.version, days=days, years=years)
    return Published(notice, is_new=True, days=days, years=years)


def _same(known: Notice, text: NoticeText) -> Published:
    if known.fingerprint != text.fingerprint:
        raise errors.NoticeChanged(number=text.number)
    return Published(known, is_new=False)


def _require_order(text: NoticeText, before: Calendar) -> None:
    """Two notices of one date that contradict each other cannot both hold."""
    rivals = set(Notice.objects.filter(dated_on=text.dated_on).values_list("number", flat=True))
    for said in text.days:
        other = before.special.get(said.on)
        if other is not None and other.notice in rivals and other.works != said.works:
            raise errors.TwoForOneDay(number=text.number, other=other.notice, day=said.on.isoformat())


def _stored(text: NoticeText, before: Calendar) -> Notice:
    notice = Notice(
        number=text.number,
        title=text.title,
        dated_on=text.dated_on,
        publishes=text.publishes,
        source=text.source,
        fingerprint=text.fingerprint,
        version=rules.next_version(before.version, text.fingerprint),
        published_at=clock.now(),
    )
    notice.save(force_insert=True)
    SpecialDay.objects.bulk_create(
        SpecialDay(notice=notice, on=said.on, works=said.works, name=said.name) for said in text.days
    )
    return notice


def _stated(text: NoticeText, version: str) -> dict[str, Any]:
    return {
        "number": text.number,
        "title": text.title,
        "dated": text.dated_on.isoformat(),
        "publishes": text.publishes,
        "source": text.source,
        "days": [[said.on.isoformat(), said.works, said.name] for said in text.days],
        "version": version,
    }
