"""Short signed statements: tickets of the audience, orders between our own processes.

A token is `base64url(JSON payload) . base64url(HMAC-SHA256)`; the key is derived per purpose, so a token made
for one purpose is worthless for another.
"""

import base64
import hashlib
import hmac
from typing import Any

import msgspec

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal

MAX_TOKEN_LENGTH = 1024
"""A longer token is not ours; refused before any hashing."""


class Forged(Refusal):
    code = "ticket-forged"
    status = 403
    text = "入场凭证无效，请刷新页面重新进入。"


class Expired(Refusal):
    code = "ticket-expired"
    status = 403
    text = "入场凭证已过期，请刷新页面重新进入。"


def derive(secret: str, purpose: str) -> bytes:
    """The key of one purpose, from the installation's secret (HKDF-Expand of one block, RFC 5869 section 2.3)."""
    pseudo_random = hmac.digest(b"xiangyue", secret.encode(), hashlib.sha256)
    return hmac.digest(pseudo_random, purpose.encode() + b"\x01", hashlib.sha256)


def sign(key: bytes, payload: dict[str, Any], *, expires_ms: int) -> str:
    """A token that states `payload` until `expires_ms` (milliseconds since the epoch)."""
    body = _encode(msgspec.json.encode({**payload, "exp": expires_ms}, order="deterministic"))
    return f"{body}.{_encode(hmac.digest(key, body.encode(), hashlib.sha256))}"


def verify(key: bytes, token: str, *, late_ms: int = 0) -> dict[str, Any]:
    """The payload of a token made by `sign` with the same key. Raises `Forged` or `Expired`.

    `late_ms`: how long after its time it is still believed.
    """
    body, dot, mark = token.partition(".")
    if not dot or len(token) > MAX_TOKEN_LENGTH or not token.isascii():
        raise Forged
    if not hmac.compare_digest(_encode(hmac.digest(key, body.encode(), hashlib.sha256)), mark):
        raise Forged
    payload: dict[str, Any] = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if payload.pop("exp") + late_ms < clock.now_ms():
        raise Expired
    return payload


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
