"""Moments as people at a desk say them: how long is left, how late it is, how old it has become."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.workdays import Span, Unit


@dataclass(frozen=True, slots=True)
class Left:
    """How a due moment stands. `tone` is a stamp's: `full` when it is over, `amber` when it is near."""

    words: str
    tone: str = ""


def left(due: datetime | None, now: datetime) -> Left:
    """What is left until a due moment, in days of the county; in hours on the day itself."""
    if due is None:
        return Left("")
    days = (workdays.county_day(due) - workdays.county_day(now)).days
    if due < now:
        late = max(-days, 0)
        return Left(ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", late) % {"n": late} if late else _("今天已逾期"), "full")
    if not days:
        return Left(_("今天 {time} 前").format(time=clock_time(due)), "amber")
    if days == 1:
        return Left(_("明天到期"), "amber")
    return Left(ngettext("还有 %(n)d 天", "还有 %(n)d 天", days) % {"n": days})


def age(since: datetime, now: datetime) -> str:
    """How long something has been known."""
    days = (workdays.county_day(now) - workdays.county_day(since)).days
    return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days} if days else _("今天")


def day(at: date | datetime) -> str:
    """A day of this year without its year."""
    local = at.astimezone(clock.COUNTY_ZONE) if isinstance(at, datetime) else at
    if local.year != clock.now().astimezone(clock.COUNTY_ZONE).year:
        return _("{year}年{month}月{day}日").format(year=local.year, month=local.month, day=local.day)
    return _("{month}月{day}日").format(month=local.month, day=local.day)


def moment(at: datetime) -> str:
    """A day and a time; the last second of a day is its end."""
    local = at.astimezone(clock.COUNTY_ZONE)
    if local.time() == workdays.END:
        return _("{day} 24 时").format(day=day(at))
    return f"{day(at)} {clock_time(at)}"


def clock_time(at: datetime) -> str:
    """Hours and minutes; the last second of a day is 24:00."""
    local = at.astimezone(clock.COUNTY_ZONE)
    return "24:00" if local.time() == workdays.END else f"{local:%H:%M}"


def span(length: Span) -> str:
    """A length of time in words."""
    words = {
        Unit.HOURS: ngettext("%(n)d 小时", "%(n)d 小时", length.amount),
        Unit.DAYS: ngettext("%(n)d 天", "%(n)d 天", length.amount),
        Unit.WORKDAYS: ngettext("%(n)d 个工作日", "%(n)d 个工作日", length.amount),
    }
    return words[length.unit] % {"n": length.amount}
