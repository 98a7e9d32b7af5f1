"""What a roster's lines are called. No name and no telephone: a number that only its owner's phone can connect to him.

Stream and control tower derive the same number from the installation's secret, so neither has to ask the other.
"""

import hashlib
import hmac

from xiangyue.kernel import ids, signing

GROUPS, GROUP = 3, 4
"""k3f9-82mt-q7zd: twelve letters of five bits. Among 100,000 the chance that any two are alike is 1 in 200 million."""

CODE_LETTERS = 8
"""40 bits that only a keeper at a desk may try."""


def label(secret: str, lecture: str, draw: int, pseudonym: str) -> str:
    """A resident's number in a draw. `draw` is the number of the event that opened it on the lecture's line."""
    key = signing.derive(secret, f"label/{lecture}/{draw}")
    letters = _letters(key, pseudonym, GROUPS * GROUP)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def claim_code(secret: str, lecture: str, draw: int, label: str) -> str:
    """What fetches the prize of a label. The roster is public; this is for the phone that holds the ticket."""
    letters = _letters(signing.derive(secret, f"claim/{lecture}/{draw}"), label, CODE_LETTERS)
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def _letters(key: bytes, text: str, count: int) -> str:
    number = int.from_bytes(hmac.digest(key, text.encode(), hashlib.sha256), "big")
    return "".join(ids.ALPHABET[number >> (256 - 5 * (at + 1)) & 31] for at in range(count))
