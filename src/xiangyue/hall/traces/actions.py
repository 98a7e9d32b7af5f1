"""Erasing one person from a lecture's line, by decision: payloads go, the chain still verifies, the decision stays."""

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.traces import errors, queries, rules, signals
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import errors as residents
from xiangyue.org.residents.rules import words
from xiangyue.org.units import queries as units

BATCH = 500
"""Records erased by one order: each is named in the decision, which is a record itself."""


def erase(lecture: Lecture, pseudonym: str, decision: str, *, by: Member) -> int:
    """Take what a pseudonym said and chose off the disk, and what repeats it; how many records went.

    Official answers stay; papers made of those records go, and the words of what was handed on to a department.

    The office's, never the studio's own: who moderates must not be able to make evidence vanish. Raises `Forbidden`,
    `BadDecision`, `NoTrace`.
    """
    access.require(by, Right.GRANT, units.root())
    said = words(decision, residents.BadDecision)
    going = [each for each in rules.held(queries.records(lecture.pk), pseudonym) if each.is_erasable]
    seqs = [each.seq for each in going]
    if not seqs:
        raise errors.NoTrace
    news = {"lecture": lecture.pk, "records": going, "decision": said}
    signals.erasing.send(sender=Lecture, **news)
    fresh = 0
    for start in range(0, len(seqs), BATCH):
        part = seqs[start : start + BATCH]
        # Named by what it erases: sent again after a doubt, it is the same order.
        command = stage.command(lecture.pk, f"erase/{pseudonym}/{part[-1]}")
        receipt = stage.erase(lecture.pk, part, reason=said, by=by.username, command=command)
        fresh += 0 if receipt.repeated else len(part)
    signals.erased.send(sender=Lecture, **news)
    if fresh:
        lectures.record(lecture, queries.ERASED, {"count": fresh, "decision": said}, by=by.username)
    return len(seqs)
