"""The plan: what is said, by whom and when; written anew, moved, taken over from another evening."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyue.hall.lectures import errors, prepared, queries, rules, signals
from xiangyue.hall.lectures.actions import approving, rows
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, PLANS, State
from xiangyue.hall.scripts import actions as writing
from xiangyue.hall.scripts import rules as scripts
from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.studios.models import Studio
from xiangyue.kernel import clock, ids
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

REHEARSAL = "彩排 · "
"""What stands before the title of a rehearsal, so that nobody takes it for the evening itself."""


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
    rows.record(lecture, "plan", _words(lecture), by=by.username)
    if approving.is_free(lecture, by):
        approving.put_on(lecture, "put-on", by=by)
    return lecture


@transaction.atomic
def keep_off_lists(lecture: Lecture, *, by: Member) -> None:
    """Leave a lecture to those who have its address: nothing that everybody reads names it. Raises `Forbidden`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    rows.write(rows.lock(lecture), unlisted=True)
    rows.record(lecture, "keep-off-lists", {}, by=by.username)
    rows.reread(lecture)


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
    rows.record(made, "plan", {**_words(made), "like": lecture.pk}, by=by.username)
    return made


@transaction.atomic
def stand_in(lecture: Lecture, *, by: Member) -> Lecture:
    """A copy to rehearse with, ready to open: `rehearsals` opens and forgets it. Raises `Forbidden`, `WrongMoment`."""
    access.require(by, Right.RUN, lecture.studio.unit)
    current = rows.lock(lecture)
    if current.rehearsal_of_id or current.state not in PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    written = queries.script_of(current)
    title = f"{REHEARSAL}{written.title}"[: scripts.MAX_TITLE]
    now = clock.now()
    made = _begin(current.studio, replace(written, title=title), now, by=by, rehearsal_of=current)
    rows.write(made, state=State.PUBLISHED, published_at=now, replay_wanted=False)
    prepared.copy(current.pk, made.pk, by)
    rows.record(current, "rehearse", {"as": made.pk}, by=by.username)
    return made


@transaction.atomic
def prepare(lecture: Lecture, written: Script, *, by: Member) -> None:
    """Write title, speakers and the six parts. What residents read and somebody approved is to be approved again.

    Raises `Forbidden`, `BadLecture`, `WrongMoment`. After the end only the closing summary may still be written.
    """
    access.require(by, Right.PLAN, lecture.studio.unit)
    current = rows.lock(lecture)
    if current.state in OPEN or current.state == State.CANCELLED:
        raise errors.WrongMoment(state=State(current.state).label)
    written = scripts.trimmed(written)
    scripts.require(written)
    before = queries.script_of(current)
    if current.state not in PLANS:
        written = _with_closing(before, written)
    _write(current, written)
    rows.record(current, "change", {**_words(current), "content": queries.content_hash(current)}, by=by.username)
    if written.content() != before.content() and current.state in PLANS:
        approving.amended(current, by=by)
    rows.reread(lecture)


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
    current = rows.lock(lecture)
    if current.state not in PLANS:
        raise errors.WrongMoment(state=State(current.state).label)
    rules.require_moment(planned_at, now=clock.now())
    before = current.planned_at
    if planned_at == before:
        return
    rows.write(current, planned_at=planned_at)
    rows.record(current, "reschedule", {"from": before.isoformat(), "to": planned_at.isoformat()}, by=by.username)
    rows.reread(lecture)
    if current.published_at:
        rows.count(lecture)
        signals.rescheduled.send(Lecture, lecture=lecture, before=before)


@transaction.atomic
def touched(lecture: Lecture, what: str, *, by: Member) -> None:
    """Something that stands prepared for a lecture changed (slides, quiz, draw, poster): called by its owner, who has
    checked who may, in the transaction of the change. What was approved is to be approved again.

    Raises `WrongMoment` once the lobby of an approved one is open: on air is what was approved.
    """
    current = rows.require_changeable(lecture)
    if current.rehearsal_of_id:
        return  # nobody approves a rehearsal, and nothing of it stays
    rows.record(current, "touch", {"what": what}, by=by.username)
    if current.state in PLANS:
        approving.amended(current, by=by)
    rows.reread(lecture)


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


def _words(lecture: Lecture) -> dict[str, object]:
    return {
        "title": lecture.title,
        "studio": lecture.studio.code,
        "speaker": lecture.speaker,
        "planned_at": lecture.planned_at.isoformat(),
    }
