"""Everything that changes reviews. What is written, proposed and ordered stands in the review's own chain."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters import rules as ledger
from xiangyue.ledger.matters.actions import Assignment, Noted, Order, Reply
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State, Verb
from xiangyue.ledger.reviews import errors, rules, signals
from xiangyue.ledger.reviews.rules import KIND, MEASURE, Lecture
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Right

_NAMESPACE = uuid.UUID("8f2d0a44-5b0c-5d6b-a1f3-2f9b6a1d7c10")
"""Under which what follows from an order gets its commands; changing it would let one happen twice."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to be done so that it does not happen again. `lead` is named by the office alone."""

    title: str
    category: str
    text: str = ""
    grade: str = ""
    lead: str = ""


@transaction.atomic
def begin(case: str, category: str, lead: str, text: str, order: Order) -> Reply:
    """Order a review of a case, led by a unit that the office names. Raises `NotYours`, `OwnLine`, `NotReported`."""
    row = queries.get(order.by, case)
    ledger.require_office(order.by, Verb.ASSIGN, row.office, row.lead)
    finding = Finding(
        kind=KIND, title=rules.named(row.title), text=text, category=category, subject=row.subject,
        place=row.place_id or "", spot=row.spot or row.title, via=Reporter.OFFICE, unit=row.office_id, parent=row.pk,
    )  # fmt: skip
    reply = matters.report(finding, order)
    return matters.assign(reply.matter, Assignment(lead, category), _following(order, "assign"))


def write(review: str, code: str, given: Mapping[str, str], order: Order) -> Reply:
    """Answer one of the four questions, every part of it. Raises `NotYours`, `NotAsked`, `BadMatter`."""
    return matters.write(review, code, rules.parts(code, dict(given)), order)


@transaction.atomic
def propose(review: str, measure: Measure, order: Order) -> Reply:
    """Put a measure below a review: the review's lead proposes, the office that names its lead hands it out at once.

    Raises `NoReview`, `NotYours`, `OwnLine`, and what reporting and assigning raise.
    """
    row = _open(order.by, review)
    office = access.may(order.by, Right.DISPATCH, row.office)
    if not office:
        ledger.require_work(order.by, Verb.PROGRESS, [row.lead])
    finding = Finding(
        kind=MEASURE, title=measure.title, text=measure.text, category=measure.category, grade=measure.grade,
        subject=row.subject, place=row.place_id or "", spot=row.spot or row.title, via=Reporter.MATTER,
        unit=row.office_id if office else row.lead_id or "", parent=row.pk,
    )  # fmt: skip
    reply = matters.report(finding, replace(order, by=HOUSE, expected=None))
    data = {"measure": reply.matter, "person": order.by.username}
    matters.note(row.pk, Noted("measure-proposed", data), _house(order, "note"), said={"text": measure.title})
    if office and measure.lead:
        given = Assignment(measure.lead, measure.category, measure.grade)
        return matters.assign(reply.matter, given, _following(order, "assign"))
    return reply


@transaction.atomic
def order_lecture(review: str, lecture: Lecture, order: Order) -> str:
    """Order a lecture in the hall whose quiz comes from the case; the order's name. For the lead and the office.

    Raises `NoReview`, `NotYours`, `BadLectureOrder`, `NoHall`, and what the hall refuses.
    """
    rules.require_lecture(lecture)
    row = _open(order.by, review)
    if not access.may(order.by, Right.DISPATCH, row.office):
        ledger.require_work(order.by, Verb.PROGRESS, [row.lead])
    replies: list[Any] = signals.wanted.send(
        sender=Matter, review=row, lecture=lecture, by=order.by, command=order.command
    )
    name = next((reply for _receiver, reply in replies if isinstance(reply, str)), None)
    if name is None:
        raise errors.NoHall
    data = {"order": name, "studio": lecture.studio, "person": order.by.username}
    matters.note(
        row.pk,
        Noted("lecture-ordered", data),
        _house(order, "lecture"),
        said={"named": lecture.title, "text": lecture.title},
    )
    return name


def hear(review: str, order: str, *, lecture: str, title: str, given: bool) -> None:
    """Note that a lecture was planned, or given: given, it answers the fourth question. For the roof."""
    what, answers = ("lecture-given", {"answers": "lesson"}) if given else ("lecture-planned", {})
    command = str(uuid.uuid5(_NAMESPACE, f"{order}/{lecture}/{what}"))
    data = {"order": order, "lecture": lecture, **answers}
    said = {"named": title, "text": title}
    matters.note(review, Noted(what, data), Order(HOUSE, command=command), said=said)


def _open(by: Member, name: str) -> Matter:
    row = queries.locked(by, name)
    if row.kind != KIND:
        raise NotFound
    if row.state == State.CLOSED:
        raise errors.NoReview
    return row


def _following(order: Order, what: str) -> Order:
    return Order(order.by, command=str(uuid.uuid5(_NAMESPACE, f"{order.command}/{what}")))


def _house(order: Order, what: str) -> Order:
    return replace(_following(order, what), by=HOUSE)
