"""What a subject looks like, and how codes are counted: pure."""

import re
import secrets
import unicodedata
from datetime import timedelta

from xiangyue.kernel import ids
from xiangyue.org.residents import errors
from xiangyue.org.residents.states import Kind

PHONE = re.compile(r"1[3-9][0-9]{9}\Z")
CARD = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""GB 11643: the last character of an identity card's number follows from the others."""

VALID = timedelta(minutes=5)
DESK_VALID = timedelta(minutes=15)
"""A text is read at once; at a desk the phone still has to be found in the bag."""

TRIES = 5
"""Of 1,000,000 codes: who guesses gets one in 200,000."""

DIGITS = 6
DESK_LETTERS = 8

PAUSE = timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE_PER_DAY = 6
NET_PER_HOUR = 60
"""Per address: a village hall of sixty verifies behind one; who floods numbers from one address gets no further."""
TEXTS_PER_HOUR = 600
"""Per installation: what a flood from many addresses may cost."""
TRIES_PER_HOUR = 120
"""Wrong desk codes of one address."""

MIN_WORDS, MAX_WORDS = 4, 200


def phone(text: str) -> str:
    """A mobile number as it is kept: eleven digits. Raises `BadPhone`."""
    digits = re.sub(r"[\s\-–—()（）]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+86|0086)", "", digits)
    if not PHONE.match(digits):
        raise errors.BadPhone
    return digits


def subject(text: str) -> tuple[Kind, str]:
    """What a helper typed: a mobile number, or the number of an identity card. Raises `BadSubject`."""
    plain = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text)).upper()
    if CARD.match(plain) and _check(plain) == plain[17]:
        return Kind.CARD, plain
    try:
        return Kind.PHONE, phone(text)
    except errors.BadPhone as wrong:
        raise errors.BadSubject from wrong


def _check(card: str) -> str:
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(card[:17], WEIGHTS, strict=True)) % 11]


def message(county: str, code: str) -> str:
    """What the telephone shows: who asks, the code, and what not to do with it. Chinese in every language."""
    minutes = VALID.seconds // 60
    return f"【{county}乡约】验证码 {code}，{minutes} 分钟内有效。只在宣讲页面填写，不要告诉别人。"


def text_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def desk_code() -> str:
    """Eight letters that can be read aloud."""
    return ids.new_secret(DESK_LETTERS)


def plain_code(text: str) -> str:
    """A code as it is compared, however it was typed."""
    letters = unicodedata.normalize("NFKC", text).strip().lower().translate(str.maketrans("oil", "011"))
    return "".join(letter for letter in letters if letter.isalnum())


def spelled(code: str) -> str:
    """A desk code as people read it."""
    return f"{code[:4]}-{code[4:]}"


def masked(kind: str, subject: str) -> str:
    """As much of a subject as its owner needs to know which it is."""
    return f"{subject[:3]}****{subject[-4:]}" if kind == Kind.PHONE else f"{subject[:3]}***********{subject[-4:]}"


def words(text: str, no: type[errors.BadPurpose] | type[errors.BadDecision]) -> str:
    """A purpose or a decision. Raises `no`."""
    said = text.strip()
    if not MIN_WORDS <= len(said) <= MAX_WORDS:
        raise no
    return said
