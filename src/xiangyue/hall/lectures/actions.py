"""Everything that changes a lecture. Each verb checks, tells the line, moves the row, writes permits and the journal.

The line comes before the row: it is the truth. Should this process die in between, the follower in `audience` moves the
row after the line (`follow_phase`), with the same permits and the same record.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyue.hall import stage
from xiangyue.hall.lectures import errors, rules
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import MOVES, OPEN, State, heard
from xiangyue.hall.studios import permits
from xiangyue.hall.studios.models import Studio
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


@transaction.atomic
def plan(
    studio: Studio,
    *,
    title: str,
    speaker: str,
    planned_at: datetime,
    by: Member,
    summary: str = "",
    public_id: str = "",
) -> Lecture:
    """Put a lecture on the programme. Raises `Forbidden`, `BadLecture`. `public_id` is given by loaders only."""
    access.require(by, Right.PLAN, studio.unit)
    rules.require_plan(title, speaker, planned_at, now=clock.now())
    lecture = Lecture(
        id=public_id or ids.new_id(),
        studio=studio,
        title=title.strip(),
        summary=summary.strip(),
        speaker=speaker.strip(),
        planned_at=planned_at,
        planned_by=by.username,
    )
    _clean(lecture)
    lecture.save(force_insert=True)
    _record(lecture, "plan", _words(lecture), by=by.username)
    return lecture


@transaction.atomic
def change(lecture: Lecture, *, title: str, speaker: str, planned_at: datetime, by: Member, summary: str = "") -> None:
    """Change what the programme says, while it is a plan. Raises `Forbidden`, `BadLecture`, `WrongMoment`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = _lock(lecture)
    if current.state != State.DRAFT:
        raise errors.WrongMoment(state=State(current.state).label)
    rules.require_plan(title, speaker, planned_at, now=clock.now())
    lecture.title, lecture.speaker, lecture.planned_at = title.strip(), speaker.strip(), planned_at
    lecture.summary = summary.strip()
    _clean(lecture)
    lecture.save(update_fields=["title", "speaker", "planned_at", "summary"])
    _record(lecture, "change", _words(lecture), by=by.username)


def open_lobby(lecture: Lecture, *, by: Member) -> None:
    """Open the page and let the studio's keys in; nothing is public of picture and sound yet."""

    def tell() -> stage.Receipt:
        return stage.open_line(lecture.pk, title=lecture.title, studio=lecture.studio.name, by=by.username)

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
    current = _lock(lecture)
    if current.state not in OPEN | {State.DRAFT}:
        raise errors.WrongMoment(state=State(current.state).label)
    Lecture.objects.filter(pk=lecture.pk).update(replay_wanted=wanted)
    lecture.replay_wanted = wanted
    _record(lecture, "want-replay", {"wanted": wanted}, by=by.username)


def cancel(lecture: Lecture, *, by: Member) -> None:
    """Take a lecture off the programme before it was on air; an open lobby is called off, and its line ends."""
    if lecture.state == State.LOBBY:
        tell = lambda: stage.phase(lecture.pk, "ended", by=by.username)  # noqa: E731 - one line of the same shape as above
        _step(lecture, "call-off", Right.PLAN, by=by, tell=tell)
    else:
        _step(lecture, "cancel", Right.PLAN, by=by)


