"""Everything that changes the bank. Each verb checks, writes, records."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from xiangyue.hall.bank import errors, rules
from xiangyue.hall.bank.models import Question
from xiangyue.hall.bank.rules import Draft
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


@transaction.atomic
def add(unit: "Unit", draft: Draft, *, by: Member) -> Question:
    """Put a question into a unit's bank. Raises `Forbidden`, `BadQuestion`, `AlreadyThere`."""
    access.require(by, Right.PLAN, unit)
    question = _new(unit, draft, by=by)
    _record(unit, "add-question", {"question": question.pk, **question.draft.as_dict()}, by=by)
    return question


@transaction.atomic
def change(question: Question, draft: Draft, *, by: Member) -> None:
    """Write it anew; quizzes that copied it keep their copy. Raises as `add` does, and `AlreadyRetired`."""
    access.require(by, Right.PLAN, question.unit)
    draft = rules.trimmed(draft)
    rules.require(draft)
    current = Question.objects.select_for_update().get(pk=question.pk)
    if current.retired_at:
        raise errors.AlreadyRetired
    if _same(question.unit, draft.text).exclude(pk=question.pk).exists():
        raise errors.AlreadyThere
    Question.objects.filter(pk=question.pk).update(changed_at=clock.now(), **_columns(draft))
    question.refresh_from_db()
    _record(question.unit, "change-question", {"question": question.pk, **draft.as_dict()}, by=by)


@transaction.atomic
def retire(question: Question, *, by: Member) -> None:
    """Offer it no more. Raises `Forbidden`, `AlreadyRetired`."""
    access.require(by, Right.PLAN, question.unit)
    if Question.objects.filter(pk=question.pk, retired_at__isnull=True).update(retired_at=clock.now()) != 1:
        raise errors.AlreadyRetired
    _record(question.unit, "retire-question", {"question": question.pk}, by=by)


@transaction.atomic
def bring_in(unit: "Unit", rows: Iterable[tuple[int, Draft]], *, by: Member) -> tuple[int, list[tuple[int, str]]]:
    """Put the good rows of a sheet into the bank: how many went in, and for each other its number and the reason."""
    access.require(by, Right.PLAN, unit)
    added: list[Question] = []
    refused: list[tuple[int, str]] = []
    for row, draft in rows:
        try:
            added.append(_new(unit, draft, by=by))
        except Refusal as no:
            refused.append((row, str(no.sentence)))
    if added:
        data = {"questions": [question.pk for question in added], "refused": len(refused)}
        _record(unit, "import-questions", data, by=by)
    return len(added), refused


def _new(unit: "Unit", draft: Draft, *, by: Member) -> Question:
    draft = rules.trimmed(draft)
    rules.require(draft)
    if _same(unit, draft.text).exists():
        raise errors.AlreadyThere
    now = clock.now()
    return Question.objects.create(
        id=ids.new_id(), unit=unit, made_at=now, made_by=by.username, changed_at=now, **_columns(draft)
    )


def _same(unit: "Unit", text: str) -> QuerySet[Question]:
    return Question.objects.filter(unit=unit, text=text, retired_at__isnull=True)


def _columns(draft: Draft) -> dict[str, object]:
    return draft.as_dict()


def _record(unit: "Unit", verb: str, data: dict[str, object], *, by: Member) -> None:
    journal.record(f"bank/{unit.code}", verb, data, by=by.username)
