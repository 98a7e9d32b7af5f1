"""What may be asked and answered: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from xiangyue.hall.questions import errors
from xiangyue.hall.questions.states import State, Word

MAX_TEXT = 200
MAX_ANSWER = 1_500
MAX_UNIT = 60
MAX_SOURCE = 200
MAX_PREPARED = 30

WITHDRAWN = "提问已依本人要求删除"
"""What stands where a question was, once its asker was erased by decision; the official answer to it stays."""


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


class Seen(Protocol):
    """What is read of a record of a line's log."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a question came to, and the official answer to it as the line has it."""

    asked_ms: int
    state: State = State.NEW
    answer: str = ""
    unit: str = ""
    answered_ms: int | None = None


def public(records: Iterable[Seen]) -> dict[int, Stand]:
    """Where those questions came to that are public in the end, by their numbers; records in their order."""
    stands: dict[int, Stand] = {}
    for record in records:
        if record.kind == "ask":
            stands[record.seq] = Stand(record.at)
        elif record.kind == "question":
            i, state = record.data["i"], State(record.data["state"].upper())
            stand = replace(stands.get(i, Stand(record.at)), state=state)
            if state == State.ANSWERED:
                answer, unit = record.data.get("answer", ""), record.data.get("unit", "")
                stand = replace(stand, answer=answer, unit=unit, answered_ms=record.at)
            stands[i] = stand
    return {i: stand for i, stand in stands.items() if stand.state not in (State.NEW, State.DECLINED)}
