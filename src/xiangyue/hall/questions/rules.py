"""How an official answer is spelt on the line, and what may be written: pure."""

from xiangyue.hall.questions import errors

MAX_TEXT = 200
MAX_ANSWER = 1_500
MAX_UNIT = 60
MAX_SOURCE = 200
MAX_PREPARED = 30

_SOURCE = "\n依据："
"""Before the source, as the last line of an answer: the line has one field for both, and people read them together."""


def composed(answer: str, source: str) -> str:
    """An answer with its source, as the line takes it."""
    return f"{answer}{_SOURCE}{source}" if source else answer


def parted(text: str) -> tuple[str, str]:
    """The answer and the source that `composed` made one of."""
    answer, mark, source = text.rpartition(_SOURCE)
    return (answer, source) if mark and "\n" not in source else (text, "")


def trimmed(answer: str) -> str:
    """One spelling of line ends, nothing at the ends."""
    lines = [line.rstrip() for line in answer.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()


def require_text(text: str) -> None:
    """Pass, or raise `BadQuestion`."""
    if not 1 <= len(text) <= MAX_TEXT:
        raise errors.BadQuestion(str(errors.TEXT), limit=MAX_TEXT)


def require_answer(answer: str, unit: str, source: str) -> None:
    """Pass, or raise `BadQuestion` with what is wrong."""
    if not 1 <= len(answer) <= MAX_ANSWER:
        raise errors.BadQuestion(str(errors.ANSWER), limit=MAX_ANSWER)
    if not 1 <= len(unit) <= MAX_UNIT:
        raise errors.BadQuestion(str(errors.UNIT))
    if len(source) > MAX_SOURCE or "\n" in source:
        raise errors.BadQuestion(str(errors.SOURCE), limit=MAX_SOURCE)
