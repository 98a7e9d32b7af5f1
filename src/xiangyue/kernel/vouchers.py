"""That somebody proved who they are, and nothing of who that is: a key of the person, signed, kept by their phone.

The line of a lecture never holds the key: from it comes a pseudonym of this one lecture, the same on every device and
after the phone forgot everything, and no two lectures' pseudonyms can be joined without the installation's secret.
"""

import hashlib
import hmac
from dataclasses import dataclass

from xiangyue.kernel import clock, ids, signing
from xiangyue.kernel.errors import Refusal
from xiangyue.kernel.signing import Expired, Forged

VALID_MS = 180 * 24 * 3600 * 1000
"""Half a year of lectures before one is asked again."""

PERSON_LETTERS, PSEUDONYM_LETTERS = 26, 10
"""130 bits for a key. 50 for a pseudonym: two of a lecture's 10,000 are alike once in 20 million lectures."""


class VoucherInvalid(Refusal):
    """Worn out, cut off, or not ours: one verifies again, which gives back the same pseudonyms."""

    code = "voucher-invalid"
    status = 403
    text = "核验凭证无效或已过期，请重新核验一次，以前的记录都还在。"


@dataclass(frozen=True, slots=True)
class Voucher:
    """Whose it is (`person`, a key), and when it was made (milliseconds since the epoch)."""

    person: str
    since_ms: int


def person_key(secret: str, kind: str, subject: str) -> str:
    """The key of whoever a subject (a telephone number, a card number) of some kind belongs to."""
    return _letters(signing.derive(secret, "person"), f"{kind}/{subject}", PERSON_LETTERS)


def pseudonym(secret: str, person: str, lecture: str) -> str:
    """What a lecture's line calls a verified person."""
    return _letters(signing.derive(secret, f"pseudonym/{lecture}"), person, PSEUDONYM_LETTERS)


def issue(secret: str, person: str) -> str:
    """A voucher for a person, as a token."""
    now = clock.now_ms()
    return signing.sign(signing.derive(secret, "voucher"), {"person": person, "iat": now}, expires_ms=now + VALID_MS)


def read(secret: str, token: str) -> Voucher:
    """The voucher behind a token. Raises `VoucherInvalid`."""
    try:
        payload = signing.verify(signing.derive(secret, "voucher"), token)
    except (Forged, Expired) as no:
        raise VoucherInvalid from no
    return Voucher(str(payload["person"]), int(payload["iat"]))


def _letters(key: bytes, text: str, count: int) -> str:
    number = int.from_bytes(hmac.digest(key, text.encode(), hashlib.sha256), "big")
    return "".join(ids.ALPHABET[number >> (256 - 5 * (at + 1)) & 31] for at in range(count))
