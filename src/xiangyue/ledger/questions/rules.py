"""What a question says as a matter, and what may be answered: pure."""

from dataclasses import dataclass

from xiangyue.kernel import answers
from xiangyue.ledger.matters.rules import MAX_REASON, MAX_TITLE
from xiangyue.ledger.questions import errors

KIND = "question"
"""The kind of `kinds/question.yaml`: whoever asked says whether it is answered."""

MAX_SOURCE = 200

WITHDRAWN = "提问已依本人要求删除"
"""What stands where a question was, once its asker was erased by decision: the same words as in the hall."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a lecture, as the hall hands it on. `place` is the code of the studio's unit; `shown`: everybody
    could read it there, so its answer may be read too.
    """

    lecture: str
    i: int
    text: str
    occasion: str
    """The lecture's title, as people know it."""
    category: str
    place: str
    shown: bool
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Struck:
    """A matter whose question was withdrawn, and what others may have written down of it."""

    matter: str
    number: str
    title: str


def titled(text: str) -> str:
    """A question as the title of a matter: one line, cut where a title ends."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_TITLE else f"{line[: MAX_TITLE - 2]}……"


def spelt(answer: str, source: str) -> str:
    """An official answer as its claim says it. Raises `BadAnswer`."""
    words, named = answers.trimmed(answer), " ".join(source.split())
    if len(named) > MAX_SOURCE:
        raise errors.BadAnswer(str(errors.SOURCE), limit=MAX_SOURCE)
    text = answers.composed(words, named)
    if not words or len(text) > MAX_REASON:
        raise errors.BadAnswer(str(errors.ANSWER), limit=MAX_REASON)
    return text
