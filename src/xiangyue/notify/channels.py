"""The way out: one message over one Apprise address, or to one browser. Knows no table."""

import importlib
import logging
import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings

from xiangyue.kernel.errors import Fault
from xiangyue.notify import push

TIMEOUT_S = 20
"""For connecting and for reading: the worker has other things to do."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along where the channel carries files."""

    name: str
    content: bytes


class NoSuchChannel(Fault):
    """The address is of no channel that is known; trying again is no use."""

    def __init__(self, address: str) -> None:
        super().__init__(f"没有这种发送渠道，或地址不完整：{mask(address)}", retry=False)


class NotTaken(Fault):
    """The other side did not take the message now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason or "对方没有接收", retry=True)


def resolve(recipient: str, *, mail: str) -> str:
    """The Apprise address of a recipient: itself; for a plain mail address the house's mail account, aimed at it.

    Raises `NoSuchChannel` for a mail address when no account is set.
    """
    if "://" in recipient:
        return recipient
    _, address = parseaddr(recipient)
    if not mail or "@" not in address:
        raise NoSuchChannel(recipient)
    return f"{mail}{'&' if '?' in mail else '?'}to={quote(address)}"


def mask(address: str) -> str:
    """An address without its secrets: the channel and, of mail, for whom."""
    if "://" not in address:
        return address
    channel = address.partition("://")[0]
    target = re.search(r"[?&]to=([^&]+)", address)
    return f"{channel}://…{unquote(target[1])}" if target else f"{channel}://…"


def deliver(address: str, *, title: str, body: str, attachment: Attachment | None = None) -> None:
    """Send one message now. Raises `NoSuchChannel` or `NotTaken`, or another `Fault` of the way itself."""
    if address.startswith(f"{push.SCHEME}://"):
        push.deliver(address, title=title, body=body, secret=settings.SECRET_KEY, subject=settings.PUBLIC_URL)
        return
    # Loaded here: 0.3 s and a hundred modules that only the worker needs.
    apprise: Any = importlib.import_module("apprise")
    memory: Any = importlib.import_module("apprise.attachment.memory")
    channel = apprise.Apprise.instantiate(address)
    if not channel:
        raise NoSuchChannel(address)
    channel.socket_connect_timeout = channel.socket_read_timeout = TIMEOUT_S
    files = None
    if attachment is not None and channel.attachment_support:
        files = memory.AttachMemory(content=attachment.content, name=attachment.name)
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
        taken = channel.notify(title=title, body=body, attach=files)
        reason = log.getvalue().strip()
    if not taken:
        raise NotTaken(_without(address, reason))


def _without(address: str, reason: str) -> str:
    """A channel's words without the address's secrets, and short enough for a table."""
    for secret in re.split(r"[/@:?&=]+", address):
        if len(secret) >= 8:
            reason = reason.replace(secret, "…")
    return reason[:500]
