"""Everything that changes a review. Each verb locks the lecture, checks who and what, writes, and moves the lecture."""

from django.db import transaction

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import errors as moments
from xiangyue.hall.lectures import queries as contents
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.reviews import errors, queries, rules
from xiangyue.hall.reviews.models import Review
from xiangyue.kernel import clock
from xiangyue.org.access.rules import Member

MAX_SENTENCE = 300


@transaction.atomic
def approve(lecture: Lecture, *, seen: str, by: Member) -> None:
    """Take the next step over the content whose hash is `seen`: what the page showed. The last step approves it.

    Raises `WrongMoment`, `NotYourStep`, `OwnWords`, `TwiceTheSame`, and `SeenAnother` when it changed meanwhile.
    """
    current, pending = _locked(lecture, by)
    if seen != contents.content_hash(current):
        raise errors.SeenAnother
    step = pending.step
    Review.objects.create(
        lecture=current,
        round=current.round,
        position=len(pending.taken_by),
        step=step.name,
        by=by.username,
        at=clock.now(),
        content=seen,
    )
    lectures.record(current, "review", {"step": step.name, "content": seen}, by=by.username)
    if pending.is_last:
        lectures.approved(current, seen, by=by)
    lecture.state = current.state


@transaction.atomic
def send_back(lecture: Lecture, sentence: str, *, by: Member) -> None:
    """Send it back to its author with a sentence. Raises as `approve` does, and `SayWhy` without one."""
    current, _pending = _locked(lecture, by)
    if not 1 <= len(sentence.strip()) <= MAX_SENTENCE:
        raise errors.SayWhy
    lectures.sent_back(current, sentence.strip(), by=by)
    lecture.state = current.state


def _locked(lecture: Lecture, by: Member) -> tuple[Lecture, rules.Pending]:
    current = lectures.lock(lecture)
    pending = queries.pending(current)
    rules.require_reviewer(by, pending, current.studio.unit)
    if current.state != State.SUBMITTED:
        raise moments.WrongMoment(state=State(current.state).label)
    return current, pending
