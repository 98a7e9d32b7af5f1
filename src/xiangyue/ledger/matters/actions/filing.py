"""How a matter comes in, and to whom it goes: report, assign, reject, merge, transfer, found again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xiangyue.kernel import clock, ids
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.states import Role
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import deadlines, errors, queries, rules
from xiangyue.ledger.matters.actions import acting, beginning
from xiangyue.ledger.matters.actions.acting import Act, Case, Data, Order, Reply
from xiangyue.ledger.matters.actions.beginning import Begun
from xiangyue.ledger.matters.deadlines import Terms, ms
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import BY_CLAIM, LABELS, Outcome, State, Verb, Who
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

CLUSTER_DAYS = 7
"""The same place and category within these days is one cluster: figures count clusters, so splitting gains nothing."""

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a matter goes. `helpers` are units with the moment each is to be done by, None for the matter's own."""

    lead: str
    category: str
    grade: str = ""
    line: str = ""
    helpers: Sequence[tuple[str, datetime | None]] = ()
    reason: str = ""
    until: datetime | None = None
    """Sooner than the rule gives it, where the office says so; None for the rule's own due moment."""


# ------------------------------------------------ report
@transaction.atomic
def report(finding: Finding, order: Order) -> Reply:
    """Take in what somebody found. It gets its number at once, and its total clock runs.

    Raises `UnknownKind`, `UnknownCategory`, `NotReported`, `BadMatter`, `UnknownUnit`, and for a command that was
    carried out before gives its reply.
    """
    if (before := acting.answered(order, Verb.REPORT)) is not None:
        return before
    kind = kinds.current(finding.kind)
    require_reporter(kind, finding, order.by)
    name = ids.new_id()
    first, paths = described(name, kind, finding, order.by)
    matter = filed(name, kind, first, by=order.by, paths=paths)
    return acting.answer(order, Verb.REPORT, matter)


def require_reporter(kind: Kind, finding: Finding, by: Member) -> None:
    """Pass who may report this kind in this way. Raises `NotReported`."""
    if finding.via not in kind.report_by or not _may_report(finding, by):
        raise errors.NotReported(kind=kind.name)


def described(name: str, kind: Kind, finding: Finding, by: Member) -> tuple[Act, dict[str, str]]:
    """A finding as the first act of a matter, and where its unit stands in the tree. Raises what `report` does."""
    words = rules.words(finding.title, finding.text, finding.spot)
    now = clock.now()
    if finding.found_at is not None and finding.found_at > now:
        raise errors.BadMatter(str(errors.NOT_FOUND_LATER))
    place, position = finding.place, finding.position
    if finding.subject:
        subject = subjects.get(by, finding.subject)
        place = place or subject.unit.code
        position = position or subjects.position(subject)
        words = replace(words, spot=subjects.where(subject, said=words.spot, limit=rules.MAX_SPOT))
    elif kind.subjects and not place and not words.spot:
        raise errors.BadMatter(str(errors.NO_PLACE))
    paths = {place: unit_of(place).path} if place else {}
    data: Data = {
        "kind": kind.code, "version": kind.version, "via": finding.via.value, "unit": finding.unit,
        "office": units.root().code, "place": place, "subject": finding.subject,
        "category": kind.category(finding.category).code if finding.category else "",
        "grade": kind.grade(finding.grade).code if finding.grade else "",
        "cluster": _cluster(name, finding, now),
    }  # fmt: skip
    if position is not None:
        data |= {"lat": position.latitude_e6, "lon": position.longitude_e6, "datum": position.datum.value}
    if finding.found_at is not None:
        data["found_at"] = ms(finding.found_at)
    data |= {key: value for key, value in (("parent", finding.parent), ("campaign", finding.campaign)) if value}
    if finding.evidence:
        data["evidence"] = evidence.attach(name, finding.evidence, role=Role.BEFORE)
    return Act(Verb.REPORT, data, words.as_dict()), paths


def filed(name: str, kind: Kind, first: Act, *, by: Member, paths: Mapping[str, str]) -> Begun:
    """A new matter of the act that reports it: number, chain, row. Joins the caller's transaction."""
    [first.data["number"]] = beginning.next_numbers(kind, 1)
    return beginning.begin({name: [first]}, by=by, paths=paths)[0]


def _may_report(finding: Finding, by: Member) -> bool:
    match finding.via:
        case Reporter.PUBLIC:
            return True
        case Reporter.UNIT:
            return bool(finding.unit) and access.may(by, Right.WORK, unit_of(finding.unit))
        case Reporter.INSPECTOR:
            return by.is_house or bool(access.paths(by, Right.INSPECT))
        case Reporter.OFFICE | Reporter.IMPORT:
            return access.may(by, Right.DISPATCH, units.root())
        case _:
            return by.is_house


