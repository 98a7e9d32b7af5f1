"""XYD-2: XYD-1 with the rules mixed in, so that not a letter of them can be changed once the numbers are known.

    key = HMAC-SHA256(otp, hex(SHA-256(rules)) "|" hex(SHA-256(roster)) "|" entropy)

The rules are spelled in one way: their eight fields as JSON, names in order, no spaces. All three parts are published
before the numbers fall, so mixing them in gives nobody a choice; and a file whose rules say something else has other
winners than those that everybody heard. What comes after the numbers (who typed them, when) is not mixed in: it could
still be chosen. Chain, positions and order are those of XYD-1.
"""

import msgspec

from xiangyue.kernel import chain
from xiangyue.kernel.draw import xyd1
from xiangyue.kernel.draw.document import Rules
from xiangyue.kernel.draw.roster import fingerprint

ALGORITHM = "XYD-2"

KNOWN = frozenset({xyd1.ALGORITHM, ALGORITHM})
"""Draws of before are examined as they were made."""


def spell(rules: Rules) -> str:
    """The one spelling of what some rules say. Raises `ValueError` for what JSON spells in more than one way."""
    return chain.canonical(msgspec.to_builtins(rules)).decode()


def key(rules: Rules, otp: str, sha256: str, entropy: str) -> bytes:
    """The key of a draw by its own rules: opening and roster's fingerprint in hex, entropy in its one spelling."""
    if rules.algorithm != ALGORITHM:
        return xyd1.key(otp, sha256, entropy)
    return xyd1.extract(bytes.fromhex(otp), f"{fingerprint(spell(rules))}|{sha256}|{entropy}")
