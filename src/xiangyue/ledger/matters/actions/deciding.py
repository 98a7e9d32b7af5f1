"""What the office decides, outside the lead's line: more time, a pause, what cannot be mended, rungs, publication."""

from datetime import datetime

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.kinds.rules import Extension
from xiangyue.ledger.kinds.states import Level
from xiangyue.ledger.matters import deadlines, errors, rules
from xiangyue.ledger.matters.actions import acting
from xiangyue.ledger.matters.actions.acting import Act, Case, Data, Order, Reply
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.states import Verb
from xiangyue.org.access.rules import HOUSE


# ------------------------------------------------ more time
def ask_extension(name: str, until: datetime, reason: str, text: str, order: Order) -> Reply:
    """Ask for a later due moment: for a listed reason, early enough, not too often, not too far.

    `text` says how far it is and what keeps it safe meanwhile. Raises `NotYours`, `NotExtendable`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        rules.require_work(case.by, Verb.ASK_EXTENSION, [case.matter.lead])
        rule = _extension(case)
        if case.matter.asked_until is not None:
            raise errors.NotExtendable(str(errors.EXTEND_ASKED))
        _require_reason(reason, [each.code for each in rule.reasons], errors.NotExtendable, str(errors.EXTEND_REASON))
        _require_in_time(case, rule)
        _require_not_far(case, rule, until)
        data: Data = {"unit": case.matter.lead_id, "until": ms(until), "reason": reason}
        return Act(Verb.ASK_EXTENSION, data, {"text": rules.said(text)})

    return acting.act(name, Verb.ASK_EXTENSION, order, decide)


def decide_extension(name: str, order: Order, *, granted: bool, text: str) -> Reply:
    """Grant or refuse more time, by somebody outside the lead's line. The original due moment stays, and is scored.

    Raises `NotYours`, `OwnLine`, `NotExtendable`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_office(case, Verb.DECIDE_EXTENSION)
        until = case.matter.asked_until
        if until is None:
            raise errors.NotExtendable(str(errors.EXTEND_NOT_ASKED))
        data: Data = {"unit": case.matter.office_id, "granted": granted}
        if granted:
            data["clock"] = case.moved(until, provisional=False)
        return Act(Verb.DECIDE_EXTENSION, data, {"text": rules.said(text)})

    return acting.act(name, Verb.DECIDE_EXTENSION, order, decide)


def _extension(case: Case) -> Extension:
    rule = case.kind.extend
    if rule is None or case.matter.due is None:
        raise errors.NotExtendable(str(errors.EXTEND_NOT_HERE), kind=case.kind.name)
    if case.matter.extensions >= rule.times:
        raise errors.NotExtendable(str(errors.EXTEND_OFTEN), times=rule.times)
    return rule


def _require_in_time(case: Case, rule: Extension) -> None:
    due, span = case.matter.due, rule.ask_before.get(case.matter.grade)
    latest = due if due is None or span is None else workdays.before(due, span, case.terms.calendar)
    if latest is not None and case.now > latest:
        raise errors.NotExtendable(str(errors.EXTEND_LATE), span=str(span or ""))


def _require_not_far(case: Case, rule: Extension, until: datetime) -> None:
    base = case.matter.original_due or case.matter.due
    if base is None or case.matter.due is None:
        return
    farthest = deadlines.after(base, rule.longest, case.terms.calendar)
    if until > farthest:
        raise errors.NotExtendable(str(errors.EXTEND_FAR), until=_day(farthest))
    if until <= case.matter.due:
        raise errors.NotExtendable(str(errors.EXTEND_BACK))