def _cluster(name: str, finding: Finding, now: datetime) -> str:
    """The cluster of a finding: of what was reported of the same subject and category in the last days."""
    if not finding.subject or not finding.category:
        return name
    recent = Matter.objects.filter(
        subject=finding.subject, category=finding.category, reported_at__gt=now - timedelta(days=CLUSTER_DAYS)
    )
    return recent.order_by("-reported_at").values_list("cluster", flat=True).first() or name


def unit_of(code: str) -> "Unit":
    """A unit that somebody named. Raises `UnknownUnit`."""
    unit = units.by_code([code]).get(code)
    if unit is None:
        raise errors.UnknownUnit(code=code)
    return unit


# ------------------------------------------------ the office's answers
def assign(name: str, assignment: Assignment, order: Order) -> Reply:
    """File a matter and hand it to its lead: the original due moment is fixed, and never moves again.

    Raises `NotYours`, `OwnLine`, `NoOutsider`, `UnknownCategory`, `UnknownUnit`, `BadMatter`.
    """

    def decide(case: Case) -> Act:
        matter, kind = case.matter, case.kind
        lead = unit_of(assignment.lead)
        rules.require_office(case.by, Verb.ASSIGN, matter.office, lead)
        rules.require_led_by(lead, lead.name, matter.office)
        category = kind.category(assignment.category)
        grade = _grade(kind, category.grade, assignment.grade or matter.grade)
        terms = Terms(kind, category, grade, calendars.current(), halved=bool(matter.rebound_of))
        made = deadlines.started(terms, case.now)
        rule_due = made.get("due")
        if assignment.until is not None:
            _require_sooner(terms, assignment.until, case.now)
            made = deadlines.brought_forward(terms, made, assignment.until)
        if matter.original_due is not None:
            # Handed on after a return: the first due moment stays the one that counts.
            made.pop("original", None)
        line = unit_of(assignment.line).code if assignment.line else matter.line_id or ""
        due = made.get("due")
        helpers = [_helper(code, until, case.now, due) or [code, due] for code, until in assignment.helpers]
        data: Data = {
            "unit": matter.office_id, "lead": lead.code, "line": line, "category": category.code, "grade": grade,
            "helpers": [pair for pair in helpers if pair[0] != lead.code], "clock": made,
        }  # fmt: skip
        if assignment.until is not None:
            data["rule_due"] = rule_due
        reason = rules.said(assignment.reason, needed=False)
        return Act(Verb.ASSIGN, data, {"text": reason} if reason else {})

    return acting.act(name, Verb.ASSIGN, order, decide)


def _require_sooner(terms: Terms, until: datetime, now: datetime) -> None:
    """Pass a deadline of the office's own that comes before the rule's, and is still to come. Raises `BadMatter`."""
    counted = terms.first(now)
    if terms.span is None or counted is None:
        raise errors.BadMatter(str(errors.UNTIL_NOT_HERE))
    if until <= now:
        raise errors.BadMatter(str(errors.UNTIL_PAST))
    if until > counted.moment:
        farthest = counted.moment.astimezone(clock.COUNTY_ZONE).date().isoformat()
        raise errors.BadMatter(str(errors.UNTIL_FAR), until=farthest)


def _helper(code: str, until: datetime | None, now: datetime, due: int | None) -> list[Any] | None:
    """A unit that helps with its own deadline; None when it has the matter's, `due`. The lead waits for its helpers, so
    none has longer than the matter. Raises `UnknownUnit`, `BadMatter`.
    """
    unit = unit_of(code)
    if until is None:
        return None
    if until < now:
        raise errors.BadMatter(str(errors.HELPER_PAST), unit=unit.short_name)
    if due is not None and ms(until) > due:
        last = clock.from_ms(due).astimezone(clock.COUNTY_ZONE).date()
        # A day is meant to its end, which the matter's own last moment may come before.
        if (until - timedelta(microseconds=1)).astimezone(clock.COUNTY_ZONE).date() > last:
            raise errors.BadMatter(str(errors.HELPER_LATE), unit=unit.short_name, last=last.isoformat())
        return [unit.code, due]
    return [unit.code, ms(until)]


def reject(name: str, reason: str, order: Order) -> Reply:
    """Close a report that is none, with the reason its reporter will read. Raises `NotYours`, `BadMatter`."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.REJECT, case.matter.office, case.matter.lead)
        return Act(Verb.REJECT, {"unit": case.matter.office_id}, {"text": rules.said(reason)})

    return acting.act(name, Verb.REJECT, order, decide)


def transfer(name: str, to: str, reason: str, order: Order) -> Reply:
    """Close a matter that belongs to a body outside the county's ledger, named in `to`. Raises as `reject`."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.TRANSFER, case.matter.office, case.matter.lead)
        said = {"text": rules.said(reason), "to": rules.said(to)}
        return Act(Verb.TRANSFER, {"unit": case.matter.office_id}, said)

    return acting.act(name, Verb.TRANSFER, order, decide)


