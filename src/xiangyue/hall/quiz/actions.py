"""Everything that changes a lecture's quiz. Each verb checks, writes, records; putting and revealing tell the line.

An item is frozen, in a transaction of its own, before the line hears of it: from then on its answer and its salt cannot
be lost, whatever dies in between. The names of both orders follow from lecture and item, so that two directors at once,
or the same one after a crash, put it once.
"""

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, QuerySet

from xiangyue.hall import stage
from xiangyue.hall.bank import rules as questions
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER
from xiangyue.hall.quiz import errors, rules
from xiangyue.hall.quiz.models import Item
from xiangyue.hall.scores import actions as scores
from xiangyue.hall.scores.models import Put
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.bank.models import Question

_dice = random.SystemRandom()


# ------------------------------------------------ prepared
@transaction.atomic
def add(lecture: Lecture, draft: Draft, *, by: Member) -> Item:
    """Write an item in its place. Raises `Forbidden`, `Over`, `BadQuestion`, `TooMany`."""
    _require(lecture, by)
    item = _new(lecture, draft)
    lectures.record(lecture, "add-item", _bound(item), by=by.username)
    touched(lecture, by=by)
    return item


@transaction.atomic
def take(lecture: Lecture, chosen: "Sequence[Question]", *, by: Member) -> int:
    """Copy questions of the bank behind what is there; how many. Those already in it are left out."""
    _require(lecture, by)
    there = set(Item.objects.filter(lecture=lecture).values_list("text", flat=True))
    fresh = [question for question in chosen if question.text not in there]
    made = [_new(lecture, question.draft, bank=question) for question in fresh]
    if made:
        data: dict[str, object] = {"items": [item.pk for item in made], "from": [question.pk for question in fresh]}
        lectures.record(lecture, "take-questions", data, by=by.username)
        touched(lecture, by=by)
    return len(made)


@transaction.atomic
def change(item: Item, draft: Draft, *, by: Member) -> None:
    """Write it anew, under a new salt. Raises as `add` does, and `AlreadyPut`."""
    lecture = item.lecture
    _require(lecture, by)
    draft = questions.trimmed(draft)
    questions.require(draft)
    _require_free(item)
    Item.objects.filter(pk=item.pk).update(frozen_at=None, **_columns(draft))
    item.refresh_from_db()
    lectures.record(lecture, "change-item", _bound(item), by=by.username)
    touched(lecture, by=by)


@transaction.atomic
def remove(item: Item, *, by: Member) -> None:
    """Take it out of the quiz. Raises `Forbidden`, `Over`, `AlreadyPut`."""
    lecture = item.lecture
    _require(lecture, by)
    _require_free(item)
    name = item.pk
    Item.objects.filter(pk=name).delete()
    _renumber(lecture)
    lectures.record(lecture, "remove-item", {"item": name}, by=by.username)
    touched(lecture, by=by)


@transaction.atomic
def move(item: Item, to: int, *, by: Member) -> None:
    """Put it at another place among those not yet asked. Raises `Forbidden`, `Over`, `AlreadyPut`."""
    lecture = item.lecture
    _require(lecture, by)
    _require_free(item)
    order = list(_waiting(lecture).exclude(pk=item.pk).values_list("pk", flat=True))
    first = _asked(lecture) + 1
    order.insert(max(0, to - first), item.pk)
    _renumber(lecture, order)
    lectures.record(lecture, "order-items", {"items": order}, by=by.username)
    touched(lecture, by=by)


def touched(lecture: Lecture, *, by: Member) -> None:
    """The quiz is part of what was approved: the lecture hears that it changed."""
    lectures.touched(lecture, "quiz", by=by)


# ------------------------------------------------ on air
def put(item: Item, *, by: Member, expected: int | None = None) -> stage.Receipt:
    """Put an item before the audience, its right answer bound by a hash. Pressed again it is the same one.

    Raises `Forbidden`, `WrongMoment`, and what the line refuses.
    """
    lecture = item.lecture
    access.require(by, Right.RUN, lecture.studio.unit)
    with transaction.atomic():
        lectures.require_open(lecture)
        Item.objects.filter(pk=item.pk, frozen_at__isnull=True).update(frozen_at=clock.now())
    try:
        with transaction.atomic():
            current = Item.objects.select_for_update().get(pk=item.pk)
            receipt = stage.order(
                lecture.pk, "quiz_item", _shown(current), by=by.username, command=current.command, expected=expected
            )
            scores.note(lecture.pk, stage.one(receipt))
    except Refusal:
        # The line took nothing: the item may be changed again, unless another press of the same name was accepted.
        _thaw(item)
        raise
    return receipt


