"""A root as a person reads it over the telephone: thirteen groups of five, each of which checks itself.

Four letters of a group carry 20 bits (Crockford's base 32: no I, L, O or U), the fifth is computed from them and from
the group's number in GF(32). One misheard letter, two letters or two groups in each other's place are always noticed,
and the reader learns in which group.
"""

from xiangyue.kernel.errors import Refusal
from xiangyue.kernel.ids import ALPHABET

GROUPS = 13
"""52 letters of 5 bits for 256 bits; the last four bits are zero."""

_LETTERS = ALPHABET.upper()
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)} | {"O": 0, "I": 1, "L": 1}
_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, primitive over GF(2)."""


class Misread(Refusal):
    code = "root-misread"
    status = 400
    text = "根的第 {group} 组“{letters}”抄错或听错了，请再核对一遍。 Group {group} of the root was misread."


class NotARoot(Refusal):
    code = "not-a-root"
    status = 400
    text = "这不是见证条上的根：应为 13 组、每组 5 个字母或数字，或 64 位十六进制数。 Not the root of a witness slip."


def spell(root: bytes) -> str:
    """The root in thirteen groups joined by hyphens."""
    number = int.from_bytes(root, "big") << 4
    values = [number >> shift & 31 for shift in range(255, -1, -5)]
    groups = [values[at : at + 4] for at in range(0, 52, 4)]
    return "-".join("".join(_LETTERS[v] for v in (*group, _check(at, group))) for at, group in enumerate(groups))


def read(text: str) -> bytes:
    """The root that a person typed, in groups or as 64 hex digits. Raises `Misread` (with the group) or `NotARoot`."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) == 64 and all(letter in "0123456789ABCDEF" for letter in letters):
        return bytes.fromhex(letters)
    if len(letters) != GROUPS * 5:
        raise NotARoot
    number = 0
    for at in range(GROUPS):
        group = letters[at * 5 : at * 5 + 5]
        values = [_VALUES.get(letter, -1) for letter in group]
        if -1 in values or _check(at, values[:4]) != values[4]:
            raise Misread(group=at + 1, letters=group)
        for value in values[:4]:
            number = number << 5 | value
    if number & 15:
        raise Misread(group=GROUPS, letters=letters[-5:])
    return (number >> 4).to_bytes(32, "big")


def _check(at: int, values: list[int]) -> int:
    """The fifth value of group `at`: a polynomial in the field's generator, by Horner's rule."""
    total = at
    for value in values:
        total = _times_generator(total) ^ value
    return _times_generator(total)


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
