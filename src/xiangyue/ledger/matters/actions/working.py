"""What the lead and its helpers do: accept, return, hand over, plan, report progress. None of it closes a matter."""

from collections.abc import Mapping, Sequence

from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.matters import deadlines, errors, rules
from xiangyue.ledger.matters.actions import acting
from xiangyue.ledger.matters.actions.acting import Act, Case, Data, Order, Reply
from xiangyue.ledger.matters.actions.filing import unit_of
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.states import LABELS, Verb, Who
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Right


def accept(name: str, order: Order) -> Reply:
    """Sign for a matter. Raises `NotYours`."""

    def decide(case: Case) -> Act:
        _require_lead(case, Verb.ACCEPT)
        return Act(Verb.ACCEPT, {"unit": case.matter.lead_id})

    return acting.act(name, Verb.ACCEPT, order, decide)


def accept_silently(name: str) -> Reply:
    """What nobody signed for in time counts as accepted, and says so. For the worker."""

    def decide(case: Case) -> Act:
        return Act(Verb.ACCEPT, {"unit": case.matter.lead_id, "auto": True})

    return acting.act(name, Verb.ACCEPT, Order(HOUSE), decide)


def give_back(name: str, reason: str, order: Order) -> Reply:
    """Return a matter to the office, once: after that the district decides whose it is.

    Raises `NotYours`, `DistrictDecides`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_lead(case, Verb.RETURN)
        if case.matter.returns:
            raise errors.DistrictDecides
        return Act(Verb.RETURN, {"unit": case.matter.lead_id}, {"text": rules.said(reason)})

    return acting.act(name, Verb.RETURN, order, decide)


def offer(name: str, to: str, reason: str, order: Order) -> Reply:
    """Offer a matter to another unit, which must take it over; until then it stays whose it is.

    Raises `NotYours`, `BadMatter`, `AlreadyOffered`, `NoOutsider`.
    """

    def decide(case: Case) -> Act:
        _require_lead(case, Verb.OFFER)
        unit = unit_of(to)
        if unit.code == case.matter.lead_id:
            raise errors.BadMatter(str(errors.SAME_UNIT))
        if case.matter.offered:
            raise errors.AlreadyOffered
        rules.require_led_by(unit, unit.name, case.matter.office)
        return Act(Verb.OFFER, {"unit": case.matter.lead_id, "to": unit.code}, {"text": rules.said(reason)})

    return acting.act(name, Verb.OFFER, order, decide)


def take_over(name: str, order: Order) -> Reply:
    """Become the lead of what was offered. Neither clock starts again. Raises `NotOffered`, `NotYours`."""

    def decide(case: Case) -> Act:
        unit = _require_taker(case, Verb.TAKE_OVER)
        return Act(Verb.TAKE_OVER, {"unit": unit, "lead": unit, "from": case.matter.lead_id})

    return acting.act(name, Verb.TAKE_OVER, order, decide)


def decline(name: str, reason: str, order: Order) -> Reply:
    """Leave what was offered where it is. Raises `NotOffered`, `NotYours`, `BadMatter`."""

    def decide(case: Case) -> Act:
        unit = _require_taker(case, Verb.DECLINE)
        return Act(Verb.DECLINE, {"unit": unit}, {"text": rules.said(reason)})

    return acting.act(name, Verb.DECLINE, order, decide)


def plan(name: str, parts: Mapping[str, str], order: Order) -> Reply:
    """Write the plan of a grave matter, every part of it; `until` in ISO form is its own last day where it has one.

    Raises `NotYours`, `NotMajor`, `PlanMissing`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_lead(case, Verb.PLAN)
        grade = case.kind.grade(case.matter.grade)
        if not grade.plan_parts:
            raise errors.NotMajor
        said = {part.code: rules.said(parts.get(part.code, ""), needed=False) for part in grade.plan_parts}
        missing = [part.name for part in grade.plan_parts if not said[part.code]]
        if missing:
            raise errors.PlanMissing(parts="、".join(missing))
        data: Data = {"unit": case.matter.lead_id}
        if grade.due is None and case.matter.original_due is None:
            data["clock"] = _planned(case, parts)
        return Act(Verb.PLAN, data, {"parts": said})

    return acting.act(name, Verb.PLAN, order, decide)


