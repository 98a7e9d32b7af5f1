"""XYD-1, the profile of our draws: a hash chain commits the organiser, HKDF mixes, a sort decides.

    H^1 = SHA-256(secret), H^j = SHA-256(H^(j-1))             published before: H^n
    otp = H^(n-1)                                             opened after the roster is locked, before the numbers
    key = HMAC-SHA256(otp, hex(SHA-256(roster)) "|" entropy)  HKDF-Extract, RFC 5869 section 2.2
    pos(label) = HMAC-SHA256(key, label 0x01)                 HKDF-Expand of one block, section 2.3

The lowest positions win; who follows is the substitute. No index arithmetic: an entry taken away moves nobody else.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import NamedTuple

ALGORITHM = "XYD-1"

CHAIN = 10
"""Links of a fresh chain. One is opened; the others only make its length a habit of the draft we follow."""

SECRET_BYTES = 32


class Place(NamedTuple):
    """Where a label stands: positions are compared, the label only if two were ever equal."""

    pos: bytes
    label: str


def fresh_secret() -> bytes:
    """A secret that nobody can guess, and that is opened in public an hour later."""
    return secrets.token_bytes(SECRET_BYTES)


def link(secret: bytes, j: int) -> bytes:
    """H^j of a secret. Raises `ValueError` for a link before the first."""
    if j < 1:
        raise ValueError("H^0 is the secret itself")
    for _ in range(j):
        secret = hashlib.sha256(secret).digest()
    return secret


def commitment(secret: bytes, n: int = CHAIN) -> str:
    """What is published beforehand (hex)."""
    return link(secret, n).hex()


def opening(secret: bytes, n: int = CHAIN) -> str:
    """What is opened once the roster is locked (hex): the link before the commitment."""
    return link(secret, n - 1).hex()


def opens(otp: str, commit: str) -> bool:
    """Whether an opening is that of a commitment."""
    return hashlib.sha256(bytes.fromhex(otp)).hexdigest() == commit


def extract(otp: bytes, message: str) -> bytes:
    """The key of one draw. The draft's own message is the entropy alone; ours begins with the roster (`key`)."""
    return hmac.digest(otp, message.encode(), "sha256")


def key(otp: str, fingerprint: str, entropy: str) -> bytes:
    """The key of one of our draws: opening and roster's fingerprint in hex, entropy in its one spelling."""
    return extract(bytes.fromhex(otp), f"{fingerprint}|{entropy}")


def position(key: bytes, label: str) -> bytes:
    """Where a label stands under a key."""
    return hmac.digest(key, label.encode() + b"\x01", "sha256")


def order(key: bytes, labels: Iterable[str]) -> list[Place]:
    """All labels, first drawn first."""
    return sorted(Place(position(key, label), label) for label in labels)
