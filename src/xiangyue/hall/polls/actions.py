"""Everything that changes polls. Opening and closing tell the line; the follower writes what was voted.

The names of both orders follow from lecture and poll: two directors at once open and close it once. A poll keeps no
secret, so it needs no freezing: should this process die after the line took it, the follower writes the row.
"""

import json
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.polls import errors, rules
from xiangyue.hall.polls.models import Opened, Poll, Vote
from xiangyue.hall.polls.rules import Draft
from xiangyue.kernel import ids
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right


# ------------------------------------------------ prepared
@transaction.atomic
def add(lecture: Lecture, draft: Draft, *, by: Member) -> Poll:
    """Prepare a poll. Raises `Forbidden`, `Over`, `BadPoll`, `TooMany`."""
    _require(lecture, by)
    poll = _new(lecture, draft)
    lectures.record(lecture, "add-poll", {"poll": poll.pk, **poll.draft.as_dict()}, by=by.username)
    touched(lecture, by=by)
    return poll


@transaction.atomic
def change(poll: Poll, draft: Draft, *, by: Member) -> None:
    """Write it anew. Raises as `add` does, and `AlreadyOpened`."""
    _require(poll.lecture, by)
    _require_free(poll)
    draft = rules.trimmed(draft)
    rules.require(draft)
    Poll.objects.filter(pk=poll.pk).update(**draft.as_dict())
    poll.refresh_from_db()
    lectures.record(poll.lecture, "change-poll", {"poll": poll.pk, **draft.as_dict()}, by=by.username)
    touched(poll.lecture, by=by)


@transaction.atomic
def remove(poll: Poll, *, by: Member) -> None:
    """Take it out. Raises `Forbidden`, `Over`, `AlreadyOpened`."""
    lecture, name = poll.lecture, poll.pk
    _require(lecture, by)
    _require_free(poll)
    Poll.objects.filter(pk=name).delete()
    _renumber(list(Poll.objects.filter(lecture=lecture).order_by("position", "pk").values_list("pk", flat=True)))
    lectures.record(lecture, "remove-poll", {"poll": name}, by=by.username)
    touched(lecture, by=by)


@transaction.atomic
def move(poll: Poll, to: int, *, by: Member) -> None:
    """Put it at another place, counted from 1. Raises `Forbidden`, `Over`."""
    lecture = poll.lecture
    _require(lecture, by)
    others = Poll.objects.filter(lecture=lecture).exclude(pk=poll.pk).order_by("position", "pk")
    order = list(others.values_list("pk", flat=True))
    order.insert(max(to, 1) - 1, poll.pk)
    _renumber(order)
    lectures.record(lecture, "order-polls", {"polls": order}, by=by.username)
    touched(lecture, by=by)


def touched(lecture: Lecture, *, by: Member) -> None:
    """Polls are part of what was approved: the lecture hears that they changed."""
    lectures.touched(lecture, "polls", by=by)


# ------------------------------------------------ on air
def open_poll(poll: Poll, *, by: Member, expected: int | None = None) -> stage.Receipt:
    """Put it before the audience. Pressed again it is the same one. Raises `Forbidden`, `WrongMoment`."""
    _require_open(poll.lecture, by)
    draft = poll.draft
    data: dict[str, object] = {"text": draft.text, "options": list(draft.options), "shown": draft.shown}
    if draft.multi:
        data |= {"multi": True, "most": draft.most}
    return _tell(poll.lecture, "poll", data, by=by, command=poll.command, expected=expected)


def close_poll(poll: Poll, *, by: Member, expected: int | None = None) -> stage.Receipt:
    """Take no more votes; the line tells the sums. Raises `Forbidden`, `WrongMoment`, `NotOpened`."""
    _require_open(poll.lecture, by)
    row = Opened.objects.filter(lecture=poll.lecture, command=poll.command).first()
    if row is None:
        raise errors.NotOpened
    command = stage.command(poll.lecture_id, f"poll/{poll.pk}/close")
    return _tell(poll.lecture, "poll_close", {"i": row.i}, by=by, command=command, expected=expected)


