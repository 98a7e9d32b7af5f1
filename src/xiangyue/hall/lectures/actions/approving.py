"""Towards the programme: handed in, approved, put on; and approved again when what residents read has changed."""

from django.db import transaction

from xiangyue.hall.lectures import errors, queries
from xiangyue.hall.lectures.actions import rows
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.procedures import queries as procedures
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


@transaction.atomic
def submit(lecture: Lecture, *, by: Member, publish: bool = True) -> None:
    """Hand a draft in for approval; with `publish` it goes on the programme the moment it is approved.

    Where nobody has to approve it goes there now. Raises `Forbidden`, `WrongMoment`.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = rows.require_at(lecture, "submit")
    if is_free(current, by):
        put_on(current, "put-on", by=by)
    else:
        authors = _with(current.authors, by)
        rows.write(current, authors=authors, round=current.round + 1, returned="", publish_wanted=publish)
        rows.move(current, "submit", clock.now(), by=by.username)
    rows.reread(lecture)


@transaction.atomic
def withdraw(lecture: Lecture, *, by: Member) -> None:
    """Take it back before it is approved, to go on writing. Raises `Forbidden`, `WrongMoment`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    rows.move(rows.require_at(lecture, "withdraw"), "withdraw", clock.now(), by=by.username)
    rows.reread(lecture)


@transaction.atomic
def publish(lecture: Lecture, *, by: Member) -> None:
    """Put what is approved on the programme; a draft that nobody has to approve too.

    Raises `Forbidden`, `WrongMoment`, `NeedsApproval`, and `ContentChanged` when it is not what was approved.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = rows.lock(lecture)
    if current.state == State.DRAFT:
        if not is_free(current, by):
            raise errors.NeedsApproval
        put_on(current, "put-on", by=by)
    else:
        require_unchanged(rows.require_at(current, "publish"))
        put_on(current, "publish", by=by)
    rows.reread(lecture)


def approved(lecture: Lecture, content: str, *, by: Member) -> None:
    """The last step of approval was taken: `reviews` says so, in its transaction, with the lecture locked."""
    rows.write(lecture, approved_hash=content)
    rows.move(lecture, "approve", clock.now(), by=by.username)
    if lecture.publish_wanted:
        put_on(lecture, "publish", by=by)


def sent_back(lecture: Lecture, sentence: str, *, by: Member) -> None:
    """A step of approval was refused: `reviews` says so, in its transaction, with the lecture locked."""
    rows.write(lecture, returned=sentence)
    rows.move(lecture, "send-back", clock.now(), by=by.username)


def put_on(lecture: Lecture, verb: str, *, by: Member) -> None:
    """Onto the programme, by "put-on" or "publish"; calendars that have it already hear of it."""
    known = lecture.published_at is not None
    rows.move(lecture, verb, clock.now(), by=by.username)
    rows.write(lecture, announced_title=lecture.title)
    if known:
        rows.count(lecture)


def amended(lecture: Lecture, *, by: Member) -> None:
    """What residents would read is not what was approved any more."""
    rows.write(lecture, authors=_with(lecture.authors, by))
    if lecture.state == State.DRAFT:
        return
    if is_free(lecture, by):
        rows.write(lecture, approved_hash="" if lecture.state == State.PUBLISHED else lecture.approved_hash)
        if lecture.state == State.PUBLISHED:
            rows.write(lecture, announced_title=lecture.title)
            rows.count(lecture)
        return
    if lecture.state != State.SUBMITTED:
        rows.write(lecture, publish_wanted=lecture.publish_wanted or lecture.state == State.PUBLISHED)
        rows.move(lecture, "amend", clock.now(), by=by.username)
    rows.write(lecture, round=lecture.round + 1, approved_hash="")


def is_free(lecture: Lecture, by: Member) -> bool:
    """Whether nobody has to approve: the unit says so, or the operator at the command line acts."""
    return by.is_house or not procedures.steps_of(lecture.studio.unit)


def require_unchanged(lecture: Lecture) -> None:
    """Pass, or raise `ContentChanged`: on air is what was approved."""
    if lecture.approved_hash and lecture.approved_hash != queries.content_hash(lecture):
        raise errors.ContentChanged


def _with(authors: list[str], by: Member) -> list[str]:
    return authors if by.username in authors else [*authors, by.username]
