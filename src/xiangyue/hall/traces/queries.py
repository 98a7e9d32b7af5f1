"""Reads of traces: whoever holds a voucher or a ticket is told what the lines hold of them, and of nobody else; a
keeper what one line holds of somebody who asked at the desk.
"""

from dataclasses import dataclass

from django.conf import settings

from xiangyue.hall import stage
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, OVER
from xiangyue.hall.traces import errors, rules
from xiangyue.hall.traces.rules import Trace
from xiangyue.journal import queries as journal
from xiangyue.kernel import signing, vouchers
from xiangyue.kernel.errors import Refusal
from xiangyue.kernel.signing import Forged
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import queries as residents

AT_A_TIME = 5
"""Lectures looked through for one request: a busy one is read in a tenth of a second."""

ERASED = "erase-person"
"""What the lecture's own record calls an erasure."""

LATE_MS = 400 * 24 * 3600 * 1000
"""A ticket reads back what was done with it for as long as it may fetch a prize."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one lecture's line holds of a person, and what it calls them."""

    lecture: Lecture
    pseudonym: str
    traces: list[Trace]


def of_person(voucher: str, after: str = "") -> tuple[list[Found], str]:
    """What the lectures behind a public name hold of the voucher's holder, and where to go on ("" at the end).

    Lectures without a trace are not named. Raises `VoucherInvalid`.
    """
    person = residents.owner_of(voucher)
    begun = Lecture.objects.filter(state__in=sorted(OPEN | OVER), pk__gt=after).select_related("studio").order_by("pk")
    batch = list(begun[:AT_A_TIME])
    found = [_found(lecture, vouchers.pseudonym(settings.SECRET_KEY, person, lecture.pk)) for lecture in batch]
    return [each for each in found if each.traces], batch[-1].pk if len(batch) == AT_A_TIME else ""


def of_ticket(ticket: str) -> Found:
    """What its lecture's line holds of a guest. Raises `Forged`."""
    payload = signing.verify(signing.derive(settings.SECRET_KEY, "ticket"), ticket, late_ms=LATE_MS)
    lecture = Lecture.objects.filter(pk=payload.get("lecture", "")).select_related("studio").first()
    if lecture is None:
        raise Forged
    return _found(lecture, str(payload["who"]))


def of_pseudonym(viewer: Member, lecture: Lecture, pseudonym: str) -> list[Trace]:
    """What a lecture's line holds of who is called so there. Raises `Forbidden`, `NobodyFound`."""
    access.require(viewer, Right.PLAN, lecture.studio.unit)
    found = rules.held(records(lecture.pk), pseudonym) if pseudonym else []
    if not found:
        raise errors.NobodyFound
    return found


def erased(viewer: Member, lecture: Lecture) -> int:
    """How many records of a lecture's line were erased at somebody's request. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    told = [entry.data or {} for entry in journal.named(f"lecture/{lecture.pk}", ERASED)]
    return sum(int(each.get("count", 0)) for each in told)


def records(lecture: str) -> "list[stage.Accepted]":
    """The whole log of a lecture's line; nothing where it never began."""
    try:
        return list(stage.whole(lecture))
    except Refusal as no:
        if no.status != 404:
            raise
        return []


def _found(lecture: Lecture, pseudonym: str) -> Found:
    return Found(lecture, pseudonym, rules.held(records(lecture.pk), pseudonym))
