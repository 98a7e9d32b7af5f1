"""The evening itself: each step is told to the line, then the row follows."""

from collections.abc import Callable

from django.db import transaction

from xiangyue.hall import stage
from xiangyue.hall.lectures import errors, prepared, queries
from xiangyue.hall.lectures.actions import approving, rows
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import MOVES, OPEN, PLANS, State, heard
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.studios.models import Studio
from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


def open_lobby(lecture: Lecture, *, by: Member) -> None:
    """Open the page and let the studio's keys in; nothing is public of picture and sound yet."""

    def tell() -> stage.Receipt:
        lead = queries.script_of(lecture).passage(Part.LEAD).text
        poster = prepared.poster(lecture.pk)
        return stage.open_line(
            lecture.pk, title=lecture.title, studio=lecture.studio.name, by=by.username, lead=lead, poster=poster
        )

    _step(lecture, "open-lobby", Right.RUN, by=by, tell=tell)


def go_on_air(lecture: Lecture, *, by: Member) -> None:
    """Let the audience see and hear."""
    _step(lecture, "go-on-air", Right.RUN, by=by, tell=lambda: stage.phase(lecture.pk, "on_air", by=by.username))


@transaction.atomic
def end(lecture: Lecture, *, by: Member) -> None:
    """End it; the replay is public the same moment unless it was withheld beforehand."""
    _step(lecture, "end", Right.RUN, by=by, tell=lambda: stage.phase(lecture.pk, "ended", by=by.username))


def publish_replay(lecture: Lecture, *, by: Member) -> None:
    """Show the replay to everybody."""
    _step(lecture, "publish-replay", Right.PLAN, by=by)


def withhold_replay(lecture: Lecture, *, by: Member) -> None:
    """Take the replay off the programme; its address says so to everybody else."""
    _step(lecture, "withhold-replay", Right.PLAN, by=by)


@transaction.atomic
def want_replay(lecture: Lecture, wanted: bool, *, by: Member) -> None:
    """Say before the end whether the replay is to be public the moment it ends."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = rows.lock(lecture)
    if current.rehearsal_of_id:
        raise errors.WrongMoment(state=State(current.state).label)
    if current.state not in OPEN | PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    Lecture.objects.filter(pk=lecture.pk).update(replay_wanted=wanted)
    lecture.replay_wanted = wanted
    rows.record(lecture, "want-replay", {"wanted": wanted}, by=by.username)


def cancel(lecture: Lecture, *, by: Member) -> None:
    """Take a lecture off the programme before it was on air; an open lobby is called off, and its line ends."""
    if lecture.state == State.LOBBY:
        tell = lambda: stage.phase(lecture.pk, "ended", by=by.username)  # noqa: E731 - one line of the same shape as above
        _step(lecture, "call-off", Right.PLAN, by=by, tell=tell)
    else:
        _step(lecture, "cancel", Right.PLAN, by=by)


@transaction.atomic
def follow_phase(lecture_id: str, phase: str, at_ms: int, *, by: str) -> bool:
    """Move the row after its line, if it is behind: an act was interrupted between the two. Says whether it was."""
    lecture = Lecture.objects.select_for_update(of=("self",)).select_related("studio__unit").get(pk=lecture_id)
    verb = heard(State(lecture.state), phase)
    if verb is None:
        return False
    rows.move(lecture, verb, clock.from_ms(at_ms), by=by or "system")
    return True


def _step(
    lecture: Lecture, verb: str, right: Right, *, by: Member, tell: Callable[[], stage.Receipt] | None = None
) -> None:
    access.require(by, right, lecture.studio.unit)
    # Of two people pressing at once the second waits here, and then finds the lecture elsewhere.
    with transaction.atomic():
        current = rows.require_at(lecture, verb)
        # What was decided while we waited counts: the page may have been read minutes ago.
        rows.reread(lecture)
        move = MOVES[verb]
        if current.rehearsal_of_id and move.target == State.REPLAY:
            raise errors.WrongMoment(state=State(current.state).label)
        if move.target == State.LOBBY:
            approving.require_unchanged(current)
            _require_free(current)
        at = clock.from_ms(tell().at) if tell else clock.now()
        rows.move(lecture, verb, at, by=by.username)


def _require_free(lecture: Lecture) -> None:
    Studio.objects.select_for_update().get(pk=lecture.studio_id)
    other = Lecture.objects.filter(studio=lecture.studio, state__in=sorted(OPEN)).first()
    if other is not None:
        raise errors.StudioBusy(title=other.title)
