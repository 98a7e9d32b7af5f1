"""Reads of questions. Official answers are public; the list with what waits is for moderators."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet

from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.questions import rules
from xiangyue.hall.questions.models import Asked, Handed, Kept, Later, Prepared
from xiangyue.hall.questions.states import State, Word
from xiangyue.kernel import clock, signing, vouchers
from xiangyue.kernel.errors import NotFound
from xiangyue.kernel.signing import Forged
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import queries as residents

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

LATE_MS = 400 * 24 * 3600 * 1000
"""A ticket says whose question it was for as long as it may fetch a prize."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An official answer as everybody reads it. `after`: it was given after the lecture."""

    i: int
    question: str
    name: str
    up: int
    answer: str
    unit: str
    source: str
    at: datetime
    after: bool = False
    number: str = ""
    """Of the matter it became, where a department answered."""
    word: str = ""
    """What whoever asked says of that, in words."""


@dataclass(frozen=True, slots=True)
class Own:
    """What became of somebody's own question."""

    i: int
    text: str
    number: str
    unit: str
    due_at: datetime | None
    word: Word
    answer: str
    source: str


def asked(viewer: Member, lecture: "Lecture") -> QuerySet[Asked]:
    """Everything asked, in the order of asking. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Asked.objects.filter(lecture=lecture).order_by("i")


def withdrawn(viewer: Member, lecture: "Lecture") -> QuerySet[Asked]:
    """What stays of public questions whose askers were erased by decision. Raises `Forbidden`."""
    return asked(viewer, lecture).filter(text=rules.WITHDRAWN, i__in=Kept.objects.filter(lecture=lecture).values("i"))


def get(viewer: Member, lecture: "Lecture", i: int) -> Asked:
    """One question. Raises `NotFound`, `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    found = Asked.objects.filter(lecture=lecture, i=i).select_related("lecture__studio__unit").first()
    if found is None:
        raise NotFound
    return found


def prepared(viewer: Member, lecture: "Lecture") -> QuerySet[Prepared]:
    """What the house brings along, in order. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return Prepared.objects.filter(lecture=lecture).select_related("lecture__studio__unit").order_by("position", "pk")


def get_prepared(viewer: Member, lecture: "Lecture", name: str) -> Prepared:
    """One prepared question. Raises `NotFound`, `Forbidden`."""
    found = prepared(viewer, lecture).filter(pk=name).first()
    if found is None:
        raise NotFound
    return found


def put(viewer: Member, lecture: "Lecture") -> set[str]:
    """The commands that are on the line: which prepared questions were put."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return set(Asked.objects.filter(lecture=lecture).exclude(put="").values_list("put", flat=True))


def answers(viewer: Member, public_id: str, *, words: str = "") -> list[Answered]:
    """The official answers of a lecture, those most wanted first; with all of the words in them. Raises `NotFound`."""
    lecture = lectures.get(viewer, public_id)
    later = {row.i: row for row in Later.objects.filter(lecture=lecture)}
    handed = {row.i: row for row in Handed.objects.filter(lecture=lecture).exclude(answer="")}
    rows = Asked.objects.filter(lecture=lecture).exclude(state__in=[State.NEW, State.DECLINED])
    told = (_answered(row, later.get(row.i), handed.get(row.i)) for row in rows)
    found = [one for one in told if one is not None]
    wanted = [word.lower() for word in words.split()]
    shown = [one for one in found if all(word in _all_words(one) for word in wanted)]
    return sorted(shown, key=lambda one: (-one.up, one.i))


def content(lecture: str) -> list[dict[str, Any]]:
    """What a second person approves of the prepared questions."""
    rows = Prepared.objects.filter(lecture=lecture).order_by("position", "pk")
    return [{"text": row.text} for row in rows]


def later(viewer: Member, lecture: "Lecture") -> dict[int, Later]:
    """Answers given after the lecture, by question. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return {row.i: row for row in Later.objects.filter(lecture=lecture)}


def handed(viewer: Member, lecture: "Lecture") -> dict[int, Handed]:
    """What was handed on to departments, by question. Raises `Forbidden`."""
    access.require(viewer, Right.VIEW_STUDIO, lecture.studio.unit)
    return {row.i: row for row in Handed.objects.filter(lecture=lecture)}


def asker(lecture: str, *, ticket: str = "", voucher: str = "") -> str:
    """What a lecture's line calls whoever holds a ticket of it, or a voucher. Raises `Forged`, `VoucherInvalid`."""
    if ticket:
        payload = signing.verify(signing.derive(settings.SECRET_KEY, "ticket"), ticket, late_ms=LATE_MS)
        if payload.get("lecture") != lecture:
            raise Forged
        return str(payload["who"])
    return vouchers.pseudonym(settings.SECRET_KEY, residents.owner_of(voucher), lecture)


def own(lecture: str, asker: str) -> list[Own]:
    """What became of what somebody asked in a lecture and was handed on, in the order of asking."""
    rows = {row.i: row for row in Asked.objects.filter(lecture=lecture, pseudonym=asker)} if asker else {}
    found = Handed.objects.filter(lecture=lecture, i__in=list(rows)).order_by("i")
    return [
        Own(each.i, rows[each.i].text, each.number, each.unit, each.due_at, Word(each.word), each.answer, each.source)
        for each in found
    ]


def _answered(row: Asked, later: Later | None, handed: Handed | None) -> Answered | None:
    """The latest of the answers that a question got: on the line, after the lecture, by a department.

    None for one that nobody wrote an answer to: what was answered by voice alone is in the replay.
    """
    said = [Answered(row.i, row.text, row.name, row.up, row.answer, row.unit, row.source, _line_at(row))]
    if later is not None:
        said.append(
            Answered(row.i, row.text, row.name, row.up, later.answer, later.unit, later.source, later.at, after=True)
        )
    if handed is not None and handed.answered_at is not None:
        said.append(
            Answered(
                row.i, row.text, row.name, row.up, handed.answer, handed.unit, handed.source, handed.answered_at,
                after=True, number=handed.number, word=str(Word(handed.word).label),
            )
        )  # fmt: skip
    return max((one for one in said if one.answer), key=lambda one: one.at, default=None)


def _line_at(row: Asked) -> datetime:
    return clock.from_ms(row.answered_ms or row.at)


def _all_words(one: Answered) -> str:
    return f"{one.question} {one.answer} {one.unit} {one.source}".lower()
