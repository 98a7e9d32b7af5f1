"""What the pages of an inspection say: places in walking order, findings with what was decided, reasons of the draw."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.inspections import queries, routes
from xiangyue.ledger.inspections.folding import Finding, Standing, Visit
from xiangyue.ledger.inspections.rules import Spot
from xiangyue.ledger.inspections.states import Reason, Result
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.web.inspections.forms import english

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.ledger.subjects.models import Subject

NEAR_M = 2000
"""Farther than this is driven, and said in kilometres."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way: how far from the one before, why it was drawn, what came of it."""

    subject: "Subject"
    metres: int | None
    why: list[str]
    visit: Visit | None
    findings: int

    @property
    def away(self) -> str:
        """How far it is, in words."""
        if self.metres is None:
            return ""
        if self.metres < NEAR_M:
            return _("{n} 米").format(n=self.metres)
        return _("{n} 公里").format(n=f"{self.metres / 1000:.1f}")

    @property
    def tone(self) -> str:
        if self.visit is None:
            return "ink"
        return {Result.FOUND: "", Result.CLEAN: "moss", Result.MISSED: "amber"}[self.visit.result]

    @property
    def said(self) -> str:
        if self.visit is None:
            return _("未到")
        if self.visit.result is Result.FOUND:
            return _("{n} 条发现").format(n=self.findings)
        return str(self.visit.result.label)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided on the spot, with names."""

    lead: str
    helpers: list[tuple[str, datetime]]
    text: str
    grade: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as its crew reads it."""

    finding: Finding
    category: str
    closing: str
    where: str
    by: str
    at: datetime
    decided: Decided | None
    pictures: "list[Evidence]" = field(default_factory=list)


def stops(stood: Standing) -> list[Stop]:
    """The places of an inspection in walking order."""
    known = queries.places(stood.places)
    spots = [Spot(name, one.unit.path, subjects.position(one)) for name, one in known.items()]
    order, found = routes.by_nearness(spots), []
    for number, spot in enumerate(order):
        metres = routes.metres(order[number - 1], spot) if number else None
        findings = sum(not one.withdrawn for one in stood.of_place(spot.name))
        found.append(Stop(known[spot.name], metres, why(stood, spot.name), stood.visits.get(spot.name), findings))
    return found


def why(stood: Standing, subject: str) -> list[str]:
    """Why a place weighed what it did, in words; a place that was named was not drawn."""
    if subject in stood.scope.get("named", []):
        return [_("点名要去")]
    words = {
        Reason.NEVER: _("从没去过"), Reason.LONG_AGO: _("很久没去"), Reason.REBOUNDS: _("反弹过"),
        Reason.HAZARDS: _("有隐患没销号"), Reason.REPORTS: _("群众反映多"),
    }  # fmt: skip
    shares = stood.draw.get("why", {}).get(subject, [])
    return [words[Reason(reason)] for reason, _points in shares if Reason(reason) in words]


def findings(found: list[Finding]) -> list[Shown]:
    """Findings with names of units, categories, people and pictures: a fixed number of queries."""
    known = queries.places({one.data["subject"] for one in found} - {""})
    codes = {one.data["place"] for one in found} | {code for one in found for code in _codes(one)}
    there = {code: unit.name for code, unit in units.by_code(sorted(codes - {""})).items()}
    names = people.names_of({one.by for one in found})
    sorts = {kind.code: kind for kind in kinds.all_current()}
    kept = {one.pk: one for one in evidence.named([name for each in found for name in each.data["evidence"]])}
    shown = []
    for one in found:
        subject = known.get(one.data["subject"])
        place = subject.name if subject is not None else there.get(one.data["place"], "")
        category, closing = _category(sorts.get(one.data["kind"]), one)
        pictures = [kept[name] for name in one.data["evidence"] if name in kept]
        where = " ".join(part for part in (place, one.data["spot"]) if part)
        shown.append(
            Shown(
                one,
                category,
                closing,
                where,
                names[one.by],
                clock.from_ms(one.at),
                _decided(sorts.get(one.data["kind"]), one, there),
                pictures,
            )
        )
    return shown


def _codes(finding: Finding) -> list[str]:
    said = finding.decision
    return [said["lead"], *(code for code, _until in said["helpers"])] if said else []


def _category(kind: Kind | None, finding: Finding) -> tuple[str, str]:
    """Name and closing condition; the code alone for one that was dropped since."""
    if kind is None:
        return finding.data["category"], ""
    try:
        one = kind.category(finding.data["category"])
    except Refusal:
        return finding.data["category"], ""
    return english(one.name, one.name_en), english(one.closing, one.closing_en)


def _decided(kind: Kind | None, finding: Finding, there: dict[str, str]) -> Decided | None:
    said = finding.decision
    if not said:
        return None
    helpers = [(str(there.get(code, code)), clock.from_ms(until)) for code, until in said["helpers"]]
    lead = str(there.get(said["lead"], said["lead"]))
    grade = next((one for one in kind.grades if one.code == said["grade"]), None) if kind is not None else None
    return Decided(
        lead, helpers, said["text"], english(grade.name, grade.name_en) if grade is not None else said["grade"]
    )
