"""Everything that changes a reminder. What is written in a message is its caller's: pages know addresses and words.

Nothing is recorded in the journal: who wants to hear a lecture is nobody's business afterwards.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, OVER, PLANS, State
from xiangyue.hall.reminders import errors, rules
from xiangyue.hall.reminders.models import Reminder
from xiangyue.hall.reminders.states import Channel
from xiangyue.kernel import clock
from xiangyue.notify import actions as notify
from xiangyue.notify import push
from xiangyue.notify.channels import Attachment

BATCH = 500
"""Reminders of one round of the worker; each is one row of the queue."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it is sent: `calendar` is the file that moves or strikes the entry in the reader's calendar."""

    title: str
    body: str
    calendar: bytes = b""


Writes = Callable[[Reminder], Letter]
"""Writes the message to one reader: each has a link of their own to end it."""


@transaction.atomic
def ask_mail(lecture: Lecture, address: str, *, mail: str, writes: Writes) -> Reminder:
    """Keep a mail address, and ask its owner to confirm it. Raises `BadAddress`, `NothingToRemind`, `TooMany`.

    Asked again it changes nothing and sends nothing, and looks the same: nobody learns who asked before.
    """
    plain = rules.mail(address)
    _require_coming(lecture)
    waiting = Reminder.objects.filter(channel=Channel.MAIL, confirmed_at__isnull=True)
    recent = waiting.filter(asked_at__gt=clock.now() - timedelta(hours=1)).count()
    if recent >= rules.MAIL_PER_HOUR or waiting.filter(address=plain).count() >= rules.PER_ADDRESS:
        raise errors.TooMany
    reminder, made = _keep(lecture, Channel.MAIL, plain, confirmed=False)
    if made:
        _send(reminder, writes(reminder), mail=mail)
    return reminder


@transaction.atomic
def ask_push(lecture: Lecture, endpoint: str, p256dh: str, auth: str) -> Reminder:
    """Keep a browser's subscription; the browser itself asked its owner. Raises `BadBrowser`, `NothingToRemind`."""
    try:
        address = push.subscription(endpoint, p256dh, auth).address()
    except push.BadSubscription as wrong:
        raise errors.BadBrowser from wrong
    _require_coming(lecture)
    if Reminder.objects.filter(lecture=lecture, channel=Channel.PUSH).count() >= rules.PUSH_PER_LECTURE:
        raise errors.TooMany
    return _keep(lecture, Channel.PUSH, address, confirmed=True)[0]


def confirm(reminder: Reminder) -> None:
    """The owner of a mail address says that it was them."""
    Reminder.objects.filter(pk=reminder.pk, confirmed_at__isnull=True).update(confirmed_at=clock.now())


def drop(reminder: Reminder) -> None:
    """End it: the address is gone with the row."""
    Reminder.objects.filter(pk=reminder.pk).delete()


def tell(lecture: Lecture, writes: Writes, *, mail: str, again: bool = False) -> int:
    """Tell everybody who asked; how many. In the transaction of what is told. `again`: the moment moved, so that it is
    to be called to mind anew.
    """
    asked = Reminder.objects.filter(lecture=lecture, confirmed_at__isnull=False).select_related("lecture__studio")
    if again:
        asked.update(reminded_at=None)
    readers = list(asked)
    for reminder in readers:
        _send(reminder, writes(reminder), mail=mail)
    return len(readers)


def remind_due(writes: Writes, *, mail: str) -> int:
    """Call to mind what begins within a quarter of an hour; how many were told. Called by the worker, by any number."""
    now = clock.now()
    soon = Q(lecture__state=State.PUBLISHED, lecture__planned_at__lte=now + rules.SOON)
    late = Q(lecture__planned_at__lt=now - timedelta(hours=3))
    due = Reminder.objects.filter(soon | Q(lecture__state__in=sorted(OPEN)), confirmed_at__isnull=False)
    found = due.filter(reminded_at__isnull=True).exclude(late).select_related("lecture__studio").order_by("pk")[:BATCH]
    told = 0
    for reminder in found:
        with transaction.atomic():
            # Of two workers one claims the row; its message is in the same transaction.
            if Reminder.objects.filter(pk=reminder.pk, reminded_at__isnull=True).update(reminded_at=now) == 1:
                _send(reminder, writes(reminder), mail=mail)
                told += 1
    return told


def forget_over() -> int:
    """Delete addresses of lectures that are over or were never held, and those nobody confirmed; how many."""
    now = clock.now()
    over = Q(lecture__state__in=sorted(OVER)) | Q(lecture__planned_at__lt=now - timedelta(days=1))
    unconfirmed = Q(confirmed_at__isnull=True, asked_at__lt=now - rules.UNCONFIRMED)
    gone, _of = Reminder.objects.filter(over | unconfirmed).delete()
    return gone


def _keep(lecture: Lecture, channel: Channel, address: str, *, confirmed: bool) -> tuple[Reminder, bool]:
    now = clock.now()
    return Reminder.objects.get_or_create(
        lecture=lecture,
        fingerprint=hashlib.sha256(address.encode()).hexdigest(),
        defaults={
            "channel": channel,
            "address": address,
            "asked_at": now,
            "confirmed_at": now if confirmed else None,
            # Who asks within the quarter of an hour has it in mind already.
            "reminded_at": now if lecture.planned_at <= now + rules.SOON else None,
        },
    )


def _require_coming(lecture: Lecture) -> None:
    if lecture.state not in PLANS:
        raise errors.NothingToRemind


def _send(reminder: Reminder, letter: Letter, *, mail: str) -> None:
    calendar = Attachment("lecture.ics", letter.calendar) if letter.calendar else None
    notify.send([reminder.address], letter.title, letter.body, mail=mail, attachment=calendar, private=True)
