"""Reads of the bank: a unit's own questions, and those of the units above it."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from xiangyue.hall.bank.models import Question
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit


def of_unit(viewer: Member, unit: "Unit", *, words: str = "", kind: str = "") -> QuerySet[Question]:
    """What a unit's own bank holds, the last changed first. Raises `Forbidden`, `SecondFactorMissing`."""
    rules.require(viewer, Right.VIEW_STUDIO, unit)
    return _found(Question.objects.filter(unit=unit), words, kind)


def usable(viewer: Member, unit: "Unit", *, words: str = "", kind: str = "") -> QuerySet[Question]:
    """What a lecture of the unit may take: its own questions, and those of the units above it."""
    rules.require(viewer, Right.VIEW_STUDIO, unit)
    above = Question.objects.filter(unit__path__in=units.prefixes(unit.path)).select_related("unit")
    return _found(above, words, kind)


def get(viewer: Member, unit: "Unit", name: str) -> Question:
    """One question of a unit's own bank, retired or not. Raises `NotFound`, `Forbidden`."""
    rules.require(viewer, Right.VIEW_STUDIO, unit)
    question = Question.objects.filter(unit=unit, pk=name).select_related("unit").first()
    if question is None:
        raise NotFound
    return question


def _found(questions: QuerySet[Question], words: str, kind: str) -> QuerySet[Question]:
    good = Q(retired_at__isnull=True)
    if kind:
        good &= Q(kind=kind)
    for word in words.split():
        good &= Q(text__icontains=word) | Q(source__icontains=word)
    return questions.filter(good).order_by("-changed_at", "pk")
