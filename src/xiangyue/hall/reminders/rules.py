"""What may be taken, and when it is time: pure."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from xiangyue.hall.reminders import errors

SOON = timedelta(minutes=15)
"""How long before its moment a lecture is called to mind: time to finish the dishes."""

UNCONFIRMED = timedelta(hours=24)
"""How long an address waits for its owner to confirm it; then it is forgotten."""

MAX_MAIL = 200

MAIL_PER_HOUR = 200
"""Confirmations that one hour may ask for: a village at the poster, but no script that types in addresses."""

PER_ADDRESS = 5
"""Unconfirmed reminders of one address: nobody's mailbox is filled in their name."""

PUSH_PER_LECTURE = 5000
"""Browsers told of one lecture; a county's favourite has four thousand followers."""


def mail(address: str) -> str:
    """The address as it is kept. Raises `BadAddress`."""
    plain = address.strip()
    try:
        validate_email(plain)
    except ValidationError as wrong:
        raise errors.BadAddress from wrong
    if len(plain) > MAX_MAIL:
        raise errors.BadAddress
    name, _at, host = plain.rpartition("@")
    return f"{name}@{host.lower()}"
