"""Sealing a few bytes: under a pad that only this installation can derive, with a mark against change.

A pad is used for one box only (its nonce is random), so XOR is as good as any cipher; who copies the database alone
reads nothing.
"""

import hashlib
import hmac
import secrets

from xiangyue.kernel import signing

NONCE, MARK, BLOCK = 16, 32, 32


def seal(installation: str, name: str, content: bytes) -> bytes:
    """A box around a content. `name` says what it belongs to: a box moved elsewhere does not open there."""
    nonce = secrets.token_bytes(NONCE)
    body = nonce + _under_pad(installation, name, nonce, content)
    return body + _mark(installation, name, body)


def unseal(installation: str, name: str, box: bytes) -> bytes | None:
    """What is in a box; None when it was changed, or made by another installation or under another name."""
    body, mark = box[:-MARK], box[-MARK:]
    if len(body) < NONCE or not hmac.compare_digest(mark, _mark(installation, name, body)):
        return None
    return _under_pad(installation, name, body[:NONCE], body[NONCE:])


def _under_pad(installation: str, name: str, nonce: bytes, content: bytes) -> bytes:
    key = signing.derive(installation, f"box/{name}")
    blocks = -(-len(content) // BLOCK)
    pad = b"".join(hmac.digest(key, nonce + number.to_bytes(4, "big"), hashlib.sha256) for number in range(blocks))
    return bytes(a ^ b for a, b in zip(content, pad[: len(content)], strict=True))


def _mark(installation: str, name: str, body: bytes) -> bytes:
    return hmac.digest(signing.derive(installation, f"box-mark/{name}"), body, hashlib.sha256)
