"""What may be said: a sentence and a name in their clean form."""

import re
import unicodedata

from xiangyue.kernel.errors import Refusal

MAX_TEXT = 140
MAX_NAME = 12

RESERVED = re.compile("主播|主持|导播|场控|管理员|官方|系统|宣讲员|工作人员|客服")
"""Words by which a name would pass itself off as the house."""

JOINERS = frozenset("\u200d")
"""The one invisible sign that families of emoji are made with; all others could hide or turn around a text."""

MAX_MARKS = 3
"""Combining marks in a row. Tibetan and Vietnamese need two; more is meant to run over other people's lines."""


class Empty(Refusal):
    code = "text-empty"
    status = 422
    text = "请先写点什么再发送。"


class TooLong(Refusal):
    code = "text-too-long"
    status = 422
    text = f"最多写 {MAX_TEXT} 个字，请分两次发。"


class NameTooLong(Refusal):
    code = "name-too-long"
    status = 422
    text = f"名字最多 {MAX_NAME} 个字。"


class NameReserved(Refusal):
    code = "name-reserved"
    status = 422
    text = "这个名字容易让人误会是工作人员，请换一个。"


def clean(text: str) -> str:
    """NFC, control and invisible signs out, white space of any kind as single blanks (Unicode annex 15, annex 9)."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if sign.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category[0] == "C" and sign not in JOINERS:
            continue
        elif marks <= MAX_MARKS:
            kept.append(sign)
    return " ".join("".join(kept).split()).strip("\u200d")


def sentence(text: str) -> str:
    """A danmaku of 1 to 140 characters. Raises `Empty`, `TooLong`."""
    said = clean(text)
    if not said:
        raise Empty
    if len(said) > MAX_TEXT:
        raise TooLong
    return said


def name(text: str) -> str:
    """A name of at most 12 characters, "" for none. Raises `NameTooLong`, `NameReserved`."""
    called = clean(text)
    if len(called) > MAX_NAME:
        raise NameTooLong
    if RESERVED.search(called):
        raise NameReserved
    return called
