"""Everything that changes a lecture. Each verb checks, tells the line, moves the row, writes permits and the journal.

The line comes before the row: it is the truth. Should this process die in between, the follower in `audience` moves the
row after the line (`follow_phase`), with the same permits and the same record.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from xiangyue.hall import stage
from xiangyue.hall.lectures import errors, prepared, queries, rules, signals
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.orders import notice, part, redact, silence, slow
from xiangyue.hall.lectures.states import MOVES, OPEN, OVER, PLANS, State, heard
from xiangyue.hall.procedures import queries as procedures
from xiangyue.hall.scripts import actions as writing
from xiangyue.hall.scripts import rules as scripts
from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.studios import permits
from xiangyue.hall.studios.models import Studio
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

__all__ = [
    "approved", "cancel", "change", "copy", "end", "follow_phase", "go_on_air", "lock", "notice", "open_lobby", "part",
    "plan", "prepare", "publish", "publish_replay", "record", "redact", "require_changeable", "reschedule", "sent_back",
    "silence", "slow",
    "stand_in", "submit", "touched", "want_replay", "withdraw", "withhold_replay",
]  # fmt: skip

REHEARSAL = "彩排 · "
"""What stands before the title of a rehearsal, so that nobody takes it for the evening itself."""


# ------------------------------------------------ the plan
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
    """Plan a lecture. It is a draft; where nobody has to approve, it is on the programme at once.

    What the operator plans at the command line is, too. Raises `Forbidden`, `BadLecture`. `public_id` is given by
    loaders only.
    """
    access.require(by, Right.PLAN, studio.unit)
    written = scripts.trimmed(Script(title=title, speakers=(scripts.Speaker(speaker),), summary=summary))
    scripts.require(written)
    rules.require_moment(planned_at, now=clock.now())
    lecture = _begin(studio, written, planned_at, by=by, public_id=public_id)
    record(lecture, "plan", _words(lecture), by=by.username)
    if _is_free(lecture, by):
        _publish(lecture, "put-on", by=by)
    return lecture


@transaction.atomic
def copy(lecture: Lecture, *, by: Member, planned_at: datetime | None = None) -> Lecture:
    """Plan the next one like this one: words, speakers, parts, and all that other nouns have prepared; a draft.

    Without a moment it is the same weekday and hour, in the first week that leaves a day to prepare.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    when = planned_at or rules.next_like(lecture.planned_at, now=clock.now())
    rules.require_moment(when, now=clock.now())
    made = _begin(lecture.studio, queries.script_of(lecture), when, by=by)
    prepared.copy(lecture.pk, made.pk, by)
    record(made, "plan", {**_words(made), "like": lecture.pk}, by=by.username)
    return made


@transaction.atomic
def prepare(lecture: Lecture, written: Script, *, by: Member) -> None:
    """Write title, speakers and the six parts. What residents read and somebody approved is to be approved again.

    Raises `Forbidden`, `BadLecture`, `WrongMoment`. After the end only the closing summary may still be written.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = lock(lecture)
    if current.state in OPEN or current.state == State.CANCELLED:
        raise errors.WrongMoment(state=State(current.state).label)
    written = scripts.trimmed(written)
    scripts.require(written)
    before = queries.script_of(current)
    if current.state not in PLANS:
        written = _with_closing(before, written)
    _write(current, written)
    record(current, "change", {**_words(current), "content": queries.content_hash(current)}, by=by.username)
    if written.content() != before.content() and current.state in PLANS:
        _amended(current, by=by)
    _reread(lecture)


@transaction.atomic
def change(lecture: Lecture, *, title: str, speaker: str, planned_at: datetime, by: Member, summary: str = "") -> None:
    """Change what the programme says in short, while it is a plan. Raises as `prepare` and `reschedule` do."""
    if lecture.state not in PLANS:
        raise errors.WrongMoment(state=State(lecture.state).label)
    before = queries.script_of(lecture)
    speakers = before.speakers if speaker.strip() == lecture.speaker else (scripts.Speaker(speaker),)
    prepare(lecture, replace(before, title=title, summary=summary, speakers=speakers), by=by)
    if planned_at != lecture.planned_at:
        reschedule(lecture, planned_at, by=by)


@transaction.atomic
def reschedule(lecture: Lecture, planned_at: datetime, *, by: Member) -> None:
    """Move a plan to another moment; residents who asked to be told are told. Raises `BadLecture`, `WrongMoment`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = lock(lecture)
    if current.state not in PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    rules.require_moment(planned_at, now=clock.now())
    before = current.planned_at
    if planned_at == before:
        return
    _set(current, planned_at=planned_at)
    record(current, "reschedule", {"from": before.isoformat(), "to": planned_at.isoformat()}, by=by.username)
    _reread(lecture)
    if current.published_at:
        _count(lecture)
        signals.rescheduled.send(Lecture, lecture=lecture, before=before)


