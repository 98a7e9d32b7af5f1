"""Choosing a poster, asking for its forms, and keeping posters up with lectures that change."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.documents.posters import making, rules
from xiangyue.documents.posters.models import Choice
from xiangyue.documents.posters.states import Design, Form
from xiangyue.documents.press import actions as press
from xiangyue.documents.press.models import Print
from xiangyue.hall.lectures import actions as verbs
from xiangyue.hall.lectures import queries as lectures
from xiangyue.journal import actions as journal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

AT_ONCE = 60
"""Lectures looked at in a round: more coming ones than this wait for the next."""


@transaction.atomic
def choose(lecture: "Lecture", design: Design, headline: str, *, by: Member) -> None:
    """Choose the design, and where the headline breaks. Raises `Forbidden`, `OtherWords`, `TooManyLines`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    words = rules.require_headline(headline, lecture.title)
    Choice.objects.update_or_create(pk=lecture.pk, defaults={"design": design, "headline": words})
    journal.record(
        f"lecture/{lecture.pk}", "choose-poster", {"design": design.value, "headline": words}, by=by.username
    )
    touched(lecture, by=by)
    renew(lecture, by=by)


def renew(lecture: "Lecture", *, by: Member) -> None:
    """Have both designs made of what the lecture is now, in the forms that are always there. Raises `Forbidden`."""
    access.require(by, Right.PLAN, lecture.studio.unit)
    choice = Choice.objects.filter(pk=lecture.pk).first() or Choice(pk=lecture.pk)
    known = making.facts(lecture, choice)
    for design, form in _kept(choice):
        press.ask(lecture, making.what(design, form), making.key(known, design, form), by=by.username)


def ask(lecture: "Lecture", design: Design, form: Form, *, by: Member) -> Print:
    """Have one form made. Raises `Forbidden`, `SecondFactorMissing`."""
    access.require(by, Right.VIEW_STUDIO, lecture.studio.unit)
    return _ask(lecture, design, form, by=by)


def copy(source_id: str, target_id: str, by: Member) -> None:  # noqa: ARG001 - one shape for all nouns
    """Take the choice along to another lecture; its poster is made of that one's own words."""
    chosen = Choice.objects.filter(pk=source_id).first()
    if chosen is not None:
        words = {"design": chosen.design, "headline": chosen.headline}
        Choice.objects.update_or_create(pk=target_id, defaults=words)


def forget(lecture_id: str) -> None:
    """Delete what was chosen and made for a lecture that is deleted itself."""
    Choice.objects.filter(pk=lecture_id).delete()
    press.forget(lecture_id)


def keep_up() -> int:
    """Ask for the posters of coming lectures that are not made of what the lecture is now; how many. For the worker."""
    coming = list(lectures.coming(HOUSE)[:AT_ONCE])
    chosen = {row.pk: row for row in Choice.objects.filter(pk__in=[lecture.pk for lecture in coming])}
    wanted = [
        (lecture, making.what(design, form), making.key(making.facts(lecture, choice), design, form))
        for lecture in coming
        for choice in [chosen.get(lecture.pk) or Choice(pk=lecture.pk)]
        for design, form in _kept(choice)
    ]
    there = set(
        Print.objects.filter(lecture__in=coming).values_list("lecture_id", "what", "key"),
    )
    missing = [each for each in wanted if (each[0].pk, each[1], each[2]) not in there]
    for lecture, what, key in missing:
        press.ask(lecture, what, key, by="")
    return len(missing)


def touched(lecture: "Lecture", *, by: Member) -> None:
    """The poster is part of what was approved: the lecture hears that it changed. Raises `WrongMoment`."""
    verbs.touched(lecture, "poster", by=by)


def _kept(choice: Choice) -> Iterator[tuple[Design, Form]]:
    """What is always there: the chosen one for phones and walls, the other to look at."""
    chosen = Design(choice.design)
    yield chosen, Form.PHONE_PNG
    yield chosen, Form.A2_PDF
    yield from ((design, Form.PHONE_PNG) for design in Design if design is not chosen)


def _ask(lecture: "Lecture", design: Design, form: Form, *, by: Member) -> Print:
    choice = Choice.objects.filter(pk=lecture.pk).first() or Choice(pk=lecture.pk)
    key = making.key(making.facts(lecture, choice), design, form)
    return press.ask(lecture, making.what(design, form), key, by=by.username)
