"""In which order an office hands down what waits for it: the grave, the unknown, hours, days; then by age."""

from django.db.models import Case, Q, When

from xiangyue.kernel.workdays import Span
from xiangyue.kernel.workdays import Unit as Measure
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Grade, Kind
from xiangyue.ledger.kinds.states import Reporter


def gravity() -> Case:
    """0: of the gravest grade of a kind that has several, or told by a resident and maybe so, as nobody has said yet;
    1: told by staff and maybe so grave; 2: hours by grade or category; 3: days. One query, for kinds.
    """
    grave, unsure, hours = (Q(pk__in=[]) for _rank in range(3))
    for kind in kinds.all_current():
        of = Q(kind=kind.code)
        doubtful = [row.code for row in kind.categories if row.grade is None and row.grave_when]
        short = [row.code for row in kind.categories if _is_short(row.due)]
        grave |= of & _graded(kind, [grade for grade in kind.grades if _is_grave(kind, grade)])
        unsure |= of & Q(grade="") & (Q(category="") | Q(category__in=doubtful))
        hours |= of & (_graded(kind, [grade for grade in kind.grades if _is_short(grade.due)]) | Q(category__in=short))
    told = Q(via=Reporter.PUBLIC.value)
    return Case(When(grave | (unsure & told), then=0), When(unsure, then=1), When(hours, then=2), default=3)


def _graded(kind: Kind, grades: list[Grade]) -> Q:
    """The condition of having one of some grades: given, or fixed by the category."""
    codes = [grade.code for grade in grades]
    return Q(grade__in=codes) | Q(grade="", category__in=[row.code for row in kind.categories if row.grade in codes])


def _is_grave(kind: Kind, grade: Grade) -> bool:
    """The gravest of several, and whatever needs a plan before its work begins."""
    weights = {each.weight for each in kind.grades}
    return grade.due is None or (len(weights) > 1 and grade.weight == max(weights))


def _is_short(due: Span | None) -> bool:
    return due is not None and due.unit is Measure.HOURS
