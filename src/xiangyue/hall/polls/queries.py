"""Reads of polls. Sums only: who voted for what is shown to nobody."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from xiangyue.hall.polls.models import Opened, Poll, Vote
from xiangyue.hall.polls.states import Step
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


@dataclass(frozen=True, slots=True)
class Result:
    """A poll in sums: how often each option was chosen, by how many."""

    i: int
    text: str
    options: tuple[str, ...]
    multi: bool
    is_open: bool
    voters: int
    counts: tuple[int, ...]

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """Option, how often it was chosen, by how many in a hundred voters."""
        return [
            (option, n, round(100 * n / self.voters) if self.voters else 0)
            for option, n in zip(self.options, self.counts, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Standing:
    """A prepared poll and where it is."""

    poll: Poll
    step: Step
    result: Result | None = None

    @property
    def thing(self) -> Poll:
        return self.poll

    @property
    def is_free(self) -> bool:
        """Not on the line yet: it may still be changed, moved, removed."""
        return self.result is None


def prepared(viewer: Member, lecture: "Lecture") -> QuerySet[Poll]:
    """What is prepared, in order. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Poll.objects.filter(lecture=lecture).select_related("lecture__studio__unit").order_by("position", "pk")


def get(viewer: Member, lecture: "Lecture", name: str) -> Poll:
    """One prepared poll. Raises `NotFound`, `Forbidden`."""
    poll = prepared(viewer, lecture).filter(pk=name).first()
    if poll is None:
        raise NotFound
    return poll


def standing(viewer: Member, lecture: "Lecture") -> list[Standing]:
    """Every prepared poll with where it stands now."""
    opened = {row.command: row for row in Opened.objects.filter(lecture=lecture)}
    found = []
    for poll in prepared(viewer, lecture):
        row = opened.get(poll.command)
        if row is None:
            found.append(Standing(poll, Step.PREPARED))
        else:
            step = Step.OPEN if row.closed_ms is None else Step.CLOSED
            found.append(Standing(poll, step, _result(row)))
    return found


def results(viewer: Member, lecture: "Lecture") -> list[Result]:
    """Every poll that was opened, in its order. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return [_result(row) for row in Opened.objects.filter(lecture=lecture).order_by("i")]


def voters(viewer: Member, lecture: "Lecture") -> dict[int, int]:
    """How many voted in each poll so far. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    rows = Vote.objects.filter(lecture=lecture).values("i").order_by().annotate(n=Count("pk"))
    return {row["i"]: row["n"] for row in rows}


def content(lecture: str) -> list[dict[str, Any]]:
    """What a second person approves of a lecture's polls."""
    return [poll.draft.as_dict() for poll in Poll.objects.filter(lecture=lecture).order_by("position", "pk")]


def names(lecture: str) -> list[tuple[str, str]]:
    """Name and text of what is prepared, in order: for the run of show."""
    return list(Poll.objects.filter(lecture=lecture).order_by("position", "pk").values_list("pk", "text"))


def _result(row: Opened) -> Result:
    """Counted from the votes; a choice that many made is read once."""
    chosen: Counter[int] = Counter()
    voters = 0
    votes = Vote.objects.filter(lecture=row.lecture_id, i=row.i)
    for group in votes.values("choice").order_by().annotate(n=Count("pk")):
        voters += group["n"]
        for place in json.loads(group["choice"]):
            chosen[place] += group["n"]
    counts = tuple(chosen[place] for place in range(len(row.options)))
    return Result(row.i, row.text, tuple(row.options), row.multi, row.closed_ms is None, voters, counts)
