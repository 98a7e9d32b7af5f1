"""Reads of scores. Answers and single scores are for those inside the studio; nobody knows who is behind."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum

from xiangyue.hall.scores import rules
from xiangyue.hall.scores.models import Answer, Put, Score, Terms
from xiangyue.hall.scores.rules import Standing
from xiangyue.hall.scores.states import Rule
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item went: sums over its answers. `counts` by option; empty for a number."""

    i: int
    no: int
    kind: str
    text: str
    options: tuple[str, ...]
    measure: str
    answer: tuple[int, ...] | str | None
    why: str
    answered: int
    right: int
    points: int
    counts: tuple[int, ...]

    @property
    def spoken(self) -> str:
        """The right answer in words; empty until it was revealed."""
        if self.answer is None:
            return ""
        if isinstance(self.answer, str):
            return f"{self.answer} {self.measure}".strip()
        between = " → " if self.kind == "order" else "；"
        return between.join(self.options[place] for place in self.answer)

    @property
    def rows(self) -> list[tuple[str, int, int, bool]]:
        """Option, how often it was chosen, by how many in a hundred, whether it is right."""
        right = self.answer if isinstance(self.answer, tuple) else ()
        return [
            (option, n, round(100 * n / self.answered) if self.answered else 0, place in right)
            for place, (option, n) in enumerate(zip(self.options, self.counts, strict=True))
        ]

    @property
    def percent(self) -> int:
        """How many in a hundred were right."""
        return round(100 * self.right / self.answered) if self.answered else 0


@dataclass(frozen=True, slots=True)
class Results:
    """A lecture's quiz in sums: who answered anything, answers, right ones, points; and item by item."""

    people: int
    answers: int
    right: int
    points: int
    all_right: int
    speed: bool
    items: tuple[ItemResult, ...]


def put(viewer: Member, lecture: "Lecture") -> QuerySet[Put]:
    """Items on the line, in their order. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Put.objects.filter(lecture=lecture).order_by("i")


def speed(viewer: Member, lecture: "Lecture") -> bool:
    """Whether speed takes a share of the points."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Terms.objects.filter(lecture=lecture, speed=True).exists()


def answered(viewer: Member, lecture: "Lecture") -> dict[int, int]:
    """How many answers each item has so far."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    rows = Answer.objects.filter(lecture=lecture).values("i").order_by().annotate(n=Count("pk"))
    return {row["i"]: row["n"] for row in rows}


def results(viewer: Member, lecture: "Lecture") -> Results:
    """The quiz in sums. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    items = tuple(_item(lecture, row) for row in Put.objects.filter(lecture=lecture).order_by("i"))
    scores = Score.objects.filter(lecture=lecture)
    sums = scores.aggregate(people=Count("pk"), answers=Sum("answered"), right=Sum("right"), points=Sum("points"))
    revealed = sum(item.answer is not None for item in items)
    return Results(
        people=sums["people"],
        answers=sums["answers"] or 0,
        right=sums["right"] or 0,
        points=sums["points"] or 0,
        all_right=scores.filter(right=revealed).count() if revealed else 0,
        speed=Terms.objects.filter(lecture=lecture, speed=True).exists(),
        items=items,
    )


def scores(viewer: Member, lecture: "Lecture") -> QuerySet[Score]:
    """What each pseudonym has, the most points first: for exports, not for a page of honour. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Score.objects.filter(lecture=lecture).order_by("-points", "-right", "pseudonym")


def answers(viewer: Member, lecture: "Lecture") -> QuerySet[Answer]:
    """Every answer, in the order of items and moments. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Answer.objects.filter(lecture=lecture).order_by("i", "at", "pseudonym")


def eligible(lecture: str, rule: Rule, least: int = 0) -> tuple[str, ...]:
    """The pseudonyms that a draw's rule admits, sorted. Follow the line first: these are its rows."""
    revealed = Put.objects.filter(lecture=lecture, right__isnull=False).count()
    return rules.eligible(standings(lecture), revealed, rule, least)


def standings(lecture: str) -> list[Standing]:
    """What each pseudonym has of the items that were revealed."""
    rows = Answer.objects.filter(lecture=lecture).values("pseudonym").order_by()
    judged, right = Q(is_right__isnull=False), Q(is_right=True)
    sums = rows.annotate(tried=Count("pk"), answered=Count("pk", filter=judged), right=Count("pk", filter=right))
    return [Standing(row["pseudonym"], row["tried"], row["answered"], row["right"]) for row in sums]


def _item(lecture: "Lecture", row: Put) -> ItemResult:
    """One item's sums, from its answers; of equal answers each text is read once."""
    answers = Answer.objects.filter(lecture=lecture, i=row.i)
    sums = answers.aggregate(n=Count("pk"), right=Count("pk", filter=Q(is_right=True)), points=Sum("points"))
    chosen: Counter[int] = Counter()
    if row.options:
        for group in answers.values("given").order_by().annotate(n=Count("pk")):
            for place in json.loads(group["given"]):
                chosen[place] += group["n"]
    answer: Any = tuple(row.right) if isinstance(row.right, list) else row.right
    return ItemResult(
        i=row.i,
        no=row.no,
        kind=row.kind,
        text=row.text,
        options=tuple(row.options),
        measure=row.measure,
        answer=answer,
        why=row.why,
        answered=sums["n"],
        right=sums["right"],
        points=sums["points"] or 0,
        counts=tuple(chosen[place] for place in range(len(row.options))),
    )
