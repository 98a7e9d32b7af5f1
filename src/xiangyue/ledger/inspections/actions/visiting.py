"""What a crew does: open the plan, go, find, decide on the spot. All of it is sealed until the release."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.evidence.errors import NoSuchPicture, TooManyPictures
from xiangyue.ledger.evidence.rules import MOST as MOST_PICTURES
from xiangyue.ledger.inspections import errors, queries, rules, signals
from xiangyue.ledger.inspections.actions import acting, releasing
from xiangyue.ledger.inspections.actions.acting import Case, Data, Kept
from xiangyue.ledger.inspections.folding import Finding, Standing
from xiangyue.ledger.inspections.models import Inspection, Reading
from xiangyue.ledger.inspections.rules import MOST_FINDINGS, Found, OnSite
from xiangyue.ledger.inspections.states import Purpose, Result, State, Verb
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import rules as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.actions.filing import unit_of
from xiangyue.ledger.matters.deadlines import ms
from xiangyue.org.access import queries as grants
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Role

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed inspection, opened for one of its crew."""

    row: Inspection
    stood: Standing


@transaction.atomic
def look(viewer: Member, name: str, *, purpose: Purpose, what: str) -> Opened:
    """Open an inspection for one of its crew, and write down who, when, what and why. Raises `NotFound`."""
    row = queries.get(viewer, name)
    stood = queries.standing(row)
    queries.require_outside(viewer, row, stood)
    Reading.objects.create(inspection=row, person=viewer.username, at=clock.now(), purpose=purpose, what=what[:40])
    return Opened(row, stood)


def visit(name: str, subject: str, result: Result, text: str, order: Order) -> Kept:
    """Say that a place was clean, or why nobody got there. Raises `BadFinding`, `ReasonMissing`."""

    def decide(case: Case) -> Data:
        if subject not in case.stood.places:
            raise errors.BadFinding(str(errors.UNKNOWN_PLACE))
        if result is Result.FOUND or any(not one.withdrawn for one in case.stood.of_place(subject)):
            raise errors.BadFinding(str(errors.HAS_FOUND))
        said = rules.require_reason(text) if result is Result.MISSED else matters.said(text, needed=False)
        return {"subject": subject, "result": result.value, "text": said}

    return acting.act(name, Verb.VISIT, order, decide)


def add_finding(name: str, found: Found, order: Order) -> Kept:
    """Take in one finding, exactly once by its command. One that comes from a phone after the release is filed at once.

    Raises `BadFinding`, `BadMatter`, `UnknownKind`, `UnknownCategory`, `UnknownGrade`, `UnknownUnit`, `OwnUnit`,
    `NoSuchPicture`, `WrongStep`.
    """

    def decide(case: Case) -> Data:
        if len(case.stood.findings) >= MOST_FINDINGS:
            raise errors.BadFinding(str(errors.FINDINGS_MOST), most=MOST_FINDINGS)
        return _sealed(case, found, order)

    with transaction.atomic():
        row = queries.locked(order.by, name)
        if row.state == State.RELEASED and acting.answered(order, Verb.FIND, name) is None:
            return _late(row, found, order)
        return acting.act(name, Verb.FIND, order, decide)


def decide(name: str, finding: str, on_site: OnSite, order: Order) -> Kept:
    """Decide on the spot who leads and who helps until when (现场办公). The last decision counts.

    Raises `NotFound`, `BadFinding`, `UnknownUnit`, `NoOutsider`, `UnknownGrade`, `BadMatter`.
    """

    def settle(case: Case) -> Data:
        kept = _finding(case.stood, finding)
        lead = unit_of(on_site.lead)
        matters.require_led_by(lead, lead.name, case.row.office)
        kind = kinds.current(kept.data["kind"])
        fixed = kind.category(kept.data["category"]).grade
        grade = kind.grade(on_site.grade or fixed or kept.data["grade"] or kind.grades[0].code).code
        if fixed is not None and grade != fixed:
            raise errors.BadFinding(str(errors.GRADE_FIXED), grade=kind.grade(fixed).name)
        helpers = []
        for helper in on_site.helpers:
            if helper.until <= case.now:
                raise errors.BadFinding(str(errors.DECISION_UNTIL))
            helpers.append([unit_of(helper.unit).code, ms(helper.until)])
        text = matters.said(on_site.text, needed=False)
        return {
            "name": finding, "lead": lead.code, "helpers": helpers, "grade": grade, "text": text,
            "line": unit_of(on_site.line).code if on_site.line else "",
        }  # fmt: skip

    return acting.act(name, Verb.DECIDE, order, settle)


