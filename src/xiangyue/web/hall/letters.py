"""What is written to those who asked to be told of a lecture, and the calendar entry that moves with it."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyue.hall.lectures.states import State
from xiangyue.hall.reminders import actions as reminders
from xiangyue.hall.reminders.actions import Letter
from xiangyue.hall.scripts import queries as scripts
from xiangyue.kernel import clock, signing
from xiangyue.web import addresses
from xiangyue.web.hall import calendar

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.reminders.models import Reminder

LINK_AFTER = timedelta(days=2)
"""A link to a reminder outlives its lecture by so much; the reminder itself does not."""


def entry(lecture: "Lecture", minutes: int) -> calendar.Entry:
    """A lecture in a calendar, by the title it was announced with; `minutes` as planned on air."""
    address = addresses.public(reverse("hall:room", args=[lecture.pk]))
    known = lecture.state not in {State.DRAFT, State.SUBMITTED, State.APPROVED}
    about = (lecture.speaker, lecture.summary, address) if known else (address,)
    return calendar.Entry(
        uid=f"{lecture.pk}@xiangyue",
        start=lecture.planned_at,
        title=lecture.announced_title or lecture.title,
        place=lecture.studio.name,
        address=address,
        about="\n".join(part for part in about if part),
        changed=lecture.changed_at,
        length=timedelta(minutes=minutes) or calendar.LENGTH,
        sequence=lecture.sequence,
        cancelled=lecture.state == State.CANCELLED,
    )


def calendar_of(lecture: "Lecture") -> bytes:
    """The one lecture as a calendar file."""
    return calendar.write(
        lecture.announced_title or lecture.title, [entry(lecture, scripts.minutes_on_air([lecture.pk])[lecture.pk])]
    )


def confirm(reminder: "Reminder") -> Letter:
    """Asks the owner of an address whether it was them."""
    title = _title(reminder)
    body = _(
        "有人用这个邮箱登记，要在“{title}”（{when}）开讲前收到提醒。\n\n是您本人，请打开下面的地址，点“确认提醒”：\n{link}\n\n"
        "不是您，不用理会：一天以后这个地址会被删除，不会再收到邮件。"
    ).format(title=title, when=_moment(reminder.lecture.planned_at), link=link(reminder))
    return Letter(_("请确认：“{title}”的提醒").format(title=title), body)


def moved(reminder: "Reminder", *, before: datetime) -> Letter:
    """Says that it begins at another moment."""
    lecture, title = reminder.lecture, _title(reminder)
    body = _("“{title}”改了时间：原来 {before}，现在 {when}。").format(
        title=title, before=_moment(before), when=_moment(lecture.planned_at)
    )
    return Letter(_("改时间：{title}").format(title=title), _signed(body, reminder), calendar_of(lecture))


def called_off(reminder: "Reminder") -> Letter:
    """Says that it does not take place."""
    lecture, title = reminder.lecture, _title(reminder)
    body = _("“{title}”（{when}）取消了。您留的地址现在删除，不会再收到消息。").format(
        title=title, when=_moment(lecture.planned_at)
    )
    room = addresses.public(reverse("hall:room", args=[lecture.pk]))
    return Letter(_("已取消：{title}").format(title=title), f"{body}\n\n{room}", calendar_of(lecture))


def soon(reminder: "Reminder") -> Letter:
    """Calls it to mind."""
    lecture, title = reminder.lecture, _title(reminder)
    body = _("{when} 开讲，{studio}。").format(when=_moment(lecture.planned_at), studio=lecture.studio.name)
    return Letter(_("马上开讲：{title}").format(title=title), _signed(body, reminder))


def link(reminder: "Reminder") -> str:
    """The address at which somebody confirms or ends one reminder, and nobody else can."""
    until = reminder.lecture.planned_at + LINK_AFTER
    token = signing.sign(
        signing.derive(settings.SECRET_KEY, "reminder"),
        {"reminder": reminder.pk},
        expires_ms=max(round(until.timestamp() * 1000), clock.now_ms() + 86_400_000),
    )
    return addresses.public(reverse("hall:reminder", args=[token]))


def on_rescheduled(*, lecture: "Lecture", before: datetime, **_news: object) -> None:
    """A receiver of `lectures.signals.rescheduled`: the roof connects it."""
    reminders.tell(lecture, partial(moved, before=before), mail=settings.MAIL, again=True)


def on_cancelled(*, lecture: "Lecture", **_news: object) -> None:
    """A receiver of `lectures.signals.cancelled`: told, and then forgotten with the next round of the worker."""
    reminders.tell(lecture, called_off, mail=settings.MAIL)


def remind_due() -> int:
    """Call to mind what is about to begin: a chore of the worker."""
    return reminders.remind_due(soon, mail=settings.MAIL)


def _signed(body: str, reminder: "Reminder") -> str:
    room = addresses.public(reverse("hall:room", args=[reminder.lecture_id]))
    end = _("不想再收到：{link}").format(link=link(reminder))
    return f"{body}\n\n{room}\n\n{end}"


def _title(reminder: "Reminder") -> str:
    return reminder.lecture.announced_title or reminder.lecture.title


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.COUNTY_ZONE)
    return _("{month}月{day}日 {time}").format(month=local.month, day=local.day, time=f"{local:%H:%M}")
