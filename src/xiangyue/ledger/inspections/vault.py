"""Boxes of inspections: what a sealed chain says, a draw's secret and text, the keys of phones."""

import secrets

import msgspec
from django.conf import settings

from xiangyue.kernel import boxes
from xiangyue.kernel.errors import Fault

KEY_BYTES = 32


def seal(inspection: str, what: str, content: bytes) -> bytes:
    """A box that opens only for this inspection, and as this part of it."""
    return boxes.seal(settings.SECRET_KEY, _name(inspection, what), content)


def unseal(inspection: str, what: str, box: bytes) -> bytes:
    """What is in a box. Raises `Fault` for one that was changed."""
    content = boxes.unseal(settings.SECRET_KEY, _name(inspection, what), bytes(box))
    if content is None:
        raise Fault(f"a box of inspection {inspection} does not open here", retry=False)
    return content


def fresh_key() -> bytes:
    """A key for one phone's copy."""
    return secrets.token_bytes(KEY_BYTES)


def payload(inspection: str, seq: int, box: bytes) -> bytes:
    """What one sealed record says, as it was hashed."""
    return unseal(inspection, f"record/{seq}", box)


def said(payload: bytes) -> dict[str, object]:
    """A payload as a value."""
    found: dict[str, object] = msgspec.json.decode(payload)
    return found


def _name(inspection: str, what: str) -> str:
    return f"inspection/{inspection}/{what}"
