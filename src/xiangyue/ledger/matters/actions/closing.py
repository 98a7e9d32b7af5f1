"""How a matter ends honestly: the lead claims; somebody drawn outside its line passes it, and only that is mended.

Who is drawn, and how, is decided in `ledger.verifying`; here is what a draw does to a matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds.rules import Verification
from xiangyue.ledger.kinds.states import How, Party
from xiangyue.ledger.matters import deadlines, errors, queries, rules
from xiangyue.ledger.matters.actions import acting
from xiangyue.ledger.matters.actions.acting import Act, Case, Data, Order, Reply
from xiangyue.ledger.matters.actions.filing import must_review, reopened, unit_of
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.ledger.matters.folding import Event, fold
from xiangyue.ledger.matters.models import Matter, named
from xiangyue.ledger.matters.states import BY_CLAIM, LABELS, State, Verb
from xiangyue.org.access.rules import Member

ISSUERS = frozenset({Party.ISSUER, Party.OFFICE, Party.DISTRICT})
"""Verification by the office itself, not by a pool of other units."""


# ------------------------------------------------ the lead's side
def claim(name: str, text: str, order: Order, *, pictures: Sequence[str] = ()) -> Reply:
    """Ask for a matter to be verified. All parts must be done: helpers, children, a plan, pictures where they show.

    Raises `NotYours`, `NoPlanYet`, `HelpersOpen`, `ChildrenOpen`, `EvidenceMissing`, `ReviewMissing`, `Paused`.
    """

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_work(case.by, Verb.CLAIM, [matter.lead])
        _require_all_done(case)
        if case.kind.picture(case.kind.evidence.claim, case.category) and not pictures:
            raise errors.EvidenceMissing(role=errors.AFTER)
        data: Data = {"unit": matter.lead_id}
        if pictures:
            data["evidence"] = evidence.attach(name, pictures, role=Role.AFTER, about=case.about)
        return Act(Verb.CLAIM, data, {"text": rules.said(text)})

    return acting.act(name, Verb.CLAIM, order, decide)


def withdraw(name: str, text: str, order: Order) -> Reply:
    """Take a claim back before anybody is drawn. For `ledger.verifying`, which knows what is locked.

    The clock is as it was before the claim: what would have fired meanwhile fires now, a calendar that changed is
    still to be counted. A claim stands when the due moment is past, since it would have hidden that; when whoever
    reported it has spoken since, since claimed anew it might be left out of a sample; and when one was taken back
    before. Raises `NotYours`, `ClaimStands`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_work(case.by, Verb.WITHDRAW, [matter.lead])
        if case.kind.verify[matter.grade].how is How.ASKER:
            raise errors.ClaimStands(str(errors.CLAIM_ANSWERS))
        if matter.how:
            raise errors.ClaimStands(str(errors.CLAIM_DRAWN))
        if matter.added_at is not None:
            raise errors.ClaimStands(str(errors.CLAIM_DISPUTED))
        events = queries.events(matter.pk)
        if rules.has_withdrawn([event.verb for event in events]):
            raise errors.ClaimStands(str(errors.CLAIM_AGAIN))
        if matter.due is not None and case.now > matter.due:
            raise errors.ClaimStands(str(errors.CLAIM_LATE))
        data: Data = {"unit": matter.lead_id}
        if (added := _added_before(events)) is not None:
            data["added_at"] = added
        return Act(Verb.WITHDRAW, data, {"text": rules.said(text)})

    return acting.act(name, Verb.WITHDRAW, order, decide)


def _added_before(events: Sequence[Event]) -> int | None:
    """When whoever reported it had last had something to add, as it stood before the claim that waits."""
    last = max(at for at, event in enumerate(events) if event.verb == Verb.CLAIM)
    return fold(events[:last]).added_at


def require_claimable(matter: Matter, *, by: Member, now: datetime) -> None:
    """Pass a matter whose parts are all done, so that a page can say why one cannot be claimed. Raises as `claim`, and
    `AnswerInstead`: what is claimed of a question is its answer, on a page of its own.
    """
    case = Case(matter, by, now)
    if case.kind.verify[matter.grade].how is How.ASKER:
        raise errors.AnswerInstead
    _require_all_done(case)


