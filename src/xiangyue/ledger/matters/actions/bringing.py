"""Matters from another ledger, hundreds at once: each exactly once, and never opened again by being brought again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyue.kernel import clock, ids, workdays
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import deadlines, rules
from xiangyue.ledger.matters.actions import beginning, filing
from xiangyue.ledger.matters.actions.acting import Act, Data
from xiangyue.ledger.matters.deadlines import Terms, ms
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import Verb
from xiangyue.ledger.subjects import queries as subjects
from xiangyue.ledger.subjects.models import Subject
from xiangyue.org.access.rules import Member
from xiangyue.org.units import queries as units

MOST = 1000
"""Of one transaction: a second or so, in which nobody else writes to SQLite."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One row of another ledger. With a `lead` it is handed out; with `closed_at` it was closed there, unchecked.

    A `due` later than the rule's counts for nothing: the rule's does, as for what is handed down.
    """

    external: str
    finding: Finding
    lead: str = ""
    grade: str = ""
    due: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a row: its matter here, and whether it is new."""

    external: str
    matter: str
    number: str
    is_new: bool


def bring(source: str, rows: Sequence[Brought], *, by: Member) -> list[Came]:
    """Take in rows of another ledger, in transactions of a thousand. What came before, by (source, external), stays.

    The caller has checked every row (`check`). Raises `NotReported`, and what a row's own report would raise.
    """
    came: list[Came] = []
    for at in range(0, len(rows), MOST):
        came += _bring(source, rows[at : at + MOST], by=by)
    return came


def check(row: Brought, *, by: Member) -> None:
    """Pass a row that can be brought in. Raises what is wrong with it, as a report would."""
    kind = kinds.current(row.finding.kind)
    filing.require_reporter(kind, row.finding, by)
    rules.words(row.finding.title, row.finding.text, row.finding.spot)
    if row.finding.category:
        kind.category(row.finding.category)
    for code in filter(None, (row.finding.place, row.lead)):
        filing.unit_of(code)


@transaction.atomic
def _bring(source: str, rows: Sequence[Brought], *, by: Member) -> list[Came]:
    there = _known(source, [row.external for row in rows])
    fresh = [row for row in {row.external: row for row in rows}.values() if row.external not in there]
    names = {row.external: ids.new_id() for row in fresh}
    batch = _Batch(source, by, {code: kinds.current(code) for code in {row.finding.kind for row in fresh}})
    for kind in batch.kinds.values():
        if not any(row.finding.via is Reporter.IMPORT for row in fresh):
            break
        filing.require_reporter(kind, next(row.finding for row in fresh if row.finding.kind == kind.code), by)
    batch.subjects = subjects.by_ids(by, {row.finding.subject for row in fresh})
    acts = {names[row.external]: batch.acts(names[row.external], row) for row in fresh}
    _number(batch.kinds, [spelled[0].data for spelled in acts.values()])
    paths = {unit.code: unit.path for unit in units.tree()}
    matters = beginning.begin(acts, by=by, paths=paths)
    came = {matter.external: Came(matter.external, matter.pk, matter.number, is_new=True) for matter in matters}
    return [came.get(row.external) or there[row.external] for row in rows]


class _Batch:
    """What rows of one batch have in common, looked up once."""

    def __init__(self, source: str, by: Member, kinds: dict[str, Kind]) -> None:
        self.source, self.by, self.kinds = source, by, kinds
        self._office, self._calendar, self._now = units.root().code, calendars.current(), clock.now()
        self.subjects: dict[str, Subject] = {}
        self._clocks: dict[tuple[str, str, str], Data] = {}

    def acts(self, name: str, row: Brought) -> list[Act]:
        """The first events of a matter that is brought."""
        finding, kind = row.finding, self.kinds[row.finding.kind]
        data: Data = {
            "kind": kind.code, "version": kind.version, "via": finding.via.value, "unit": finding.unit,
            "office": self._office, "place": finding.place, "subject": finding.subject, "category": finding.category,
            "grade": row.grade, "cluster": name, "source": self.source, "external": row.external,
        }  # fmt: skip
        if finding.position is not None:
            place = finding.position
            data |= {"lat": place.latitude_e6, "lon": place.longitude_e6, "datum": place.datum.value}
        if finding.found_at is not None:
            data["found_at"] = ms(finding.found_at)
        if finding.campaign:
            data["campaign"] = finding.campaign
        words = rules.words(finding.title, finding.text, finding.spot)
        if (subject := self.subjects.get(finding.subject)) is not None:
            words = replace(words, spot=subjects.where(subject, said=words.spot, limit=rules.MAX_SPOT))
        acts = [Act(Verb.REPORT, data, words.as_dict())]
        if row.closed_at is not None:
            return [*acts, Act(Verb.CLOSE_BEFORE, {"closed_there": ms(row.closed_at)})]
        return [*acts, self._assigned(kind, row)] if row.lead and finding.category else acts

    def _assigned(self, kind: Kind, row: Brought) -> Act:
        category = kind.category(row.finding.category)
        grade = category.grade or row.grade or kind.grades[0].code
        terms = Terms(kind, category, grade, self._calendar)
        made = self._clock(terms)
        if row.due is not None and not (terms.span is not None and ms(row.due) > made["due"]):
            made = self._promised(terms, row.due)
        data: Data = {
            "unit": self._office, "lead": row.lead, "line": "", "category": category.code, "grade": grade,
            "helpers": [], "clock": made,
        }  # fmt: skip
        return Act(Verb.ASSIGN, data)

    def _promised(self, terms: Terms, due: datetime) -> Data:
        """A promise of there counts where the rule gives no longer; nobody is urged before it is handed out here."""
        made = {**deadlines.moved(terms, due, provisional=False, fired=0), "original": ms(due)}
        if made["rung_at"] is not None:
            made["rung_at"] = max(made["rung_at"], ms(workdays.morning_after(self._now, self._calendar)))
        return made

    def _clock(self, terms: Terms) -> Data:
        """Of one category and grade it is the same for every row of a batch."""
        named = (terms.kind.code, terms.category.code, terms.grade)
        if named not in self._clocks:
            self._clocks[named] = deadlines.started(terms, self._now)
        return self._clocks[named]


def _known(source: str, externals: Sequence[str]) -> dict[str, Came]:
    found = Matter.objects.filter(source=source, external__in=list(externals)).values_list("external", "pk", "number")
    return {external: Came(external, name, number, is_new=False) for external, name, number in found}


def _number(kinds_: dict[str, Kind], firsts: Sequence[dict[str, Any]]) -> None:
    """Give every report its number, a block of them for each kind."""
    for code, kind in kinds_.items():
        mine = [data for data in firsts if data["kind"] == code]
        for data, number in zip(mine, beginning.next_numbers(kind, len(mine)), strict=True):
            data["number"] = number
