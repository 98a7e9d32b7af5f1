"""In which order an office hands down what waits for it: the grave, the unknown, hours, days; then by age."""

from functools import reduce
from operator import or_

from django.db.models import Case, Q, When

from xiangyue.kernel.workdays import Span
from xiangyue.kernel.workdays import Unit as Measure
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Grade, Kind
from xiangyue.ledger.kinds.states import Reporter


def gravity() -> Case:
    """0: of the gravest grade of a kind that has several, or told by a resident and maybe so, as nobody has said yet;
    1: told by staff and maybe so grave; 2: hours by grade or category; 3: days. One query, for kinds.

    Conditions that nothing meets are not said: a desk would take longer to spell them than to ask them.
    """
    doubtful, grave, hours = [Q(category="")], list[Q](), list[Q]()
    for kind in kinds.all_current():
        doubtful += _one_of(
            kind, category=[row.code for row in kind.categories if row.grade is None and row.grave_when]
        )
        grave += _graded(kind, [grade for grade in kind.grades if _is_grave(kind, grade)])
        hours += _graded(kind, [grade for grade in kind.grades if _is_short(grade.due)])
        hours += _one_of(kind, category=[row.code for row in kind.categories if _is_short(row.due)])
    # Who is unsure has no grade, and no category that fixes one: none of them is among the grave.
    unsure = Q(grade="") & reduce(or_, doubtful)
    by_teller = Case(When(via=Reporter.PUBLIC.value, then=0), default=1)
    ranks = ((grave, 0), (hours, 2))
    return Case(
        When(unsure, then=by_teller),
        *(When(reduce(or_, conditions), then=rank) for conditions, rank in ranks if conditions),
        default=3,
    )


def _graded(kind: Kind, grades: list[Grade]) -> list[Q]:
    """The conditions of having one of some grades: given, or fixed by the category."""
    codes = [grade.code for grade in grades]
    fixing = [row.code for row in kind.categories if row.grade in codes]
    return [*_one_of(kind, grade=codes), *(Q(grade="") & each for each in _one_of(kind, category=fixing))]


def _one_of(kind: Kind, **columns: list[str]) -> list[Q]:
    """The condition that a matter of a kind has one of some codes in a column; nothing for none."""
    return [Q(**{"kind": kind.code, f"{name}__in": codes}) for name, codes in columns.items() if codes]


def _is_grave(kind: Kind, grade: Grade) -> bool:
    """The gravest of several, and whatever needs a plan before its work begins."""
    weights = {each.weight for each in kind.grades}
    return grade.due is None or (len(weights) > 1 and grade.weight == max(weights))


def _is_short(due: Span | None) -> bool:
    return due is not None and due.unit is Measure.HOURS
