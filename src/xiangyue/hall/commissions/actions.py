"""Everything that changes commissions. Each verb checks, moves by compare-and-set, records, then tells."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xiangyue.hall.bank import rules as bank
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.commissions import errors, signals
from xiangyue.hall.commissions.models import Commission
from xiangyue.hall.commissions.states import MOVES, State
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.studios.models import Studio
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

MAX_REASON = 300


@transaction.atomic
def place(
    studio: str, origin: tuple[str, str], title: str, about: str, items: Sequence[Draft], *, by: Member, command: str
) -> Commission:
    """Want a lecture of a studio, for `origin` (its name, its number). The roof has asked who may.

    The same command gives the same one. Raises `NotFound`, `BadQuestion`.
    """
    named = uuid.UUID(command)
    if (before := Commission.objects.filter(command=named).first()) is not None:
        return before
    where = Studio.objects.filter(code=studio).first()
    if where is None:
        raise NotFound
    drafts = [bank.trimmed(draft) for draft in items]
    for draft in drafts:
        bank.require(draft)
    made = Commission.objects.create(
        id=ids.new_id(), studio=where, origin=origin[0], number=origin[1], title=title.strip(), about=about.strip(),
        items=[draft.as_dict() for draft in drafts], command=named, placed_at=clock.now(), placed_by=by.username,
    )  # fmt: skip
    _record(made, "place", {"studio": studio, "origin": origin[0], "title": made.title}, by=by)
    return made


@transaction.atomic
def take(commission: Commission, *, speaker: str, planned_at: datetime, by: Member) -> Lecture:
    """Plan the lecture that is wanted, with its questions in the quiz.

    Raises `Forbidden`, `BadLecture`, `MovedMeanwhile`.
    """
    studio = commission.studio
    access.require(by, Right.PLAN, studio.unit)
    _require_open(commission)
    lecture = lectures.plan(
        studio, title=commission.title, speaker=speaker, planned_at=planned_at, by=by, summary=commission.about
    )
    for words in commission.items:
        quiz.add(lecture, _draft(words), by=by)
    _move(commission, State.TAKEN, lecture=lecture)
    _record(commission, "take", {"lecture": lecture.pk}, by=by)
    signals.moved.send(sender=Commission, commission=commission)
    return lecture


@transaction.atomic
def decline(commission: Commission, reason: str, *, by: Member) -> None:
    """Say no, with a sentence. Raises `Forbidden`, `ReasonMissing`, `MovedMeanwhile`."""
    access.require(by, Right.PLAN, commission.studio.unit)
    if not 1 <= len(reason.strip()) <= MAX_REASON:
        raise errors.ReasonMissing(limit=MAX_REASON)
    _require_open(commission)
    _move(commission, State.DECLINED, reason=reason.strip())
    _record(commission, "decline", {"reason": reason.strip()}, by=by)


def follow(lecture: Lecture) -> None:
    """A lecture is over: what wanted it is told. For the roof."""
    for commission in Commission.objects.filter(lecture=lecture, state=State.TAKEN).select_related("lecture"):
        _move(commission, State.GIVEN)
        signals.moved.send(sender=Commission, commission=commission)


def _require_open(commission: Commission) -> None:
    current = Commission.objects.select_for_update().get(pk=commission.pk)
    if current.state != State.OPEN:
        raise errors.MovedMeanwhile(state=State(current.state).label)


def _move(commission: Commission, to: State, **columns: object) -> None:
    sources = [state for state, moves in MOVES.items() if to in moves]
    row = Commission.objects.filter(pk=commission.pk, state__in=sources)
    if row.update(state=to, **columns) != 1:
        raise errors.MovedMeanwhile(state=State(commission.state).label)
    commission.refresh_from_db()


def _draft(words: dict[str, object]) -> Draft:
    right, options = words["right"], words["options"]
    assert isinstance(options, list)
    return Draft(
        Kind(str(words["kind"])), str(words["text"]), right if isinstance(right, str) else tuple(right),  # type: ignore[arg-type]
        tuple(options), str(words["measure"]), int(str(words["seconds"])), str(words["why"]), str(words["source"]),
    )  # fmt: skip


def _record(commission: Commission, verb: str, data: dict[str, object], *, by: Member) -> None:
    journal.record(f"commission/{commission.pk}", verb, data, by=by.username)
