"""Reads of the calendar. Working days are public knowledge: nobody needs a right."""

from functools import lru_cache

from django.db.models import QuerySet

from xiangyue.kernel.errors import NotFound
from xiangyue.kernel.workdays import Calendar
from xiangyue.ledger.calendars import rules
from xiangyue.ledger.calendars.models import Notice
from xiangyue.ledger.calendars.rules import Said


def version() -> str:
    """The name of the calendar as it stands; "" before the first notice. One row by its key."""
    return Notice.objects.order_by("-pk").values_list("version", flat=True).first() or ""


def current() -> Calendar:
    """The calendar as it stands. One short query once a process has seen this version."""
    return at(version())


def at(version: str) -> Calendar:
    """The calendar as it stood at one of its versions: what an old deadline was counted by. Raises `NotFound`."""
    return _folded(version) if version else Calendar()


def notices() -> QuerySet[Notice]:
    """Every notice, latest first, with its days."""
    return Notice.objects.order_by("-dated_on", "-pk").prefetch_related("days")


@lru_cache(maxsize=16)
def _folded(version: str) -> Calendar:
    """A version names its content (it is a hash over all notices), so what was folded once stays right."""
    last = Notice.objects.filter(version=version).values_list("pk", flat=True).first()
    if last is None:
        raise NotFound
    told = [
        (
            notice.dated_on,
            notice.number,
            notice.publishes,
            [Said(day.on, day.works, day.name) for day in notice.days.all()],
        )
        for notice in Notice.objects.filter(pk__lte=last).prefetch_related("days")
    ]
    return rules.fold(told, version=version)