# ------------------------------------------------ a pause
def pause(name: str, reason: str, text: str, until: datetime, order: Order) -> Reply:
    """Stop the stage's clock for a listed reason, so long at most; the total runs on, and it resumes by itself.

    Raises `NotYours`, `OwnLine`, `NotPausable`, `AlreadyPaused`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_office(case, Verb.PAUSE)
        rule = case.kind.pause
        if rule is None:
            raise errors.NotPausable(str(errors.PAUSE_NOT_HERE), kind=case.kind.name)
        if case.matter.paused_at is not None:
            raise errors.AlreadyPaused
        _require_reason(reason, [each.code for each in rule.reasons], errors.NotPausable, str(errors.PAUSE_REASON))
        farthest = deadlines.after(case.now, rule.longest, case.terms.calendar)
        if not case.now < until <= farthest:
            raise errors.NotPausable(str(errors.PAUSE_FAR), until=_day(farthest))
        data: Data = {"unit": case.matter.office_id, "reason": reason, "until": ms(until)}
        return Act(Verb.PAUSE, data, {"text": rules.said(text)})

    return acting.act(name, Verb.PAUSE, order, decide)


def resume(name: str, order: Order) -> Reply:
    """Let the stage's clock run again: the current due moment is later by the working days of the pause.

    Raises `NotYours`, `OwnLine`, `NotPaused`.
    """

    def decide(case: Case) -> Act:
        matter = case.matter
        _require_office(case, Verb.RESUME)
        if matter.paused_at is None:
            raise errors.NotPaused
        data: Data = {"unit": matter.office_id, "by_itself": case.by.is_house}
        if matter.due is not None:
            due = deadlines.lengthened(matter.due, matter.paused_at, case.now, case.terms.calendar)
            data["clock"] = case.moved(due)
        return Act(Verb.RESUME, data)

    return acting.act(name, Verb.RESUME, order, decide)


# ------------------------------------------------ what cannot be mended now
def unable(name: str, text: str, review_at: datetime, order: Order) -> Reply:
    """Close what nobody can mend for now, with a reason the public may read; it wakes by itself at `review_at`.

    Raises `NotYours`, `OwnLine`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        _require_office(case, Verb.UNABLE)
        if review_at <= case.now:
            raise errors.BadMatter(str(errors.REVIEW_AT))
        data: Data = {"unit": case.matter.office_id, "review_at": ms(review_at)}
        return Act(Verb.UNABLE, data, {"text": rules.said(text)})

    return acting.act(name, Verb.UNABLE, order, decide)


def wake(name: str) -> Reply:
    """Let what was closed as unable be work again, on its day. For the worker."""

    def decide(case: Case) -> Act:
        data: Data = {"unit": case.matter.office_id}
        if case.matter.due is not None:
            data["clock"] = case.moved(case.matter.due)
        return Act(Verb.WAKE, data)

    return acting.act(name, Verb.WAKE, Order(HOUSE), decide)


# ------------------------------------------------ rungs, publication, campaigns
def escalate(name: str, level: Level, text: str, order: Order) -> Reply:
    """Take the next rung of the ladder by hand: an order to supervise, a talk. Raises `NotYours`, `RungFired`."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.ESCALATE, case.matter.office, case.matter.lead)
        if level <= case.matter.rung:
            raise errors.RungFired
        return Act(Verb.ESCALATE, fired(case, level), {"text": rules.said(text)})

    return acting.act(name, Verb.ESCALATE, order, decide)


def climb(name: str, level: int) -> Reply:
    """Let a rung fire whose morning has come. For the ladder."""

    def decide(case: Case) -> Act:
        if level <= case.matter.rung:
            raise errors.RungFired
        return Act(Verb.ESCALATE, fired(case, level))

    return acting.act(name, Verb.ESCALATE, Order(HOUSE), decide)


def fired(case: Case, level: int) -> Data:
    """The data of a rung that fires, with the one that comes after it."""
    data: Data = {"unit": case.matter.office_id, "level": int(level)}
    if case.matter.due is not None and case.matter.grade:
        following, at = deadlines.next_rung(case.terms, case.matter.due, fired=int(level))
        data["clock"] = {"rung": following, "rung_at": None if at is None else ms(at)}
    return data


def publish(name: str, order: Order, *, on: bool, decision: str) -> Reply:
    """Let the public see a matter, or no longer, by a decision that is named. Raises `NotYours`, `BadMatter`."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.PUBLISH, case.matter.office, case.matter.lead)
        return Act(Verb.PUBLISH, {"unit": case.matter.office_id, "on": on}, {"text": rules.said(decision)})

    return acting.act(name, Verb.PUBLISH, order, decide)


def tag(name: str, campaign: str, order: Order) -> Reply:
    """Count a matter among a campaign's, or among none ("")."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.TAG, case.matter.office, case.matter.lead)
        return Act(Verb.TAG, {"unit": case.matter.office_id, "campaign": campaign})

    return acting.act(name, Verb.TAG, order, decide)


def _require_office(case: Case, verb: Verb) -> None:
    rules.require_office(case.by, verb, case.matter.office, case.matter.lead)


def _require_reason(reason: str, listed: list[str], refusal: type[Refusal], text: str) -> None:
    if reason not in listed:
        raise refusal(text)


def _day(moment: datetime) -> str:
    return moment.astimezone(clock.COUNTY_ZONE).date().isoformat()