def withdraw(name: str, finding: str, reason: str, order: Order) -> Kept:
    """Say why a finding is not to be reported. It stays in the sealed chain. Raises `NotFound`, `ReasonMissing`."""

    def settle(case: Case) -> Data:
        return {"name": _finding(case.stood, finding).name, "text": rules.require_reason(reason)}

    return acting.act(name, Verb.WITHDRAW, order, settle, only_lead=True)


# ------------------------------------------------ what a finding must be
def _sealed(case: Case, found: Found, order: Order) -> Data:
    since = case.row.made_at
    tidy = rules.require_found(found, since, case.now)
    kind = kinds.current(tidy.kind)
    category = kind.category(tidy.category)
    grade = kind.grade(tidy.grade).code if tidy.grade else ""
    subject = _subject(tidy.subject)
    _require_outside(case, subject, tidy.place)
    _require_pictures(tidy.evidence)
    if tidy.again:
        known = queries.before(tidy.subject) if tidy.subject else []
        if not any(one.matter == tidy.again and one.category == category.code and one.closed_at for one in known):
            raise errors.BadFinding(str(errors.FINDING_AGAIN))
    where = tidy.position
    spoken = {"voice": tidy.voice} if tidy.voice else {}
    return spoken | {
        "name": order.command, "kind": kind.code, "category": category.code, "grade": grade, "title": tidy.title,
        "text": tidy.text, "spot": tidy.spot, "subject": tidy.subject, "place": tidy.place, "again": tidy.again,
        "found_at": ms(tidy.found_at or case.now), "evidence": list(tidy.evidence),
        "position": [where.latitude_e6, where.longitude_e6, where.datum.value] if where is not None else None,
    }  # fmt: skip


def _subject(name: str) -> "Subject | None":
    if not name:
        return None
    found = queries.places([name]).get(name)
    if found is None or found.type not in rules.PLACES:
        raise errors.BadFinding(str(errors.FINDING_PLACE))
    return found


def _require_outside(case: Case, subject: "Subject | None", place: str) -> None:
    """Nobody of the crew may learn of a finding in a unit of their own line."""
    unit = subject.unit if subject is not None else unit_of(place)
    lines = [unit.path] + ([subject.line.path] if subject is not None and subject.line is not None else [])
    posts = grants.posts_of({Role.INSPECTOR, Role.CHIEF})
    for who in queries.crew(case.row):
        if rules.in_line((post.path for post in posts.get(who, [])), lines, case.row.office.path):
            raise errors.OwnUnit(unit=unit.name)


def _require_pictures(names: tuple[str, ...]) -> None:
    if len(names) > MOST_PICTURES:
        raise TooManyPictures(limit=MOST_PICTURES)
    if names and {one.pk for one in evidence.named(names) if not one.matter} != set(names):
        raise NoSuchPicture


def _finding(stood: Standing, name: str) -> Finding:
    found = stood.findings.get(name)
    if found is None or found.withdrawn:
        raise NotFound
    return found


def _late(row: Inspection, found: Found, order: Order) -> Kept:
    """A phone that was without a net until after the release: what it brings is filed as the others were."""
    stood = queries.standing(row)
    queries.require_outside(order.by, row, stood)
    data = _sealed(Case(row, stood, order.by, clock.now()), found, order)
    finding = Finding(order.command, order.by.username, clock.now_ms(), data)
    made = releasing.file(row, finding, Order(releasing.lead_of(row)))
    signals.filed.send(sender=Inspection, number=row.number, matters=[made])
    return acting.answer(order, Verb.FIND, row)
