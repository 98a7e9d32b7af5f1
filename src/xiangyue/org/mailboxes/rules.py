"""What a mailbox may be: pure. A robot of a work group, or plain mail; nothing that could reach into this house."""

import re

from xiangyue.org.mailboxes import errors

MOST = 3
LONGEST = 300
CHANNELS = ("dingtalk", "wecombot", "feishu")
"""Each speaks to its maker's own servers only, whatever stands in the address."""

_ROBOT = re.compile(rf"({'|'.join(CHANNELS)})://[A-Za-z0-9@._~%/?&=+-]{{8,}}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def tidy(text: str) -> list[str]:
    """The addresses somebody wrote, one a line. Raises `BadAddress`, `TooMany`."""
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST:
        raise errors.TooMany(limit=MOST)
    for address in found:
        if len(address) > LONGEST or not (_ROBOT.fullmatch(address) or _MAIL.fullmatch(address)):
            raise errors.BadAddress(address=address[:40])
    return found