def notice(lecture: Lecture, text: str, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Pin a sentence above the talk; an empty one takes it down."""
    return _order(lecture, "notice", {"text": text.strip()}, by=by, command=command, expected=expected)


def silence(lecture: Lecture, on: bool, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let nobody speak (全员禁言), or let them again."""
    return _order(lecture, "silence", {"on": on}, by=by, command=command, expected=expected)


def slow(lecture: Lecture, seconds: int, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let everybody speak once in so many seconds; 0 ends it."""
    return _order(lecture, "slow", {"s": seconds}, by=by, command=command, expected=expected)


def redact(lecture: Lecture, number: int, reason: str, *, by: Member, command: str) -> stage.Receipt:
    """Take a sentence back: by its number on the line, with the reason that the record keeps."""
    return _order(lecture, "redact", {"i": number, "reason": reason.strip()}, by=by, command=command, expected=None)


@transaction.atomic
def follow_phase(lecture_id: str, phase: str, at_ms: int, *, by: str) -> bool:
    """Move the row after its line, if it is behind: an act was interrupted between the two. Says whether it was."""
    lecture = Lecture.objects.select_for_update(of=("self",)).select_related("studio__unit").get(pk=lecture_id)
    verb = heard(State(lecture.state), phase)
    if verb is None:
        return False
    _move(lecture, verb, clock.from_ms(at_ms), by=by or "system")
    return True


def _step(
    lecture: Lecture, verb: str, right: Right, *, by: Member, tell: Callable[[], stage.Receipt] | None = None
) -> None:
    access.require(by, right, lecture.studio.unit)
    # Of two people pressing at once the second waits here, and then finds the lecture elsewhere.
    with transaction.atomic():
        current = _lock(lecture)
        move = MOVES[verb]
        if current.state not in move.sources:
            lecture.state = current.state
            raise errors.WrongMoment(state=State(current.state).label)
        # What was decided while we waited counts: the page may have been read minutes ago.
        lecture.title, lecture.replay_wanted = current.title, current.replay_wanted
        if move.target == State.LOBBY:
            _require_free(lecture)
        at = clock.from_ms(tell().at) if tell else clock.now()
        _move(lecture, verb, at, by=by.username)


def _move(lecture: Lecture, verb: str, at: datetime, *, by: str) -> None:
    """The row's part of a move: state, moment, permits, record."""
    move = MOVES[verb]
    stamp = {move.stamp: at} if move.stamp else {}
    moved = Lecture.objects.filter(pk=lecture.pk, state__in=sorted(move.sources)).update(state=move.target, **stamp)
    if moved != 1:
        raise errors.MovedMeanwhile
    lecture.state = move.target
    for column, value in stamp.items():
        setattr(lecture, column, value)
    if move.target == State.LOBBY:
        permits.open_for(lecture.pk, studio=lecture.studio, title=lecture.title)
    if move.phase == "ended":
        permits.close(lecture.pk)
    _record(lecture, verb, {"state": move.target.value}, by=by)
    if verb == "end" and lecture.replay_wanted:
        _move(lecture, "publish-replay", at, by=by)


def _require_free(lecture: Lecture) -> None:
    Studio.objects.select_for_update().get(pk=lecture.studio_id)
    other = Lecture.objects.filter(studio=lecture.studio, state__in=sorted(OPEN)).first()
    if other is not None:
        raise errors.StudioBusy(title=other.title)


def _order(
    lecture: Lecture, kind: str, data: dict[str, object], *, by: Member, command: str, expected: int | None
) -> stage.Receipt:
    access.require(by, Right.MODERATE, lecture.studio.unit)
    if lecture.state not in OPEN:
        raise errors.WrongMoment(state=State(lecture.state).label)
    return stage.order(lecture.pk, kind, data, by=by.username, command=command, expected=expected)


def _lock(lecture: Lecture) -> Lecture:
    return Lecture.objects.select_for_update().get(pk=lecture.pk)


def _clean(lecture: Lecture) -> None:
    try:
        lecture.clean_fields(exclude=["studio", "lobby_at", "on_air_at", "ended_at"])
    except ValidationError as wrong:
        raise errors.BadLecture(" ".join(wrong.messages)) from wrong


def _words(lecture: Lecture) -> dict[str, object]:
    return {
        "title": lecture.title,
        "studio": lecture.studio.code,
        "speaker": lecture.speaker,
        "planned_at": lecture.planned_at.isoformat(),
    }


def _record(lecture: Lecture, verb: str, data: dict[str, object], *, by: str) -> None:
    journal.record(f"lecture/{lecture.pk}", verb, data, by=by)
