"""Everything that changes questions: taking them in, answering, the asker's word, and what follows from the chain."""

import uuid
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from xiangyue.kernel import answers, clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import How, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import deadlines, queries
from xiangyue.ledger.matters.actions import Assignment, Order, Reply
from xiangyue.ledger.matters.errors import NoOutsider
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import Outcome, State, Verb
from xiangyue.ledger.questions import errors, rules, signals
from xiangyue.ledger.questions.models import Question
from xiangyue.ledger.questions.rules import KIND, Asked, Struck
from xiangyue.ledger.questions.states import Word
from xiangyue.ledger.tellers import actions as tellers
from xiangyue.ledger.tellers.actions import Contact, Told
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

MOST = 200
"""Of one round of the worker."""

ASKERS = frozenset({Verb.REPORT, Verb.CORRECT, Verb.NOT_ANSWERED})
"""Verbs that say something in the words of whoever asked."""

_NAMESPACE = uuid.UUID("0c2f3f0a-6a0c-5a86-9a55-4f1a0f7f7a2e")
"""Under which what follows from a question gets its commands; changing it would let one happen twice."""


# ------------------------------------------------ how a question comes in
@transaction.atomic
def take(asked: Asked) -> Matter:
    """Let a question of a lecture be a matter, and hand it to the department its category names. Once each.

    A category that names nobody leaves it to the office. Raises `UnknownCategory`, `UnknownKind`.
    """
    known = Question.objects.filter(lecture=asked.lecture, i=asked.i).select_related("matter").first()
    if known is not None:
        return known.matter
    finding = Finding(
        kind=KIND, title=rules.titled(asked.text), text=asked.text, category=asked.category, grade=asked.grade,
        place=asked.place, spot=asked.occasion, via=Reporter.HALL,
    )  # fmt: skip
    name = f"{asked.lecture}/{asked.i}"
    reply = matters.report(finding, Order(HOUSE, command=_command(name, "report")))
    Question.objects.create(
        matter_id=reply.matter, lecture=asked.lecture, i=asked.i, occasion=asked.occasion, shown=asked.shown,
        asked_at=clock.now(), seq=reply.seq,
    )  # fmt: skip
    _hand(reply.matter, asked.category, asked.grade, asked.place)
    return queries.get(HOUSE, reply.matter)


@transaction.atomic
def ask(finding: Finding, contact: Contact, *, command: str, shown: bool) -> Told:
    """Take in a question from a resident's page; `shown`: they agree that it is read with its answer.

    Raises as `tellers.tell` does.
    """
    told = tellers.tell(finding, contact, command=command)
    _row, made = Question.objects.get_or_create(
        matter_id=told.reply.matter, defaults={"shown": shown, "asked_at": clock.now(), "seq": told.reply.seq}
    )
    if made and finding.category:
        _hand(told.reply.matter, finding.category, finding.grade, finding.place)
    return told


def _hand(name: str, category: str, grade: str, place: str) -> None:
    """Assign by the category's table, in the name of the house: the department and its deadline stand at once."""
    row = kinds.current(KIND).category(category)
    routing = kinds.route(row, None, at=_unit(place))
    if routing.lead is None:
        return
    helpers = [(unit.code, None) for unit in routing.co]
    line = routing.line.code if routing.line is not None else ""
    given = Assignment(routing.lead.code, category, row.grade or grade, line, helpers)
    try:
        matters.assign(name, given, Order(HOUSE, command=_command(name, "assign")))
    except NoOutsider:
        return  # the table names a unit that nobody stands outside of: the office decides


def _unit(code: str) -> "Unit | None":
    return units.by_code([code]).get(code)


# ------------------------------------------------ the answer
def answer(name: str, text: str, source: str, order: Order) -> Reply:
    """Answer officially, for the unit that leads: the claim that whoever asked is to judge.

    Raises `BadAnswer` and what `matters.claim` raises.
    """
    spelt = rules.spelt(text, source)
    matter = queries.get(order.by, name)
    if matter.kind != KIND:
        raise NotFound
    return matters.claim(name, spelt, order)


