"""Sealing a draw's secret: random bytes under a pad that only this installation can derive, with a mark against change.

A pad is used for one box only (its nonce is random), so XOR is as good as any cipher; whoever copies the database alone
learns nothing of a draw that is still to come.
"""

import hashlib
import hmac
import secrets

from xiangyue.kernel import signing

NONCE, MARK = 16, 32


def seal(installation: str, draw: str, secret: bytes) -> bytes:
    """A box around a secret of at most 32 bytes."""
    nonce = secrets.token_bytes(NONCE)
    hidden = bytes(a ^ b for a, b in zip(secret, _pad(installation, draw, nonce), strict=True))
    return nonce + hidden + _mark(installation, draw, nonce + hidden)


def unseal(installation: str, draw: str, box: bytes) -> bytes | None:
    """The secret in a box; None when the box was changed, or made by another installation or for another draw."""
    body, mark = box[:-MARK], box[-MARK:]
    if not hmac.compare_digest(mark, _mark(installation, draw, body)):
        return None
    return bytes(a ^ b for a, b in zip(body[NONCE:], _pad(installation, draw, body[:NONCE]), strict=True))


def _pad(installation: str, draw: str, nonce: bytes) -> bytes:
    return hmac.digest(signing.derive(installation, f"draw-secret/{draw}"), nonce, hashlib.sha256)


def _mark(installation: str, draw: str, body: bytes) -> bytes:
    return hmac.digest(signing.derive(installation, f"draw-mark/{draw}"), body, hashlib.sha256)