@transaction.atomic
def touched(lecture: Lecture, what: str, *, by: Member) -> None:
    """Something that stands prepared for a lecture changed (slides, quiz, draw, poster): called by its owner, who has
    checked who may, in the transaction of the change. What was approved is to be approved again.

    Raises `WrongMoment` once the lobby of an approved one is open: on air is what was approved.
    """
    current = require_changeable(lecture)
    if current.rehearsal_of_id:
        return  # nobody approves a rehearsal, and nothing of it stays
    record(current, "touch", {"what": what}, by=by.username)
    if current.state in PLANS:
        _amended(current, by=by)
    _reread(lecture)


# ------------------------------------------------ towards the programme
@transaction.atomic
def submit(lecture: Lecture, *, by: Member, publish: bool = True) -> None:
    """Hand a draft in for approval; with `publish` it goes on the programme the moment it is approved.

    Where nobody has to approve it goes there now. Raises `Forbidden`, `WrongMoment`.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = _require_at(lecture, "submit")
    if _is_free(current, by):
        _publish(current, "put-on", by=by)
    else:
        authors = _with(current.authors, by)
        _set(current, authors=authors, round=current.round + 1, returned="", publish_wanted=publish)
        _move(current, "submit", clock.now(), by=by.username)
    _reread(lecture)


@transaction.atomic
def withdraw(lecture: Lecture, *, by: Member) -> None:
    """Take it back before it is approved, to go on writing. Raises `Forbidden`, `WrongMoment`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    _move(_require_at(lecture, "withdraw"), "withdraw", clock.now(), by=by.username)
    _reread(lecture)