def progress(name: str, text: str, order: Order, *, pictures: Sequence[str] = ()) -> Reply:
    """Say how it goes, for the lead or a unit that helps. Raises `NotYours`, `BadMatter`."""

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_work(case.by, Verb.PROGRESS, [matter.lead, *(unit_of(code) for code in matter.helpers)])
        data: Data = {"unit": _acting_unit(case)}
        if pictures:
            data["evidence"] = evidence.attach(name, pictures, role=Role.OTHER, about=case.about)
        return Act(Verb.PROGRESS, data, {"text": rules.said(text)})

    return acting.act(name, Verb.PROGRESS, order, decide)


def write(name: str, code: str, parts: Mapping[str, str], order: Order) -> Reply:
    """Answer one of the questions that the kind asks (四不放过), for the lead; written again, the later one counts.

    `parts` are what people call each part, and its words. Raises `NotYours`, `NotAsked`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_lead(case, Verb.PROGRESS)
        if code not in {asked.code for asked in case.kind.fields_asked}:
            raise errors.NotAsked(kind=case.kind.name)
        said = {part: rules.said(words) for part, words in parts.items()}
        text = rules.said("\n".join(f"{part}：{words}" for part, words in said.items()), limit=rules.MAX_TEXT)
        return Act(Verb.PROGRESS, {"unit": case.matter.lead_id, "answers": code}, {"text": text, "parts": said})

    return acting.act(name, Verb.PROGRESS, order, decide)


def done(name: str, text: str, order: Order, *, pictures: Sequence[str] = ()) -> Reply:
    """Say that a helping unit's own part is done: the lead may claim when all are. Raises `NotYours`, `BadMatter`."""

    def decide(case: Case) -> Act:
        mine = [code for code in case.matter.helpers if access.may(case.by, Right.WORK, unit_of(code))]
        if not mine:
            raise errors.NotYours(verb=LABELS[Verb.DONE], who=rules.WHO[Who.HELPER])
        open_ones = [code for code in mine if case.matter.helpers[code][1] is None]
        data: Data = {"unit": (open_ones or mine)[0]}
        if pictures:
            data["evidence"] = evidence.attach(name, pictures, role=Role.AFTER, about=case.about)
        return Act(Verb.DONE, data, {"text": rules.said(text)})

    return acting.act(name, Verb.DONE, order, decide)


def _planned(case: Case, parts: Mapping[str, str]) -> Data:
    """The clock that a plan sets: its last day becomes the due moment, and the one that counts."""
    until = deadlines.day(parts.get("until", ""))
    if until is None or until <= case.now:
        raise errors.BadMatter(str(errors.PLAN_UNTIL))
    clock = deadlines.moved(case.terms, until, provisional=False, fired=case.matter.rung)
    return {**clock, "original": ms(until)}


def _require_lead(case: Case, verb: Verb) -> None:
    rules.require_work(case.by, verb, [case.matter.lead])


def _require_taker(case: Case, verb: Verb) -> str:
    if not case.matter.offered:
        raise errors.NotOffered
    rules.require_work(case.by, verb, [unit_of(case.matter.offered)])
    return case.matter.offered


def _acting_unit(case: Case) -> str:
    """For which of the units concerned somebody acts: the lead before helpers."""
    matter = case.matter
    if matter.lead is not None and access.may(case.by, Right.WORK, matter.lead):
        return matter.lead.code
    return next((code for code in matter.helpers if access.may(case.by, Right.WORK, unit_of(code))), "")
