"""Text messages to residents' telephones, at once: a code is worth nothing in a queue, and must not lie in one.

`address` is the setting SMS: an HTTP address with {phone}, {code} and {text} in it (sent as POST), an Apprise address
with {phone} in it, or file:/a/path for a demo, where every message is one line.
"""

import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault
from xiangyue.notify import channels

TIMEOUT_S = 8
"""A gateway takes half a second; a page thread waits for it."""

FILE = "file:"


class NotTexted(Fault):
    """The gateway did not take the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"text message not taken: {reason}", retry=True)


def send(address: str, phone: str, *, code: str, text: str) -> None:
    """Send one message now. Raises `NotTexted` and the faults of `channels`."""
    if address.startswith(FILE):
        _write(Path(address.removeprefix(FILE)), f"{clock.now().isoformat()} {phone} {text}\n")
        return
    filled = address
    for name, value in (("{phone}", phone), ("{code}", code), ("{text}", text)):
        filled = filled.replace(name, quote(value, safe=""))
    if address.startswith(("http://", "https://")):
        _post(filled)
    else:
        channels.deliver(filled, title="", body=text)


def _post(address: str) -> None:
    request = urllib.request.Request(address, data=b"", method="POST")  # noqa: S310 - the operator's own setting, http only
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - same
            answer.read(1024)
    except urllib.error.HTTPError as no:
        no.close()
        raise NotTexted(f"status {no.code}") from None  # the address holds the number and the key
    except OSError as error:
        raise NotTexted(type(error).__name__) from None


def _write(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)
