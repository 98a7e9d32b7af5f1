"""The one spelling of a roster: a label a line, NFC, sorted by its UTF-8 bytes, each once, every line ended by LF.

One spelling, because the draw mixes in its SHA-256: who adds, drops or renames a line after the lock is seen by all.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from xiangyue.kernel.errors import Refusal

GREATEST_LABEL = 64
"""Letters."""

_HIDDEN = re.compile("[\x00-\x1f\x7f]")


class BadRoster(Refusal):
    code = "bad-roster"
    status = 400
    text = "名单第 {line} 行不合格式：{why}。"


def spell(labels: Iterable[str]) -> str:
    """The roster of some labels, in whatever order they came. Raises `BadRoster` when one cannot be on it."""
    lines = sorted({unicodedata.normalize("NFC", label) for label in labels}, key=str.encode)
    text = "".join(f"{line}\n" for line in lines)
    read(text)
    return text


def read(text: str) -> list[str]:
    """The labels of a roster. Raises `BadRoster` with the first line that is not in the one spelling."""
    *lines, rest = text.split("\n")
    before = b""
    for number, line in enumerate(lines, 1):
        now = line.encode()
        if why := _fault(line) or ("和上一行重复" if now == before else "没有按次序排" if now < before else ""):
            raise BadRoster(line=number, why=why)
        before = now
    if rest or not lines:
        raise BadRoster(line=len(lines) + 1, why="末尾没有换行" if rest else "名单是空的")
    return lines


def fingerprint(text: str) -> str:
    """SHA-256 of a roster, or of anything else that is spelt in one way, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _fault(line: str) -> str:
    if not line:
        return "是空行"
    if len(line) > GREATEST_LABEL:
        return "太长"
    if _HIDDEN.search(line):
        return "有看不见的字符"
    return "" if unicodedata.is_normalized("NFC", line) else "字形没有统一"
