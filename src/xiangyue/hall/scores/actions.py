"""Everything that writes scores. The follower calls `take` and `forget` inside its transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from xiangyue.hall import stage
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.scores import errors, rules
from xiangyue.hall.scores.models import Answer, Put, Score, Terms
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

_RIGHT = Q(is_right=True)

BATCH = 400
"""Rows or names of one statement, under SQLite's oldest limit of 999 variables."""


@transaction.atomic
def set_speed(lecture: "Lecture", on: bool, *, by: Member) -> None:
    """Let speed take up to a fifth of the points, or not. Raises `Forbidden`, `AlreadyBegun`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    if Put.objects.filter(lecture=lecture).exists():
        raise errors.AlreadyBegun
    Terms.objects.update_or_create(lecture=lecture, defaults={"speed": on})
    lectures.record(lecture, "quiz-speed", {"on": on}, by=by.username)


def note(lecture: str, record: stage.Accepted) -> None:
    """Take in a director's event at once; the follower, when it gets there, finds the row as it would write it."""
    match record.kind:
        case "quiz_item":
            _put(lecture, record)
        case "quiz_reveal":
            data = record.data
            _row(lecture, data["i"]).update(right=data["answer"], why=data.get("why", ""))


def take(lecture: str, records: Sequence[stage.Accepted]) -> None:
    """Take in records of a line, in their order."""
    fresh: list[stage.Accepted] = []
    touched: set[str] = set()
    for record in records:
        if record.kind == "answer":
            fresh.append(record)
        elif record.kind == "quiz_reveal":
            touched |= _keep(lecture, fresh)
            fresh = []
            note(lecture, record)
            touched |= _judge(lecture, record.data["i"])
        elif record.kind == "quiz_result":
            data = record.data
            told = {"told_answered": data["answered"], "told_right": data["right"], "told_counts": data["counts"]}
            _row(lecture, data["i"]).update(**told)
        else:
            note(lecture, record)
    _sum_up(lecture, touched | _keep(lecture, fresh))


def forget(lecture: str) -> None:
    """Drop what the line says, to read it again from the first record; the terms stay."""
    for table in (Score, Answer, Put):
        table.objects.filter(lecture=lecture).delete()


def _put(lecture: str, record: stage.Accepted) -> None:
    data, media_ms = record.data, record.media_ms if record.media_ms is not None else record.at
    Put.objects.get_or_create(
        lecture_id=lecture,
        i=record.seq,
        defaults={
            "no": data["no"],
            "kind": data["kind"],
            "text": data["text"],
            "options": data.get("options", []),
            "measure": data.get("unit", ""),
            "seconds": data["s"],
            "media_ms": media_ms,
            "until_ms": stage.answers_until(media_ms, data["s"]),
            "command": record.command,
        },
    )


def _keep(lecture: str, records: Iterable[stage.Accepted]) -> set[str]:
    """Answers as rows; whose sums changed. The line lets only first ones in: a second would be a mistake, and loud."""
    rows = [
        Answer(
            lecture_id=lecture, i=record.data["i"], pseudonym=record.by, at=record.at,
            given=json.dumps(rules.given(record.data), separators=(",", ":")),
        )
        for record in records
    ]  # fmt: skip
    Answer.objects.bulk_create(rows, batch_size=100)
    touched = {row.pseudonym for row in rows}
    # A reveal can be noted before the follower gets to the last answers.
    for i in {row.i for row in rows}:
        touched |= _judge(lecture, i)
    return touched


def _judge(lecture: str, i: int) -> set[str]:
    """Say of each answer to a revealed item whether it is right, and what it is worth; whose they are."""
    put = Put.objects.filter(lecture=lecture, i=i).first()
    if put is None or put.right is None:
        return set()
    answers = Answer.objects.filter(lecture=lecture, i=i, is_right__isnull=True)
    whose = set(answers.values_list("pseudonym", flat=True))
    said = set(answers.values_list("given", flat=True).distinct())
    good = [word for word in said if stage.is_right(put.kind, put.right, json.loads(word))]
    for words in _batches(said - set(good)):
        answers.filter(given__in=words).update(is_right=False)
    speed = Terms.objects.filter(lecture=lecture, speed=True).exists()
    for words in _batches(good):
        _reward(answers.filter(given__in=words), put, speed=speed)
    return whose


def _reward(answers: "QuerySet[Answer]", put: Put, *, speed: bool) -> None:
    if speed:
        begins_ms = put.media_ms + stage.SLOWEST_MS
        for late in range(1, put.seconds + 2):
            within = answers.filter(at__gte=begins_ms + late * 1000, at__lt=begins_ms + (late + 1) * 1000)
            within.update(is_right=True, points=rules.points(True, late, put.seconds, speed=True))
    answers.update(is_right=True, points=rules.points(True, 0, put.seconds, speed=speed))


def _sum_up(lecture: str, touched: set[str]) -> None:
    """The sums of those whose answers changed."""
    for names in _batches(touched):
        answers = Answer.objects.filter(lecture=lecture, pseudonym__in=names).values("pseudonym").order_by()
        sums = answers.annotate(answered=Count("pk"), correct=Count("pk", filter=_RIGHT), worth=Sum("points"))
        rows = [
            Score(
                lecture_id=lecture, pseudonym=row["pseudonym"], answered=row["answered"], right=row["correct"],
                points=row["worth"],
            )
            for row in sums
        ]  # fmt: skip
        Score.objects.bulk_create(
            rows,
            batch_size=100,
            update_conflicts=True,
            unique_fields=["lecture", "pseudonym"],
            update_fields=["answered", "right", "points"],
        )


def _batches(words: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(words))
    while batch := list(islice(rest, BATCH)):
        yield batch


def _row(lecture: str, i: int) -> "QuerySet[Put]":
    return Put.objects.filter(lecture=lecture, i=i)
