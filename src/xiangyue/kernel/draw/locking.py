"""What a choice rests on, as text: its one spelling, and the fingerprint that is published before and mixed in."""

from typing import Any

import msgspec

from xiangyue.kernel import chain
from xiangyue.kernel.draw.roster import fingerprint

__all__ = ["fingerprint", "spell"]


def spell(locked: msgspec.Struct) -> str:
    """The one spelling of what was locked. Raises `ValueError` for what JSON spells in more than one way."""
    plain: dict[str, Any] = msgspec.to_builtins(locked)
    return chain.canonical(plain).decode()