# ------------------------------------------------ what the line says
def note(lecture: str, record: stage.Accepted) -> None:
    """Take in a director's event at once; the follower, when it gets there, finds the row as it would write it."""
    data = record.data
    if record.kind == "poll":
        multi = data.get("multi", False)
        Opened.objects.get_or_create(
            lecture_id=lecture,
            i=record.seq,
            defaults={
                "text": data["text"],
                "options": data["options"],
                "multi": multi,
                "most": min(data.get("most", 8), len(data["options"])) if multi else 1,
                "shown": data.get("shown", False),
                "command": record.command,
                "opened_ms": record.at,
            },
        )
    elif record.kind == "poll_close":
        Opened.objects.filter(lecture=lecture, i=data["i"]).update(closed_ms=record.at)


def take(lecture: str, records: Sequence[stage.Accepted]) -> None:
    """Take in records of a line, in their order; of several votes of one pseudonym the last counts."""
    last: dict[tuple[int, str], str] = {}
    for record in records:
        if record.kind == "vote":
            last[record.data["i"], record.by] = json.dumps(sorted(record.data["choice"]), separators=(",", ":"))
        elif record.kind == "tally" and record.data.get("final", False):
            told = {"told_counts": record.data["counts"], "told_voters": record.data["voters"]}
            row = Opened.objects.filter(lecture=lecture, i=record.data["i"])
            row.update(**told)
            row.filter(closed_ms__isnull=True).update(closed_ms=record.at)  # the lecture's end closes it too
        else:
            note(lecture, record)
    Vote.objects.bulk_create(
        [Vote(lecture_id=lecture, i=i, pseudonym=name, choice=choice) for (i, name), choice in last.items()],
        batch_size=100,
        update_conflicts=True,
        unique_fields=["lecture", "i", "pseudonym"],
        update_fields=["choice"],
    )


def forget(lecture: str) -> None:
    """Drop what the line says, to read it again from the first record; what is prepared stays."""
    Vote.objects.filter(lecture=lecture).delete()
    Opened.objects.filter(lecture=lecture).delete()


# ------------------------------------------------ for other nouns
def copy(source: str, target: str, _by: Member) -> None:
    """Prepare the same for another lecture."""
    lecture = Lecture.objects.get(pk=target)
    for poll in Poll.objects.filter(lecture=source).order_by("position", "pk"):
        _new(lecture, poll.draft)


def forget_prepared(lecture: str) -> None:
    """Delete what is prepared for a lecture that is deleted."""
    Poll.objects.filter(lecture=lecture).delete()


def _new(lecture: Lecture, draft: Draft) -> Poll:
    draft = rules.trimmed(draft)
    rules.require(draft)
    there = Poll.objects.filter(lecture=lecture)
    if there.count() >= rules.MAX_POLLS:
        raise errors.TooMany(limit=rules.MAX_POLLS)
    last = there.aggregate(last=Max("position"))["last"] or 0
    return Poll.objects.create(id=ids.new_id(), lecture=lecture, position=last + 1, **draft.as_dict())


def _tell(
    lecture: Lecture, kind: str, data: dict[str, object], *, by: Member, command: str, expected: int | None
) -> stage.Receipt:
    receipt = stage.order(lecture.pk, kind, data, by=by.username, command=command, expected=expected)
    with transaction.atomic():
        note(lecture.pk, stage.one(receipt))
    return receipt


def _require(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.PLAN, lecture.studio.unit)
    # Two people at once: the second waits here.
    if Lecture.objects.select_for_update().get(pk=lecture.pk).state in OVER:
        raise errors.Over


def _require_open(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.RUN, lecture.studio.unit)
    lectures.require_open(lecture)


def _require_free(poll: Poll) -> None:
    if Opened.objects.filter(lecture=poll.lecture_id, command=poll.command).exists():
        raise errors.AlreadyOpened


def _renumber(order: Sequence[str]) -> None:
    for position, name in enumerate(order, 1):
        Poll.objects.filter(pk=name).update(position=position)
