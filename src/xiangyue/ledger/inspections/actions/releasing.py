"""The release: everything that was found is filed at once, in one transaction, or nothing is.

Only here do findings get numbers, and only from here on does anybody outside the crew learn of them.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.captures import actions as captures
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.inspections import errors, queries, rules, signals
from xiangyue.ledger.inspections.actions import acting, planning
from xiangyue.ledger.inspections.actions.acting import Case, Kept
from xiangyue.ledger.inspections.folding import Data, Finding, Standing
from xiangyue.ledger.inspections.models import Inspection, Origin, Phone, PlaceVisit
from xiangyue.ledger.inspections.states import Result, Step, Verb
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.kinds.states import FirstStep, Level, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.actions.beginning import next_numbers
from xiangyue.ledger.matters.rules import Finding as Reported
from xiangyue.ledger.matters.states import OPEN, State
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.ledger.voices import actions as voices
from xiangyue.org.access import queries as grants
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.org.access.states import Role
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.ledger.subjects.models import Subject
    from xiangyue.org.units.models import Unit

_NAMESPACE = uuid.UUID("9e0b0d0a-5d55-5e6e-9c6a-3f0a7f4b1c27")
"""Under which the steps of a release get their commands; changing it would let one happen twice."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as the release would file it, and what stands against it."""

    finding: Finding
    kind: Kind | None
    category: Category | None
    subject: "Subject | None"
    place: "Unit | None"
    lead: "Unit | None"
    step: Step | None
    times: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would do. `missing` are drawn places of which nobody has said anything yet."""

    rows: list[Row]
    missing: list[str]
    seq: int

    @property
    def troubles(self) -> list[str]:
        return [row.trouble for row in self.rows if row.trouble]

    @property
    def undecided(self) -> int:
        """Findings that go to the office for filing, because nothing was decided on the spot."""
        return sum(row.lead is None for row in self.rows)


def preview(row: Inspection, stood: Standing) -> Preview:
    """What a release would file, from what was opened."""
    found = stood.to_report
    subjects = queries.places({one.data["subject"] for one in found} - {""})
    codes = {one.decision["lead"] for one in found if one.decision} | {one.data["place"] for one in found} - {""}
    there = units.by_code(sorted(codes))
    seen: dict[tuple[str, str], int] = {}
    rows = []
    for one in found:
        key = (one.data["subject"], one.data["category"])
        seen[key] = seen.get(key, 0) + 1
        rows.append(_row(one, subjects.get(one.data["subject"]), there, earlier=seen[key] - 1))
    missing = [name for name in stood.places if name not in stood.visits]
    return Preview(rows, missing, row.seq)


def release(name: str, order: Order) -> Kept:
    """File every finding with its number, hand those on that were decided on the spot, and open the inspection.

    One transaction: a process that dies in it leaves the inspection sealed and the ledger as it was.
    Raises `OnlyLead`, `NotReady`, `Moved` and what `report`, `found_again` and `assign` raise.
    """

    filed: list[str] = []

    def decide(case: Case) -> Data:
        row, stood = case.row, case.stood
        _require_ready(row, stood)
        [row.number] = next_numbers(kinds.current(planning.KIND), 1)
        case.also.update(number=row.number, ended_at=case.now)
        lead = lead_of(row)
        made = {finding.name: file(row, finding, Order(lead)) for finding in stood.to_report}
        filed.extend(made.values())
        _note_visits(row, stood)
        Phone.objects.filter(inspection=name, revoked_at__isnull=True).update(key=b"", revoked_at=case.now)
        return {"number": row.number, "matters": made}

    def state_it(row: Inspection) -> None:
        stated = {"number": row.number, "records": row.seq, "head": bytes(row.head).hex()}
        journal.record(f"inspection/{name}", "release", stated, by=order.by.username)
        signals.filed.send(sender=Inspection, number=row.number, matters=filed)

    return acting.act(name, Verb.RELEASE, order, decide, only_lead=True, after=state_it)


def file(row: Inspection, finding: Finding, order: Order) -> str:
    """One finding through the ordinary verbs: reported by who found it, handed on as it was decided. Its matter's name.

    Joins the caller's transaction. Its commands follow from its name, so that it is filed once.
    """
    data = finding.data
    reported = _reported(data)
    finder = member_of(finding.by) or order.by
    command = _command(row.pk, finding.name, "report")
    if data["again"]:
        reply = matters.found_again(data["again"], reported, Order(finder, command))
    else:
        reply = matters.report(reported, Order(finder, command))
    _note_step(row, finding, reply.matter)
    _note_brought(row, finding, reply.matter)
    matter = ledger.get(order.by, reply.matter)
    if finding.decision and matter.state == State.REPORTED:
        said = finding.decision
        helpers = [(code, clock.from_ms(until)) for code, until in said["helpers"]]
        handed = Assignment(said["lead"], data["category"], said["grade"], said["line"], helpers, said["text"])
        matters.assign(reply.matter, handed, Order(order.by, _command(row.pk, finding.name, "assign")))
    if data["subject"]:
        _step_up(row, finding, reply.matter, order)
    Origin.objects.get_or_create(matter=reply.matter, defaults={"inspection": row})
    return reply.matter


def lead_of(row: Inspection) -> Member:
    """The lead, with the rights they hold now."""
    return member_of(row.lead) or Member(row.lead, row.lead)


def member_of(username: str) -> Member | None:
    """Somebody of a crew with the posts they hold now; None when they hold none any more."""
    posts = grants.posts_of({Role.INSPECTOR, Role.CHIEF}).get(username)
    return None if posts is None else Member(username, people.name_of(username), tuple(posts))


# ------------------------------------------------ steps
def _require_ready(row: Inspection, stood: Standing) -> None:
    seen = preview(row, stood)
    if seen.missing:
        raise errors.NotReady(why=str(errors.PLACES_OPEN).format(count=len(seen.missing)))
    if seen.troubles:
        raise errors.NotReady(why="；".join(seen.troubles[:5]))


def _row(finding: Finding, subject: "Subject | None", there: dict[str, "Unit"], *, earlier: int) -> Row:
    data, trouble = finding.data, ""
    kind = category = None
    try:
        kind = kinds.current(data["kind"])
        category = kind.category(data["category"])
    except Refusal as no:
        trouble = no.sentence
    if data["subject"] and subject is None:
        trouble = str(errors.UNKNOWN_PLACE)
    lead = there.get(finding.decision["lead"]) if finding.decision else None
    if finding.decision and lead is None:
        trouble = str(errors.DECISION_LEAD).format(code=finding.decision["lead"])
    step, times = None, 0
    if subject is not None and subject.type == Type.FRONT and category is not None:
        times = queries.times(data["subject"], category.code, clock.now()) + earlier + 1
        step = rules.step(times, category.first_step)
    place = subject.unit if subject is not None else there.get(data["place"])
    return Row(finding, kind, category, subject, place, lead, step, times, trouble)


def _reported(data: Data) -> Reported:
    where = data["position"]
    return Reported(
        kind=data["kind"], category=data["category"], grade=data["grade"], title=data["title"], text=data["text"],
        subject=data["subject"], place=data["place"], spot=data["spot"], via=Reporter.INSPECTOR,
        found_at=clock.from_ms(data["found_at"]), evidence=tuple(data["evidence"]),
        position=None if where is None else Position(where[0], where[1], Datum(where[2])),
    )  # fmt: skip


def _note_step(row: Inspection, finding: Finding, matter: str) -> None:
    """What the matter's own history says of where it came from."""
    data: dict[str, Any] = {"inspection": row.pk, "number": row.number}
    subject = (
        queries.places([finding.data["subject"]]).get(finding.data["subject"]) if finding.data["subject"] else None
    )
    if subject is not None and subject.type == Type.FRONT:
        times = queries.times(subject.public_id, finding.data["category"], clock.now())
        data |= {"times": times, "step": _step_of(finding.data, times).value}
    told = Order(HOUSE, _command(row.pk, finding.name, "note"))
    matters.note(matter, matters.Noted("inspection", data), told)