@transaction.atomic
def publish(lecture: Lecture, *, by: Member) -> None:
    """Put what is approved on the programme; a draft that nobody has to approve too.

    Raises `Forbidden`, `WrongMoment`, `NeedsApproval`, and `ContentChanged` when it is not what was approved.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = lock(lecture)
    if current.state == State.DRAFT:
        if not _is_free(current, by):
            raise errors.NeedsApproval
        _publish(current, "put-on", by=by)
    else:
        _require_unchanged(_require_at(current, "publish"))
        _publish(current, "publish", by=by)
    _reread(lecture)


def approved(lecture: Lecture, content: str, *, by: Member) -> None:
    """The last step of approval was taken: `reviews` says so, in its transaction, with the lecture locked."""
    _set(lecture, approved_hash=content)
    _move(lecture, "approve", clock.now(), by=by.username)
    if lecture.publish_wanted:
        _publish(lecture, "publish", by=by)


def sent_back(lecture: Lecture, sentence: str, *, by: Member) -> None:
    """A step of approval was refused: `reviews` says so, in its transaction, with the lecture locked."""
    _set(lecture, returned=sentence)
    _move(lecture, "send-back", clock.now(), by=by.username)


# ------------------------------------------------ the evening
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
    current = lock(lecture)
    if current.rehearsal_of_id:
        raise errors.WrongMoment(state=State(current.state).label)
    if current.state not in OPEN | PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    Lecture.objects.filter(pk=lecture.pk).update(replay_wanted=wanted)
    lecture.replay_wanted = wanted
    record(lecture, "want-replay", {"wanted": wanted}, by=by.username)


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
    _move(lecture, verb, clock.from_ms(at_ms), by=by or "system")
    return True


# ------------------------------------------------ for nouns above
@transaction.atomic
def stand_in(lecture: Lecture, *, by: Member) -> Lecture:
    """A copy to rehearse with, ready to open: `rehearsals` opens and forgets it. Raises `Forbidden`, `WrongMoment`."""
    access.require(by, Right.RUN, lecture.studio.unit)
    current = lock(lecture)
    if current.rehearsal_of_id or current.state not in PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    written = queries.script_of(current)
    title = f"{REHEARSAL}{written.title}"[: scripts.MAX_TITLE]
    now = clock.now()
    made = _begin(current.studio, replace(written, title=title), now, by=by, rehearsal_of=current)
    _set(made, state=State.PUBLISHED, published_at=now, replay_wanted=False)
    prepared.copy(current.pk, made.pk, by)
    record(current, "rehearse", {"as": made.pk}, by=by.username)
    return made


def require_changeable(lecture: Lecture) -> Lecture:
    """The locked row of a lecture whose prepared things may still change. Raises `WrongMoment`."""
    current = lock(lecture)
    if current.state in OVER or (current.state in OPEN and current.approved_hash):
        raise errors.WrongMoment(state=State(current.state).label)
    return current


def lock(lecture: Lecture) -> Lecture:
    """The row as it is now, held until the transaction ends: for verbs, here and in nouns above."""
    return Lecture.objects.select_for_update(of=("self",)).select_related("studio__unit").get(pk=lecture.pk)


def record(lecture: Lecture, verb: str, data: dict[str, object], *, by: str) -> None:
    """On the lecture's own chain; what a rehearsal did is on the chain of what was rehearsed, for it outlives it."""
    if lecture.rehearsal_of_id:
        journal.record(f"lecture/{lecture.rehearsal_of_id}", f"rehearsal-{verb}", {**data, "as": lecture.pk}, by=by)
    else:
        journal.record(f"lecture/{lecture.pk}", verb, data, by=by)


# ------------------------------------------------ underneath
def _step(
    lecture: Lecture, verb: str, right: Right, *, by: Member, tell: Callable[[], stage.Receipt] | None = None
) -> None:
    access.require(by, right, lecture.studio.unit)
    # Of two people pressing at once the second waits here, and then finds the lecture elsewhere.
    with transaction.atomic():
        current = _require_at(lecture, verb)
        # What was decided while we waited counts: the page may have been read minutes ago.
        _reread(lecture)
        move = MOVES[verb]
        if current.rehearsal_of_id and move.target == State.REPLAY:
            raise errors.WrongMoment(state=State(current.state).label)
        if move.target == State.LOBBY:
            _require_unchanged(current)
            _require_free(current)
        at = clock.from_ms(tell().at) if tell else clock.now()
        _move(lecture, verb, at, by=by.username)


def _move(lecture: Lecture, verb: str, at: datetime, *, by: str) -> None:
    """The row's part of a move: state, moment, permits, record, news."""
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
    record(lecture, verb, {"state": move.target.value, **_said_at(lecture, verb)}, by=by)
    if move.target == State.CANCELLED and lecture.published_at and not lecture.rehearsal_of_id:
        _count(lecture)
        signals.cancelled.send(Lecture, lecture=lecture)
    if move.target in OVER and not lecture.rehearsal_of_id:
        signals.over.send(Lecture, lecture=lecture)
    if verb == "end" and lecture.replay_wanted:
        _move(lecture, "publish-replay", at, by=by)


def _said_at(lecture: Lecture, verb: str) -> dict[str, str]:
    """What the record of a move says beside the state."""
    if verb == "submit":
        return {"content": queries.content_hash(lecture)}
    if verb == "approve":
        return {"content": lecture.approved_hash}
    return {"sentence": lecture.returned} if verb == "send-back" else {}


def _publish(lecture: Lecture, verb: str, *, by: Member) -> None:
    known = lecture.published_at is not None
    _move(lecture, verb, clock.now(), by=by.username)
    _set(lecture, announced_title=lecture.title)
    if known:
        _count(lecture)