def merge(name: str, into: str, reason: str, order: Order) -> Reply:
    """Close a matter as the same as another, which the office may see too. Raises `NotYours`, `MergeIntoItself`."""

    def decide(case: Case) -> Act:
        rules.require_office(case.by, Verb.MERGE, case.matter.office, case.matter.lead)
        other = queries.get(case.by, into)
        if other.pk == case.matter.pk or other.outcome == Outcome.DUPLICATE:
            raise errors.MergeIntoItself
        said = {"text": rules.said(reason, needed=False)} if reason.strip() else {}
        return Act(Verb.MERGE, {"unit": case.matter.office_id, "into": other.pk}, said)

    return acting.act(name, Verb.MERGE, order, decide)


# ------------------------------------------------ found again
@transaction.atomic
def found_again(name: str, finding: Finding, order: Order) -> Reply:
    """What was closed as mended is there again. In its watch window the closure is annulled, and its clock never
    stopped; later a new matter points at it, with half the time and one rung up.

    For who inspects or dispatches. Raises `NotYours`, `NotMended`, and what `report` raises.
    """
    old = queries.locked_for_all(name) if _may_find(order.by) else queries.locked(order.by, name)
    if (before := acting.answered(order, Verb.ANNUL, Verb.REPORT)) is not None:
        return before
    if not _may_find(order.by):
        raise errors.NotYours(verb=LABELS[Verb.REBOUND], who=rules.WHO[Who.OFFICE])
    if old.state != State.CLOSED or old.outcome not in BY_CLAIM:
        raise errors.NotMended
    now = clock.now()
    review = must_review(old, now)
    if old.watch_until is not None and now <= old.watch_until:
        data: Data = {"unit": finding.unit, "by_finding": True, "review": review}
        if finding.evidence:
            data["evidence"] = evidence.attach(old.pk, finding.evidence, role=Role.BEFORE)
        words = rules.words(finding.title, finding.text, finding.spot)
        acting.carry_out(
            old, [Act(Verb.ANNUL, reopened(old, data, now), {"text": f"{words.title} {words.text}"})], by=order.by
        )
        return acting.answer(order, Verb.ANNUL, old)
    return _rebounded(old, finding, order, review=review)


def reopened(matter: Matter, data: Data, now: datetime) -> Data:
    """The data of an event that reopens a closed matter: the ladder goes on from where the due moment puts it."""
    if matter.due is None:
        return data
    return {**data, "clock": Case(matter, access.HOUSE, now).moved(matter.due, failed=now)}


def must_review(matter: Matter, now: datetime) -> bool:
    """Whether one more rebound of the same subject and category makes a review due."""
    rule = kinds.get(matter.kind, matter.version).rebound
    if rule is None:
        return False
    same = Matter.objects.filter(category=matter.category, reported_at__gt=now - YEAR)
    same = same.filter(subject=matter.subject) if matter.subject else same.filter(pk__in=[matter.pk, matter.rebound_of])
    came_back = sum(annuls + bool(before) for annuls, before in same.values_list("annuls", "rebound_of"))
    return came_back + 1 >= rule.review_after


def _may_find(by: Member) -> bool:
    return by.is_house or bool(access.paths(by, Right.INSPECT) or access.paths(by, Right.DISPATCH))


def _rebounded(old: Matter, finding: Finding, order: Order, *, review: bool) -> Reply:
    kind = kinds.current(old.kind)
    rule, now = kind.rebound, clock.now()
    linked = rule is not None and old.closed_at is not None
    if linked and rule is not None and old.closed_at is not None:
        linked = now <= deadlines.after(old.closed_at, rule.link, calendars.current())
    again = replace(
        finding,
        kind=old.kind,
        category=finding.category or old.category,
        subject=finding.subject or old.subject,
        place=finding.place or old.place_id or "",
        spot=finding.spot or (old.spot if finding.subject in {"", old.subject} else ""),
    )
    require_reporter(kind, again, order.by)
    name = ids.new_id()
    first, paths = described(name, kind, again, order.by)
    first.data["cluster"] = name
    if linked:
        first.data.update(rebound_of=old.pk, review_required=review)
    matter = filed(name, kind, first, by=order.by, paths=paths)
    if linked:
        told: Data = {"by": name, "review": review}
        acting.carry_out(old, [Act(Verb.REBOUND, told)], by=order.by)
    return acting.answer(order, Verb.REPORT, matter)


def _grade(kind: Kind, fixed: str | None, chosen: str) -> str:
    if fixed is not None:
        if chosen and chosen != fixed:
            raise errors.BadMatter(str(errors.BAD_GRADE_CHOICE), grade=kind.grade(fixed).name)
        return fixed
    return kind.grade(chosen or kind.grades[0].code).code
