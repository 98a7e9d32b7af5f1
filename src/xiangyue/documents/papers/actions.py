"""Asking for a lecture's papers, and erasing what its line has of one person."""

import uuid
from typing import TYPE_CHECKING

from xiangyue.documents.papers import errors, making, queries
from xiangyue.documents.papers.states import Paper
from xiangyue.documents.press import actions as press
from xiangyue.hall import stage
from xiangyue.hall.lectures.states import State
from xiangyue.journal import actions as journal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

GIVEN = frozenset({State.ENDED, State.REPLAY})
"""It took place, and nothing more will happen on its line."""

BATCH = 500
"""Records erased by one order: each is named in the decision, which is a record itself."""


def ask(lecture: "Lecture", *, by: Member) -> None:
    """Have all papers made. Raises `Forbidden`, `SecondFactorMissing`, `NotYet`."""
    access.require(by, Right.VIEW_STUDIO, lecture.studio.unit)
    if lecture.state not in GIVEN:
        raise errors.NotYet
    key = making.key(lecture)
    for paper in Paper:
        press.ask(lecture, queries.what(paper), key, by=by.username)


def erase_person(lecture: "Lecture", pseudonym: str, decision: str, *, by: Member) -> int:
    """Take everything of one person that can go off the line, by a decision that is recorded; how many records.

    The line's chain still verifies, and shows the places as erased by decision. Papers made before are of the past
    evening's figures and hold no pseudonym; questions shown in them go when they are made anew.
    Raises `Forbidden`, `NoDecision`, `NobodyFound`, `NothingToErase`, and what the line refuses.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    words = " ".join(decision.split())
    if not words:
        raise errors.NoDecision
    seqs = [each.seq for each in queries.of_person(by, lecture, pseudonym) if each.is_erasable]
    if not seqs:
        raise errors.NothingToErase
    for start in range(0, len(seqs), BATCH):
        part = seqs[start : start + BATCH]
        # Named by what it erases: sent again after a doubt, it is the same order.
        command = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{lecture.pk}/erase/{part[0]}-{part[-1]}"))
        stage.erase(lecture.pk, part, reason=words, by=by.username, command=command)
    stated = {"seqs": seqs, "decision": words}
    journal.record(f"lecture/{lecture.pk}", "erase-person", stated, by=by.username)
    return len(seqs)
