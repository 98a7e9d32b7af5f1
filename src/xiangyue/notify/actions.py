"""Sending: a message is a row in its caller's transaction, and goes out when the worker next asks.

The transport is at-least-once: a worker that dies between handing over and noting it sends again after its lease.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault
from xiangyue.notify import channels
from xiangyue.notify.channels import Attachment
from xiangyue.notify.models import Message
from xiangyue.notify.states import State

LEASE = timedelta(minutes=5)
"""How long a claimed message is left to its worker: several time-outs of a slow channel."""

WAITS_S = (60, 300, 900, 3600, 3 * 3600, 8 * 3600, 24 * 3600)
"""After each failed try; then given up. A mail server that is down over a weekend is caught, a wrong address ends."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, in messages."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def send(
    recipients: Iterable[str],
    title: str,
    body: str,
    *,
    mail: str = "",
    attachment: Attachment | None = None,
    private: bool = False,
) -> list[Message]:
    """Put one message per recipient into the queue. A recipient is an Apprise address or a plain mail address.

    `mail` is the Apprise address of the house's own account, for plain addresses. A recipient without a channel is
    noted as failed at once and hinders nobody else. Of a `private` recipient no address is kept once it is done.
    """
    now = clock.now()
    messages = []
    for recipient in recipients:
        message = Message(address=recipient, title=title, body=body, due_at=now, created_at=now, private=private)
        if attachment is not None:
            message.attachment_name, message.attachment = attachment.name, attachment.content
        try:
            message.address = channels.resolve(recipient, mail=mail)
        except channels.NoSuchChannel as fault:
            message.state, message.done_at, message.reason = State.FAILED, now, str(fault)
            if private:
                message.address, message.reason = "", "没有这种发送渠道"
        messages.append(message)
    return Message.objects.bulk_create(messages)


def strike(said: str, instead: str) -> None:
    """Put other words where a message says what was erased by a decision, sent or not."""
    for message in Message.objects.filter(body__contains=said).select_for_update():
        Message.objects.filter(pk=message.pk).update(body=message.body.replace(said, instead))


def deliver_due(*, limit: int = 50) -> Round:
    """Hand over the messages that are due, each in its own short transactions. Called by the worker, by any number."""
    sent = postponed = failed = 0
    due = Message.objects.filter(state=State.WAITING, due_at__lte=clock.now()).order_by("due_at", "pk")
    for message in due[:limit]:
        if not _claim(message):
            continue
        try:
            channels.deliver(message.address, title=message.title, body=message.body, attachment=_attachment(message))
        except Fault as fault:
            if fault.retry and message.tries < len(WAITS_S):
                _postpone(message, str(fault))
                postponed += 1
            else:
                _finish(message, State.FAILED, str(fault))
                failed += 1
        else:
            _finish(message, State.SENT, "")
            sent += 1
    return Round(sent, postponed, failed)


def _claim(message: Message) -> bool:
    """Compare and set on the number of tries: of two workers one sends; a dead one's lease runs out."""
    claimed = Message.objects.filter(pk=message.pk, state=State.WAITING, tries=message.tries).update(
        tries=F("tries") + 1, due_at=clock.now() + LEASE
    )
    return claimed == 1


def _postpone(message: Message, reason: str) -> None:
    wait = timedelta(seconds=WAITS_S[message.tries])
    _held(message).update(due_at=clock.now() + wait, reason=reason)


def _finish(message: Message, state: State, reason: str) -> None:
    address = "" if message.private else channels.mask(message.address)
    if message.private:
        reason = reason.replace(message.address, "…")
    _held(message).update(state=state, done_at=clock.now(), reason=reason, address=address, attachment=b"")


def _held(message: Message) -> QuerySet[Message]:
    """The row as our claim left it: if the lease ran out and another worker took it, it is no longer ours to write."""
    return Message.objects.filter(pk=message.pk, state=State.WAITING, tries=message.tries + 1)


def _attachment(message: Message) -> Attachment | None:
    if not message.attachment_name:
        return None
    return Attachment(message.attachment_name, bytes(message.attachment))
