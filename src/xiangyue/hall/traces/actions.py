"""Erasing one person from a lecture's line, by decision: payloads go, the chain still verifies, the decision stays."""

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.traces import errors, queries, rules
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import errors as residents
from xiangyue.org.residents.rules import words
from xiangyue.org.units import queries as units


def erase(lecture: Lecture, pseudonym: str, decision: str, *, by: Member) -> int:
    """Take what a pseudonym said and chose off the disk; how many records went. The office's, never the studio's own:
    who moderates must not be able to make evidence vanish. Raises `Forbidden`, `BadDecision`, `NoTrace`.
    """
    access.require(by, Right.GRANT, units.root())
    said = words(decision, residents.BadDecision)
    seqs = rules.erasable(queries.records(lecture.pk), pseudonym)
    if not seqs:
        raise errors.NoTrace
    command = stage.command(lecture.pk, f"erase/{pseudonym}/{seqs[-1]}")
    receipt = stage.erase(lecture.pk, seqs, reason=said, by=by.username, command=command)
    if not receipt.repeated:
        lectures.record(lecture, "erase-person", {"count": len(seqs), "decision": said}, by=by.username)
    return len(seqs)
