"""The row under every verb: held, moved, recorded. The line comes before it: it is the truth."""

from datetime import datetime

from django.db.models import F

from xiangyue.hall.lectures import errors, queries, signals
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import MOVES, OPEN, OVER, State
from xiangyue.hall.studios import permits
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock


def lock(lecture: Lecture) -> Lecture:
    """The row as it is now, held until the transaction ends: for verbs, here and in nouns above."""
    return Lecture.objects.select_for_update(of=("self",)).select_related("studio__unit").get(pk=lecture.pk)


def record(lecture: Lecture, verb: str, data: dict[str, object], *, by: str) -> None:
    """On the lecture's own chain; what a rehearsal did is on the chain of what was rehearsed, for it outlives it."""
    if lecture.rehearsal_of_id:
        journal.record(f"lecture/{lecture.rehearsal_of_id}", f"rehearsal-{verb}", {**data, "as": lecture.pk}, by=by)
    else:
        journal.record(f"lecture/{lecture.pk}", verb, data, by=by)


def require_changeable(lecture: Lecture) -> Lecture:
    """The locked row of a lecture whose prepared things may still change. Raises `WrongMoment`."""
    current = lock(lecture)
    if current.is_fixed:
        raise errors.WrongMoment(state=State(current.state).label)
    return current


def require_open(lecture: Lecture) -> None:
    """Pass, or raise `WrongMoment`: by the table, for the page may have been read minutes ago."""
    state = State(Lecture.objects.values_list("state", flat=True).get(pk=lecture.pk))
    if state not in OPEN:
        raise errors.WrongMoment(state=state.label)


def require_at(lecture: Lecture, verb: str) -> Lecture:
    """The locked row, in a state from which the verb leads on."""
    current = lock(lecture)
    if current.state not in MOVES[verb].sources:
        lecture.state = current.state
        raise errors.WrongMoment(state=State(current.state).label)
    return current


def move(lecture: Lecture, verb: str, at: datetime, *, by: str) -> None:
    """The row's part of a move: state, moment, permits, record, news."""
    step = MOVES[verb]
    stamp = {step.stamp: at} if step.stamp else {}
    moved = Lecture.objects.filter(pk=lecture.pk, state__in=sorted(step.sources)).update(state=step.target, **stamp)
    if moved != 1:
        raise errors.MovedMeanwhile
    lecture.state = step.target
    for column, value in stamp.items():
        setattr(lecture, column, value)
    if step.target == State.LOBBY:
        permits.open_for(lecture.pk, studio=lecture.studio, title=lecture.title)
    if step.phase == "ended":
        permits.close(lecture.pk)
    record(lecture, verb, {"state": step.target.value, **_said_at(lecture, verb)}, by=by)
    if step.target == State.CANCELLED and lecture.published_at and not lecture.rehearsal_of_id:
        count(lecture)
        signals.cancelled.send(Lecture, lecture=lecture)
    if step.target in OVER and not lecture.rehearsal_of_id:
        signals.over.send(Lecture, lecture=lecture)
    if verb == "end" and lecture.replay_wanted:
        move(lecture, "publish-replay", at, by=by)


def _said_at(lecture: Lecture, verb: str) -> dict[str, str]:
    """What the record of a move says beside the state."""
    if verb == "submit":
        return {"content": queries.content_hash(lecture)}
    if verb == "approve":
        return {"content": lecture.approved_hash}
    return {"sentence": lecture.returned} if verb == "send-back" else {}


def write(lecture: Lecture, **fields: object) -> None:
    """Columns, in the table and in the row at hand."""
    Lecture.objects.filter(pk=lecture.pk).update(**fields)
    for name, value in fields.items():
        setattr(lecture, name, value)


def count(lecture: Lecture) -> None:
    """Something moved that calendars follow."""
    Lecture.objects.filter(pk=lecture.pk).update(sequence=F("sequence") + 1, changed_at=clock.now())
    lecture.refresh_from_db(fields=["sequence", "changed_at"])


def reread(lecture: Lecture) -> None:
    """Bring the caller's row up to what the table says."""
    lecture.refresh_from_db(from_queryset=Lecture.objects.select_related("studio__unit"))
