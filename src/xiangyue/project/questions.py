"""Between hall and ledger: a question of a lecture becomes a matter, its answer goes back, whoever asked judges it."""

from typing import TYPE_CHECKING, Any

from xiangyue.hall.questions import actions as hall
from xiangyue.hall.questions import signals as asking
from xiangyue.hall.questions.rules import Heard, Taken
from xiangyue.hall.questions.states import Word
from xiangyue.ledger.questions import actions as ledger
from xiangyue.ledger.questions import queries
from xiangyue.ledger.questions import signals as answering
from xiangyue.ledger.questions.rules import Asked

if TYPE_CHECKING:
    from xiangyue.hall.questions.models import Asked as Row
    from xiangyue.ledger.questions.models import Question


def wire() -> None:
    """Connect both rooms; again does no harm."""
    asking.handed.connect(_take, dispatch_uid="questions-handed")
    asking.judged.connect(_judge, dispatch_uid="questions-judged")
    answering.answered.connect(_tell, dispatch_uid="questions-answered")


def _take(*, asked: "Row", category: str, shown: bool, **_rest: Any) -> Taken | None:
    if queries.kind() is None:
        return None
    lecture = asked.lecture
    matter = ledger.take(
        Asked(lecture.pk, asked.i, asked.text, lecture.title, category, lecture.studio.unit.code, shown)
    )
    return Taken(matter.number, matter.lead.name if matter.lead else "", matter.due)


def _judge(*, lecture: str, i: int, satisfied: bool, missing: str, **_rest: Any) -> None:
    ledger.judge(lecture, i, satisfied=satisfied, missing=missing)


def _tell(*, question: "Question", **_rest: Any) -> None:
    if not question.lecture or question.i is None:
        return
    matter = question.matter
    unit = question.unit or (matter.lead.name if matter.lead else "")
    heard = Heard(
        unit, matter.due, Word(question.word), question.answer, question.source, question.answered_at
    )  # fmt: skip
    hall.hear(question.lecture, question.i, heard)
