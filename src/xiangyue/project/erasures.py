"""What follows when a line gives up records of one person: official answers are kept, papers made of them go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xiangyue.documents.papers import actions as papers
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.traces import signals

if TYPE_CHECKING:
    from xiangyue.hall.traces.rules import Trace


def wire() -> None:
    """Connect them; again does no harm."""
    signals.erasing.connect(_before, dispatch_uid="erasures-before")
    signals.erased.connect(_after, dispatch_uid="erasures-after")


def _before(*, lecture: str, records: "Sequence[Trace]", **_rest: Any) -> None:
    questions.keep(lecture, records)
    papers.drop(lecture)


def _after(*, lecture: str, **_rest: Any) -> None:
    papers.drop(lecture)
