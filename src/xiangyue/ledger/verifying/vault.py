"""The sealed beginning of an office's hash chain."""

from django.conf import settings

from xiangyue.kernel import boxes
from xiangyue.kernel.draw import xyd1
from xiangyue.kernel.errors import Fault

LINKS = 2000
"""Of a fresh chain: five years of days."""


def fresh(office: str) -> tuple[bytes, str]:
    """A sealed secret, and what is published of it beforehand."""
    secret = xyd1.fresh_secret()
    return boxes.seal(settings.SECRET_KEY, _name(office), secret), xyd1.commitment(secret, LINKS)


def opening(office: str, box: bytes, *, n: int, link: int) -> str:
    """Link number `link` from the published end (1 is the first to open), in hex. Raises `Fault` for a broken box."""
    secret = boxes.unseal(settings.SECRET_KEY, _name(office), bytes(box))
    if secret is None:
        raise Fault("the sealed beginning of a hash chain does not open here", retry=False)
    return xyd1.link(secret, n - link).hex()


def _name(office: str) -> str:
    return f"verifying/{office}"