def _amended(lecture: Lecture, *, by: Member) -> None:
    """What residents would read is not what was approved any more."""
    _set(lecture, authors=_with(lecture.authors, by))
    if lecture.state == State.DRAFT:
        return
    if _is_free(lecture, by):
        _set(lecture, approved_hash="" if lecture.state == State.PUBLISHED else lecture.approved_hash)
        if lecture.state == State.PUBLISHED:
            _set(lecture, announced_title=lecture.title)
            _count(lecture)
        return
    if lecture.state != State.SUBMITTED:
        _set(lecture, publish_wanted=lecture.publish_wanted or lecture.state == State.PUBLISHED)
        _move(lecture, "amend", clock.now(), by=by.username)
    _set(lecture, round=lecture.round + 1, approved_hash="")


def _is_free(lecture: Lecture, by: Member) -> bool:
    """Whether nobody has to approve: the unit says so, or the operator at the command line acts."""
    return by.is_house or not procedures.steps_of(lecture.studio.unit)


def _require_at(lecture: Lecture, verb: str) -> Lecture:
    """The locked row, in a state from which the verb leads on."""
    current = lock(lecture)
    if current.state not in MOVES[verb].sources:
        lecture.state = current.state
        raise errors.WrongMoment(state=State(current.state).label)
    return current


def _require_unchanged(lecture: Lecture) -> None:
    if lecture.approved_hash and lecture.approved_hash != queries.content_hash(lecture):
        raise errors.ContentChanged


def _require_free(lecture: Lecture) -> None:
    Studio.objects.select_for_update().get(pk=lecture.studio_id)
    other = Lecture.objects.filter(studio=lecture.studio, state__in=sorted(OPEN)).first()
    if other is not None:
        raise errors.StudioBusy(title=other.title)


def _begin(
    studio: Studio,
    written: Script,
    planned_at: datetime,
    *,
    by: Member,
    public_id: str = "",
    rehearsal_of: Lecture | None = None,
) -> Lecture:
    """A new row with what is written for it."""
    lecture = Lecture(
        id=public_id or ids.new_id(),
        studio=studio,
        planned_at=planned_at,
        planned_by=by.username,
        authors=[by.username],
        changed_at=clock.now(),
        rehearsal_of=rehearsal_of,
    )
    _spell(lecture, written)
    lecture.save(force_insert=True)
    writing.write(lecture.pk, written)
    return lecture


def _write(lecture: Lecture, written: Script) -> None:
    _spell(lecture, written)
    lecture.save(update_fields=["title", "topic", "summary", "speaker"])
    writing.write(lecture.pk, written)


def _with_closing(before: Script, written: Script) -> Script:
    closing = written.passage(Part.CLOSING)
    return replace(before, parts=tuple(closing if each.part == Part.CLOSING else each for each in before.parts))


def _spell(lecture: Lecture, written: Script) -> None:
    lecture.title, lecture.topic, lecture.summary = written.title, written.topic, written.summary
    lecture.speaker = scripts.line(written.speakers)
    try:
        lecture.clean_fields(exclude=["studio", "rehearsal_of", "lobby_at", "on_air_at", "ended_at", "published_at"])
    except ValidationError as wrong:
        raise errors.BadLecture(" ".join(wrong.messages)) from wrong


def _with(authors: list[str], by: Member) -> list[str]:
    return authors if by.username in authors else [*authors, by.username]


def _set(lecture: Lecture, **fields: object) -> None:
    Lecture.objects.filter(pk=lecture.pk).update(**fields)
    for name, value in fields.items():
        setattr(lecture, name, value)


def _count(lecture: Lecture) -> None:
    """Something moved that calendars follow."""
    Lecture.objects.filter(pk=lecture.pk).update(sequence=F("sequence") + 1, changed_at=clock.now())
    lecture.refresh_from_db(fields=["sequence", "changed_at"])


def _reread(lecture: Lecture) -> None:
    """Bring the caller's row up to what the table says."""
    lecture.refresh_from_db(from_queryset=Lecture.objects.select_related("studio__unit"))


def _words(lecture: Lecture) -> dict[str, object]:
    return {
        "title": lecture.title,
        "studio": lecture.studio.code,
        "speaker": lecture.speaker,
        "planned_at": lecture.planned_at.isoformat(),
    }