def _require_all_done(case: Case) -> None:
    matter = case.matter
    if matter.paused_at is not None:
        raise errors.Paused
    grade = case.kind.grade(matter.grade)
    if grade.plan_parts and not matter.planned:
        raise errors.NoPlanYet
    if grade.publish_filed is not None and not matter.published:
        raise errors.NotPublished
    late = [unit_of(code).short_name for code, (_due, done) in matter.helpers.items() if done is None]
    if late:
        raise errors.HelpersOpen(units="、".join(late))
    _require_answered(case)
    children = Matter.objects.filter(named("parent", matter.pk))
    still = children.exclude(state=State.CLOSED).exclude(kind="review").count()
    if still:
        raise errors.ChildrenOpen(count=still)
    if matter.review_required and not children.filter(kind="review").exists():
        raise errors.ReviewMissing


def _require_answered(case: Case) -> None:
    """Pass when every question that the kind asks has an answer in the chain. Raises `AnswersMissing`."""
    if not case.kind.fields_asked:
        return
    events = queries.events(case.matter.pk)
    answered = {event.data.get("answers") for event in events if event.data is not None}
    missing = [asked.name for asked in case.kind.fields_asked if asked.code not in answered]
    if missing:
        raise errors.AnswersMissing(questions="、".join(missing))


# ------------------------------------------------ what the draw says
@dataclass(frozen=True, slots=True)
class Drawn:
    """What a batch decided for one claim: verified by these people, in this way, until then."""

    batch: str
    how: How
    people: Sequence[str]
    until: datetime


def draw(name: str, drawn: Drawn, order: Order) -> Reply:
    """Write down who verifies a claim. For `ledger.verifying`, as the house. Raises `NotFound` for anybody else."""
    rules.require_house(order.by)

    def decide(_case: Case) -> Act:
        data = {"batch": drawn.batch, "how": drawn.how.value, "people": list(drawn.people), "until": ms(drawn.until)}
        return Act(Verb.DRAW, data)

    return acting.act(name, Verb.DRAW, order, decide)


def close_unchecked(name: str, batch: str, order: Order) -> Reply:
    """Accept a claim that the draw did not choose: closed as not checked, without the seal. For the house."""
    rules.require_house(order.by)

    def decide(case: Case) -> Act:
        data: Data = {"batch": batch, "watch_until": _watched_until(case)}
        return Act(Verb.CLOSE_UNCHECKED, data)

    return acting.act(name, Verb.CLOSE_UNCHECKED, order, decide)


def confirm(name: str, order: Order) -> Reply:
    """Whoever asked says that it answers. Only for kinds that are verified so; for the house. Raises `WrongMove`."""
    rules.require_house(order.by)

    def decide(case: Case) -> Act:
        rule = case.kind.verify[case.matter.grade]
        if rule.how is not How.ASKER:
            raise errors.WrongMove(state=State(case.matter.state).label, verb=LABELS[Verb.CONFIRM])
        return Act(Verb.CONFIRM, {"how": How.ASKER.value, "watch_until": _watched_until(case)})

    return acting.act(name, Verb.CONFIRM, order, decide)


def not_answered(name: str, order: Order, *, missing: str = "") -> Reply:
    """Whoever asked says that it does not answer: back to the lead, as if the clock had never stopped.

    `missing`: what they say is left out, for the lead to read; it may be nothing.
    """
    rules.require_house(order.by)
    text = rules.said(missing, needed=False)

    def decide(case: Case) -> Act:
        return Act(Verb.NOT_ANSWERED, reopened(case.matter, {}, case.now), {"text": text} if text else {})

    return acting.act(name, Verb.NOT_ANSWERED, order, decide)


def recuse(name: str, person: str, following: str, reason: str, order: Order) -> Reply:
    """Put the next of the draw's order in the place of somebody who may not or cannot. For `ledger.verifying`.

    `order.by` is who steps aside, or the house; `following` "" leaves the place empty for the next draw.
    """

    def decide(case: Case) -> Act:
        if not case.by.is_house:
            rules.require_verifier(case.by, Verb.RECUSE, case.matter)
        data: Data = {"person": person, "next": following}
        return Act(Verb.RECUSE, data, {"text": rules.said(reason)})

    return acting.act(name, Verb.RECUSE, order, decide)


