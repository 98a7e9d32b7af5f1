"""One-time codes of the demo's accounts, so that a visitor without an authenticator can sign in (RFC 6238)."""

import base64
import hashlib
import hmac

from xiangyue.kernel import clock, signing

PERIOD_S = 30
DIGITS = 6


def secret(installation: str, username: str) -> str:
    """The second factor of an account, in base 32: another in every installation, the same at every start."""
    return base64.b32encode(signing.derive(installation, f"demo/totp/{username}")[:20]).decode()


def password(installation: str, username: str) -> str:
    """A password that can be typed from a terminal: four groups of four letters (80 bits)."""
    letters = base64.b32encode(signing.derive(installation, f"demo/password/{username}")[:10]).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def now(shared: str) -> str:
    """The code that holds at this moment (RFC 6238 over HMAC-SHA-1, as every authenticator does)."""
    counter = clock.now_ms() // 1000 // PERIOD_S
    mark = hmac.digest(base64.b32decode(shared), counter.to_bytes(8, "big"), hashlib.sha1)
    start = mark[-1] & 0x0F
    number = int.from_bytes(mark[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"