def _note_brought(row: Inspection, finding: Finding, matter: str) -> None:
    """The arrows that were drawn over its pictures, and the recording, which belongs to the matter from here on."""
    data: dict[str, Any] = {"by": finding.by}
    drawn = {picture.pk: picture.arrows for picture in evidence.named(finding.data["evidence"]) if picture.arrows}
    if drawn:
        data["arrows"] = drawn
    if finding.data.get("voice"):
        data["voice"] = voices.attach(matter, uuid.UUID(finding.data["voice"]), by=finding.by)
    if len(data) > 1:
        told = Order(HOUSE, _command(row.pk, finding.name, "brought"))
        matters.note(matter, matters.Noted(captures.NOTE, data), told)


def _step_of(data: Data, times: int) -> Step:
    return rules.step(times, kinds.current(data["kind"]).category(data["category"]).first_step)


def _step_up(row: Inspection, finding: Finding, name: str, order: Order) -> None:
    """The third neglect of one duty at one shop front within 90 days goes up a rung at once (门前五包)."""
    subject = queries.places([finding.data["subject"]]).get(finding.data["subject"])
    if subject is None or subject.type != Type.FRONT:
        return
    first = kinds.current(finding.data["kind"]).category(finding.data["category"]).first_step
    times = queries.times(subject.public_id, finding.data["category"], clock.now())
    matter = ledger.get(order.by, name)
    late = rules.step(times, first) is not Step.ESCALATE or first is not FirstStep.PERSUADE
    if late or matter.state not in OPEN or matter.rung >= Level.SUPERVISE:
        return
    said = str(errors.THIRD_TIME).format(times=times)
    matters.escalate(name, Level.SUPERVISE, said, Order(order.by, _command(row.pk, finding.name, "escalate")))


def _note_visits(row: Inspection, stood: Standing) -> None:
    reached = {name: one for name, one in stood.visits.items() if one.result is not Result.MISSED}
    PlaceVisit.objects.bulk_create(
        PlaceVisit(
            subject=name, at=clock.from_ms(one.at), inspection=row,
            found=sum(not each.withdrawn for each in stood.of_place(name)),
        )
        for name, one in sorted(reached.items())
    )  # fmt: skip


def _command(inspection: str, finding: str, step: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{inspection}/{finding}/{step}"))
