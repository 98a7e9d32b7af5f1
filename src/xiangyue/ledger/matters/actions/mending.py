"""What is added to a history without rewriting it: remarks, corrections, words taken out by a decision, recounting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.journal.models import Entry
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import deadlines, errors, folding, projecting, queries, rules
from xiangyue.ledger.matters.actions import acting
from xiangyue.ledger.matters.actions.acting import Act, Case, Data, Order, Reply
from xiangyue.ledger.matters.actions.filing import unit_of
from xiangyue.ledger.matters.deadlines import Terms, ms
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.states import WORDS, Verb
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.models import Subject
from xiangyue.org.access.rules import HOUSE

Attach = Callable[[], list[list[Any]]]
"""Gives pictures to a matter, and says what its event says of them."""


def comment(name: str, text: str, order: Order, *, pictures: Sequence[str] = ()) -> Reply:
    """Add a remark; whoever sees the matter in full may. Raises `BadMatter`."""

    def decide(case: Case) -> Act:
        data: Data = {"unit": case.by.posts[0].unit if case.by.posts else ""}
        if pictures:
            data["evidence"] = evidence.attach(name, pictures, role=Role.OTHER, about=case.about)
        return Act(Verb.COMMENT, data, {"text": rules.said(text)})

    return acting.act(name, Verb.COMMENT, order, decide)


@dataclass(frozen=True, slots=True)
class Noted:
    """What another noun has to say about a matter: a notice sent, an answer that came in."""

    what: str
    data: Data


def note(
    name: str, noted: Noted, order: Order, *, said: dict[str, Any] | None = None, attach: Attach | None = None
) -> Reply:
    """Add what another noun of the ledger has to say, as the house. `attach` is called when it is new.

    Raises `NotFound` for anybody else.
    """
    rules.require_house(order.by)

    def decide(_case: Case) -> Act:
        data = {**noted.data, "what": noted.what}
        if attach is not None:
            data["evidence"] = attach()
        return Act(Verb.NOTE, data, said or {})

    return acting.act(name, Verb.NOTE, order, decide)


def correct(name: str, order: Order, *, reason: str, finding: dict[str, str]) -> Reply:
    """Put right what a report said: title, text, spot, subject, place, line. What it said before stays in the chain.

    Raises `NotYours`, `OwnLine`, `BadMatter`, `UnknownUnit`, `NotFound`.
    """

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_office(case.by, Verb.CORRECT, matter.office, matter.lead)
        data: Data = {"unit": matter.office_id}
        for side in ("place", "line"):
            if finding.get(side):
                data[side] = unit_of(finding[side]).code
        told = dict(finding)
        if finding.get("subject"):
            subject = subjects.get(case.by, finding["subject"])
            data |= _located(subject)
            told["spot"] = subjects.where(subject, said=finding.get("spot", ""), limit=rules.MAX_SPOT)
        said = rules.words(*(told.get(part, getattr(matter, part)) for part in ("title", "text", "spot")))
        changed = said.as_dict() if said.as_dict() != {p: getattr(matter, p) for p in ("title", "text", "spot")} else {}
        return Act(Verb.CORRECT, data, {**changed, "reason": rules.said(reason)})

    return acting.act(name, Verb.CORRECT, order, decide)


@transaction.atomic
def redact(name: str, seq: int, decision: str, order: Order) -> Reply:
    """Erase the free text of one record by a decision. Its place in the chain stays; what was done stays too.

    Raises `NotYours`, `OwnLine`, `NothingToRedact`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.REDACT, case.matter.office, case.matter.lead)
        return Act(Verb.REDACT, {"unit": case.matter.office_id, "of": seq, "decision": rules.said(decision)})

    matter = queries.locked(order.by, name)
    if (before := acting.answered(order, Verb.REDACT, name=name)) is not None:
        return before
    words = next((entry for entry in _texts(name) if entry.data is not None and entry.data["of"] == seq), None)
    if words is None:
        raise errors.NothingToRedact
    reply = acting.act(name, Verb.REDACT, order, decide)
    journal.erase(words, decision=decision, by=order.by.username)
    matter.refresh_from_db()
    _refold(matter)
    return reply


@transaction.atomic
def recalc(name: str) -> bool:
    """Count the current due moment anew under the calendar as it stands; whether it moved. For the worker.

    What the old calendar does not give was set by a decision (more time, a pause, a plan, another ledger), and stays.
    The original due moment stays always.
    """
    matter = queries.locked(HOUSE, name)
    calendar = calendars.current()
    if matter.calendar == calendar.version or matter.assigned_at is None or matter.due is None:
        return False
    kind = kinds.get(matter.kind, matter.version)
    terms = Terms(kind, kind.category(matter.category), matter.grade, calendar, halved=bool(matter.rebound_of))
    counted = replace(terms, calendar=calendars.at(matter.calendar)).first(matter.assigned_at)
    anew, due, provisional = terms.first(matter.assigned_at), matter.due, matter.provisional
    if counted is not None and anew is not None and counted.moment == due:
        due, provisional = anew.moment, anew.provisional
    made = deadlines.moved(terms, due, provisional=provisional, fired=matter.rung)
    data: Data = {"clock": made, "before": ms(matter.due), "moved": due != matter.due}
    acting.act(name, Verb.RECALC, Order(HOUSE), lambda _case: Act(Verb.RECALC, data))
    return due != matter.due


def _texts(name: str) -> list[Entry]:
    return list(Entry.objects.filter(chain=queries.chain(name), verb=WORDS, payload__isnull=False))


def _refold(matter: Matter) -> None:
    """Write the row anew from its chain, which says less than it did."""
    standing = folding.fold(queries.events(matter.pk))
    before = projecting.columns(projecting.standing_of(matter))
    acting.write(matter, standing, before, expected=matter.seq)


def _located(subject: Subject) -> Data:
    data: Data = {"subject": subject.public_id, "place": subject.unit.code}
    if (position := subjects.position(subject)) is not None:
        data |= {"lat": position.latitude_e6, "lon": position.longitude_e6, "datum": position.datum.value}
    return data
