"""What an import does with rows: judged the same way for the preview and for the real thing, some hundreds at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.imports import errors
from xiangyue.ledger.imports.models import Brought
from xiangyue.ledger.imports.rules import NOT_TAKEN, Reading, Said
from xiangyue.ledger.imports.states import Note, Verdict
from xiangyue.ledger.imports.tables import Row
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import OPEN, Outcome, State

CHUNK = 2000
"""Matters of one read."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, what is done with it, and why when that is nothing."""

    row: Row
    verdict: Verdict
    said: Said | None = None
    reason: str = ""
    matter: str = ""
    notes: frozenset[Note] = frozenset()
    stands: datetime | None = None
    """Until when a matter that is here already has, where the table says another day."""


@dataclass(frozen=True, slots=True)
class _Here:
    """How a matter stands that this source brought before."""

    state: str
    outcome: str
    due: datetime | None


class Bench:
    """Judges rows in the order of the file; remembers every number it has seen, so that a second one is told."""

    def __init__(self, source: str, reading: Reading) -> None:
        self._source, self._reading = source, reading
        self._seen: dict[str, int] = {}
        self._alike: dict[int, int] = {}
        self._there: frozenset[int] | None = None

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """What becomes of some rows: two reads, however many."""
        read = [self._read(row) for row in rows]
        names = [each.said.external for each in read if each.said is not None]
        there = {
            external: (matter, mark)
            for external, matter, mark in Brought.objects.filter(source=self._source, external__in=names).values_list(
                "external", "matter", "mark"
            )
        }
        matters = [matter for matter, _mark in there.values()]
        known = Matter.objects.filter(pk__in=matters).values_list("pk", "state", "outcome", "due")
        here = {name: _Here(state, outcome, due) for name, state, outcome, due in known}
        return [self._against(each, there, here) for each in read]

    def _read(self, row: Row) -> Judged:
        try:
            said = self._reading.read(row)
            first = self._seen.setdefault(said.external, row.line)
            if first != row.line:
                nameless = said.external.startswith("~")
                words = str(errors.SAME_ROW if nameless else errors.SAME_ID)
                fields = {"line": first} if nameless else {"line": first, "external": said.external}
                raise errors.BadRow(words, **fields)
        except Refusal as no:
            return Judged(row, Verdict.REFUSED, reason=no.sentence)
        verdict = Verdict.BEFORE if said.is_closed else Verdict.NEW
        first = self._alike.setdefault(_what(said), row.line)
        notes = said.notes | {Note.ALIKE} if first != row.line else said.notes
        return Judged(row, verdict, said, notes=notes)

    def _against(self, judged: Judged, there: dict[str, tuple[str, str]], here: dict[str, _Here]) -> Judged:
        """The same, against what this source brought before."""
        if judged.said is None:
            return judged
        if judged.said.external not in there:
            is_there = _whereabouts(judged.said.finding) in self._standing()
            return replace(judged, notes=judged.notes | {Note.THERE}) if is_there else judged
        matter, mark = there[judged.said.external]
        stood = here.get(matter)
        if mark == judged.said.mark:
            verdict = Verdict.UNCHANGED
        elif stood is None or stood.state != State.CLOSED:
            return _updated(judged, judged.said, matter, stood)
        else:
            verdict = Verdict.KEPT if stood.outcome != Outcome.BEFORE else Verdict.UNCHANGED
        return Judged(judged.row, verdict, judged.said, matter=matter)

    def _standing(self) -> frozenset[int]:
        """What is open in the ledger when the first row is judged: one read of a county's open matters."""
        if self._there is None:
            rows = Matter.objects.filter(state__in=OPEN).values_list("kind", "title", "place_id", "spot")
            self._there = frozenset(_same(*row) for row in rows.iterator(CHUNK))
        return self._there


def _updated(judged: Judged, said: Said, matter: str, stood: _Here | None) -> Judged:
    """A row that says something else than last time. Its words are taken; a deadline moves by a decision here alone."""
    due = stood.due if stood is not None else None
    differs = bool(said.notes & NOT_TAKEN) or (said.due is not None and said.due != due)
    notes = (said.notes & {Note.PRIVATE}) | ({Note.STAYS} if differs else frozenset())
    return Judged(judged.row, Verdict.UPDATED, said, matter=matter, notes=notes, stands=due)


def _whereabouts(found: Finding) -> int:
    return _same(found.kind, found.title, found.place, found.spot)


def _same(kind: str, title: str, place: object, spot: str) -> int:
    """The same for two that are called the same at the same place, however they were spaced."""
    return hash((kind, "".join(title.split()), place or "", "".join(spot.split())))


def _what(said: Said) -> int:
    """The same for two rows that tell the same thing of the same place, whatever number each has."""
    found = said.finding
    return hash((found.category, found.title, found.place, found.spot, found.found_at, said.lead, said.due))