# ------------------------------------------------ the verifier's side
@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verifier found: whether the closing condition holds, in words, with pictures of their own."""

    passed: bool
    text: str
    pictures: Sequence[str] = ()


def verify(name: str, verdict: Verdict, order: Order) -> Reply:
    """Say what was found. One no sends it back; the last yes of all who were drawn closes it as mended.

    Raises `NotYours` for who was not drawn, `OwnLine`, `OwnMatter`, `Vouched`, `EvidenceMissing`, `BadMatter`.
    """
    verb = Verb.PASS if verdict.passed else Verb.FAIL

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_verifier(case.by, verb, matter)
        rule = case.kind.verify[matter.grade]
        if case.by.username in barred(matter, rule):
            raise errors.OwnMatter
        if case.by.username in matter.vouched:
            raise errors.Vouched
        data: Data = {"unit": case.by.posts[0].unit if case.by.posts else "", "how": matter.how}
        if verdict.passed and not verdict.pictures and case.kind.must_show(matter.how):
            raise errors.EvidenceMissing(role=errors.OWN)
        if verdict.pictures:
            data["evidence"] = evidence.attach(name, verdict.pictures, role=Role.VERIFY, about=case.about)
        said = {"text": rules.said(verdict.text)}
        if not verdict.passed:
            return Act(Verb.FAIL, reopened(matter, data, case.now), said)
        if not _complete(matter, case.by.username, rule):
            return Act(Verb.VOUCH, data, said)
        return Act(Verb.PASS, {**data, "watch_until": _watched_until(case)}, said)

    return acting.act(name, verb, order, decide)


def barred(matter: Matter, rule: Verification) -> set[str]:
    """Who has a part in a claim. What an office ordered comes back to it: there who ordered it may look."""
    people = {*matter.hands} if rule.by in ISSUERS else {matter.reporter, *matter.hands}
    return people - {""}


def _complete(matter: Matter, last: str, rule: Verification) -> bool:
    """Whether with this person all who were drawn have passed it, and they are as many as the kind asks for."""
    passed = {*matter.vouched, last}
    return passed >= set(matter.verifiers) and len(passed) >= rule.people + rule.expert


# ------------------------------------------------ after the close
def recheck(name: str, verdict: Verdict, order: Order, *, unit: str) -> Reply:
    """Note what a blind second look found, in its words and with its pictures, without who looked. For
    `ledger.verifying`: one that does not hold takes the closing back.
    """
    rules.require_house(order.by)

    def decide(case: Case) -> Sequence[Act]:
        matter, found = case.matter, Data(unit=unit, holds=verdict.passed)
        if verdict.pictures:
            found["evidence"] = evidence.attach(name, verdict.pictures, role=Role.VERIFY, about=case.about)
        acts = [Act(Verb.RECHECK, found, {"text": rules.said(verdict.text)})]
        if not verdict.passed:
            data: Data = {"unit": unit, "by_recheck": True, "review": must_review(matter, case.now)}
            acts.append(Act(Verb.ANNUL, reopened(matter, data, case.now)))
        return acts

    return acting.act(name, Verb.RECHECK, order, decide)


def annul(name: str, text: str, order: Order, *, pictures: Sequence[str] = ()) -> Reply:
    """Take back a closing that was none, inside its watch window: the clock was never stopped.

    Raises `NotYours`, `OwnLine`, `NotMended`, `WatchOver`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        matter = case.matter
        rules.require_office(case.by, Verb.ANNUL, matter.office, matter.lead)
        if matter.outcome not in BY_CLAIM:
            raise errors.NotMended
        if matter.watch_until is None or case.now > matter.watch_until:
            raise errors.WatchOver
        data: Data = {"unit": matter.office_id, "review": must_review(matter, case.now)}
        if pictures:
            data["evidence"] = evidence.attach(name, pictures, role=Role.OTHER, about=case.about)
        return Act(Verb.ANNUL, reopened(matter, data, case.now), {"text": rules.said(text)})

    return acting.act(name, Verb.ANNUL, order, decide)


def _watched_until(case: Case) -> int | None:
    span = case.kind.watch(case.category)
    return None if span is None else ms(deadlines.after(case.now, span, calendars.current()))
