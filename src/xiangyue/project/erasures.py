"""What follows when a line gives up records of one person: official answers are kept, papers made of them go.

What was handed on to a department is in the ledger's chains, in notices and in messages: its words go there too.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xiangyue.documents.notices import actions as notices
from xiangyue.documents.notices.writing import STRUCK
from xiangyue.documents.papers import actions as papers
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.traces import signals
from xiangyue.ledger.questions import actions as ledger
from xiangyue.notify import actions as notify

if TYPE_CHECKING:
    from xiangyue.hall.traces.rules import Trace


def wire() -> None:
    """Connect them; again does no harm."""
    signals.erasing.connect(_before, dispatch_uid="erasures-before")
    signals.erased.connect(_after, dispatch_uid="erasures-after")


def _before(*, lecture: str, records: "Sequence[Trace]", decision: str, **_rest: Any) -> None:
    questions.keep(lecture, records)
    _withdraw(lecture, records, decision)
    papers.drop(lecture)


def _after(*, lecture: str, records: "Sequence[Trace]", decision: str, **_rest: Any) -> None:
    # What was handed on since then took its words along; from now on there are none on the line to take.
    _withdraw(lecture, records, decision)
    papers.drop(lecture)


@transaction.atomic
def _withdraw(lecture: str, records: "Sequence[Trace]", decision: str) -> None:
    """Whole or not at all: done once, nobody knows any more which words to look for."""
    asked = [each.seq for each in records if each.kind == "ask"]
    questions.hold(lecture, asked)
    for struck in ledger.withdraw(lecture, asked, decision):
        notices.strike(struck.matter, struck.number, decision)
        if struck.title:
            notify.strike(f"{struck.number} {struck.title}", f"{struck.number} {STRUCK}")