@transaction.atomic
def judge(lecture: str, i: int, *, satisfied: bool, missing: str = "") -> Reply:
    """What whoever asked in a lecture says of the answer: yes closes the matter, no sends it back with what is missing.

    The hall has made sure who says it. Raises `NotFound`, `NothingAsked`.
    """
    row = Question.objects.filter(lecture=lecture, i=i).first()
    if row is None:
        raise NotFound
    matter = queries.locked(HOUSE, row.matter_id)
    if matter.state != State.CLAIMED:
        raise errors.NothingAsked
    order = Order(HOUSE, command=_command(f"{matter.pk}/{matter.seq}", f"judge/{satisfied}"))
    done = matters.confirm if satisfied else partial(matters.not_answered, missing=missing)
    reply = done(matter.pk, order)
    follow(matter.pk)
    return reply


# ------------------------------------------------ erased by decision
@transaction.atomic
def withdraw(lecture: str, numbers: Iterable[int], decision: str) -> list[Struck]:
    """Take out of the chains what somebody asked in a lecture, and what they said of the answers.

    That it was asked, and what was officially answered, stays. Done before, it does no harm. Returns what was called
    how until now.
    """
    asked = Question.objects.filter(lecture=lecture, i__in=list(numbers)).order_by("pk")
    return [_withdrawn(name, decision) for name in list(asked.values_list("pk", flat=True))]


def _withdrawn(name: str, decision: str) -> Struck:
    matter = queries.locked(HOUSE, name)
    struck = Struck(name, matter.number, matter.title)
    for line in queries.timeline(HOUSE, matter):
        if line.said is not None and _is_of_asker(line):
            order = Order(HOUSE, command=_command(f"{name}/{line.seq}", "withdraw"))
            matters.redact(name, line.seq, decision, order)
    Question.objects.filter(pk=name).update(withdrawn=True)
    follow(name)
    return struck


def _is_of_asker(line: queries.Line) -> bool:
    """Whether a record says something in the asker's words: also where the office put the report right."""
    return line.verb in ASKERS or (line.verb is Verb.NOTE and line.data.get("what") == queries.ADDED)


# ------------------------------------------------ the worker's part
def follow_due(*, most: int = MOST) -> int:
    """Let rows follow the chains that moved, and tell who asked; how many did."""
    moved = Question.objects.exclude(seq=F("matter__seq")).order_by("pk")
    names = list(moved.values_list("pk", flat=True)[:most])
    for name in names:
        follow(name)
    return len(names)


@transaction.atomic
def follow(name: str) -> None:
    """Let one row say what its chain says, and tell where it was asked."""
    matter = queries.locked(HOUSE, name)
    row = Question.objects.select_for_update().get(pk=name)
    _read(row, matter)
    row.save()
    signals.answered.send(sender=Question, question=row)


def close_silent(*, most: int = MOST) -> int:
    """Close as not confirmed what nobody has judged in time; how many were closed."""
    now, calendar, closed = clock.now(), calendars.current(), 0
    for kind in kinds.all_current():
        for grade, rule in kind.verify.items():
            if rule.how is not How.ASKER:
                continue
            late = Matter.objects.filter(
                kind=kind.code, grade=grade, state=State.CLAIMED,
                claimed_at__lte=deadlines.ago(now, rule.within, calendar),
            )  # fmt: skip
            closed += sum(_close(name) for name in list(late.values_list("pk", flat=True)[:most]))
    return closed


def _close(name: str) -> bool:
    try:
        matters.close_unchecked(name, "", Order(HOUSE))
    except Refusal:
        return False  # judged in between
    return True


def _read(row: Question, matter: Matter) -> None:
    lines = queries.timeline(HOUSE, matter)
    claims = [line for line in lines if line.verb is Verb.CLAIM]
    row.seq = matter.seq
    if not claims:
        return
    said: dict[str, Any] = claims[-1].said or {}
    row.answer, row.source = answers.parted(said.get("text", ""))
    row.unit = _name(str(claims[-1].data.get("unit", "")))
    row.answered_at = claims[-1].at
    row.word = _word(matter, withdrawn=row.withdrawn)


def _word(matter: Matter, *, withdrawn: bool) -> Word:
    if matter.state == State.CLAIMED:
        return Word.SILENT if withdrawn else Word.AWAITED
    if matter.state != State.CLOSED:
        return Word.NO
    return Word.YES if matter.outcome == Outcome.ANSWERED else Word.SILENT


def _name(code: str) -> str:
    unit = _unit(code)
    return unit.name if unit is not None else ""


def _command(name: str, what: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{name}/{what}"))