def reveal(item: Item, *, by: Member, expected: int | None = None) -> stage.Receipt:
    """Open the commitment once everybody had their time. Raises `Forbidden`, `WrongMoment`, `NotPut`; the line refuses
    earlier and says how many seconds are left.
    """
    lecture = item.lecture
    access.require(by, Right.RUN, lecture.studio.unit)
    lectures.require_open(lecture)
    row = Put.objects.filter(lecture=lecture, command=item.command).first()
    if row is None:
        raise errors.NotPut
    data: dict[str, object] = {"i": row.i, "answer": item.answer, "salt": item.salt}
    if item.draft.reason:
        data["why"] = item.draft.reason
    receipt = stage.order(
        lecture.pk, "quiz_reveal", data, by=by.username, command=item.reveal_command, expected=expected
    )
    with transaction.atomic():
        scores.note(lecture.pk, stage.one(receipt))
    return receipt


# ------------------------------------------------ for other nouns
def copy(source: str, target: str, _by: Member) -> None:
    """Prepare the same for another lecture, with salts of its own."""
    lecture = Lecture.objects.get(pk=target)
    for item in Item.objects.filter(lecture=source).order_by("position", "pk"):
        _new(lecture, item.draft, bank=item.bank)


def forget(lecture: str) -> None:
    """Delete what is prepared for a lecture that is deleted."""
    Item.objects.filter(lecture=lecture).delete()


def _new(lecture: Lecture, draft: Draft, *, bank: "Question | None" = None) -> Item:
    draft = questions.trimmed(draft)
    questions.require(draft)
    last = Item.objects.filter(lecture=lecture).aggregate(last=Max("position"))["last"] or 0
    if Item.objects.filter(lecture=lecture).count() >= rules.MAX_ITEMS:
        raise errors.TooMany(limit=rules.MAX_ITEMS)
    return Item.objects.create(id=ids.new_id(), lecture=lecture, position=last + 1, bank=bank, **_columns(draft))


def _columns(draft: Draft) -> dict[str, object]:
    laid = rules.laid(draft, _dice)
    right = laid.right if isinstance(laid.right, str) else list(laid.right)
    return {
        **draft.as_dict(), "options": list(laid.options), "right": right, "salt": ids.new_secret(rules.SALT_LETTERS)
    }  # fmt: skip


def _shown(item: Item) -> dict[str, object]:
    """What everybody may know of it."""
    data: dict[str, object] = {
        "no": item.position,
        "kind": item.draft.kind.on_line,
        "text": item.text,
        "s": item.seconds,
        "commit": stage.commitment(item.answer, item.salt),
    }
    if item.options:
        data["options"] = item.options
    if item.measure:
        data["unit"] = item.measure
    return data


def _bound(item: Item) -> dict[str, object]:
    """For the journal, which others read before the evening: the answer as its commitment."""
    return {"item": item.pk, "text": item.text, "commit": stage.commitment(item.answer, item.salt)}


def _require(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.PLAN, lecture.studio.unit)
    # Two people at once: the second waits here.
    current = Lecture.objects.select_for_update().get(pk=lecture.pk)
    if current.state in OVER:
        raise errors.Over


def _require_free(item: Item) -> None:
    """Raises `AlreadyPut` for what is on the line, or may be: then the line itself is asked."""
    current = Item.objects.select_for_update().get(pk=item.pk)
    if _is_put(current):
        raise errors.AlreadyPut
    if current.frozen_at is None:
        return
    if any(record.command == current.command for record in stage.whole(item.lecture_id)):
        raise errors.AlreadyPut  # the follower writes its row


def _thaw(item: Item) -> None:
    if not _is_put(item):
        Item.objects.filter(pk=item.pk).update(frozen_at=None)


def _is_put(item: Item) -> bool:
    return Put.objects.filter(lecture=item.lecture_id, command=item.command).exists()


def _waiting(lecture: Lecture) -> "QuerySet[Item]":
    """Items not yet asked, in their order."""
    return Item.objects.filter(lecture=lecture).exclude(pk__in=_put_names(lecture)).order_by("position", "pk")


def _put_names(lecture: Lecture) -> list[str]:
    put = set(Put.objects.filter(lecture=lecture).values_list("command", flat=True))
    return [item.pk for item in Item.objects.filter(lecture=lecture) if item.command in put]


def _asked(lecture: Lecture) -> int:
    """The greatest number already on the line."""
    return Put.objects.filter(lecture=lecture).aggregate(last=Max("no"))["last"] or 0


def _renumber(lecture: Lecture, order: Sequence[str] = ()) -> None:
    """Those not yet asked get the numbers behind what is on the line; numbers on the line stay."""
    first = _asked(lecture) + 1
    for position, name in enumerate(order or list(_waiting(lecture).values_list("pk", flat=True)), first):
        Item.objects.filter(pk=name).update(position=position)
