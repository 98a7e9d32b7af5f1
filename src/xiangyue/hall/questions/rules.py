"""What may be asked and answered: pure."""

from dataclasses import dataclass
from datetime import datetime

from xiangyue.hall.questions import errors
from xiangyue.hall.questions.states import Word

MAX_TEXT = 200
MAX_ANSWER = 1_500
MAX_UNIT = 60
MAX_SOURCE = 200
MAX_PREPARED = 30


@dataclass(frozen=True, slots=True)
class Taken:
    """What a question that was handed on became."""

    number: str
    unit: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heard:
    """How it stands outside with a question that was handed on: who answers, and the answer as it is now."""

    unit: str
    due_at: datetime | None
    word: Word
    answer: str
    source: str
    answered_at: datetime | None


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
