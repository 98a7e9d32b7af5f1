"""When a matter is due and when its ladder fires: pure, from a kind and a calendar. Events keep what this gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from xiangyue.kernel import workdays
from xiangyue.kernel.workdays import Calendar, Due, Span, Unit
from xiangyue.ledger.kinds.rules import Category, Kind, Rung
from xiangyue.ledger.kinds.states import Anchor


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts for one matter's clock. `halved`: it came back, so it has half the time."""

    kind: Kind
    category: Category
    grade: str
    calendar: Calendar
    halved: bool = False

    @property
    def span(self) -> Span | None:
        """How long the lead has; None until a plan says so."""
        span = self.kind.due(self.category, self.kind.grade(self.grade))
        return span.halved() if span is not None and self.halved else span

    def first(self, start: datetime) -> Due | None:
        """The first due moment of what begins now: of the work, or of the plan that will say when."""
        span = self.span or self.kind.grade(self.grade).plan_within
        return None if span is None else workdays.due(start, span, self.calendar)


def ms(moment: datetime) -> int:
    """Milliseconds, as events keep moments."""
    return round(moment.timestamp() * 1000)


def day(text: str) -> datetime | None:
    """The end of a day that somebody typed in ISO form; None for anything else."""
    try:
        return workdays.end_of(date.fromisoformat(text))
    except ValueError:
        return None


def started(terms: Terms, start: datetime) -> dict[str, Any]:
    """The clock of an assignment: both due moments where the kind sets them, the plan's where a plan will."""
    due = terms.first(start)
    if due is None:
        return {"calendar": terms.calendar.version}
    clock = moved(terms, due.moment, provisional=due.provisional, fired=_head_start(terms))
    if terms.span is not None:
        clock["original"] = clock["due"]
    if terms.halved:
        clock["fired"] = _head_start(terms)
    return clock


def brought_forward(terms: Terms, made: dict[str, Any], until: datetime) -> dict[str, Any]:
    """The clock of an assignment with the sooner due moment that the office set; it is the one that is scored."""
    clock = made | moved(terms, until, provisional=False, fired=_head_start(terms))
    return clock | ({"original": clock["due"]} if "original" in made else {})


def moved(
    terms: Terms, due: datetime, *, provisional: bool, fired: int, failed: datetime | None = None
) -> dict[str, Any]:
    """The clock with another current due moment. `fired` is the highest rung that is past."""
    level, at = next_rung(terms, due, fired=fired, failed=failed)
    return {
        "due": ms(due),
        "provisional": provisional,
        "calendar": terms.calendar.version,
        "rung": level,
        "rung_at": None if at is None else ms(at),
    }


def next_rung(
    terms: Terms, due: datetime, *, fired: int, failed: datetime | None = None
) -> tuple[int, datetime | None]:
    """The rung that fires next, and on which working morning; (0, None) at the ladder's end."""
    anchors: Mapping[Anchor, datetime | None] = {Anchor.DUE: due, Anchor.PLAN: due, Anchor.FAILED: failed}
    if terms.span is not None:
        anchors = {**anchors, Anchor.PLAN: None}
    ahead = [
        (_fires(rung, anchor, terms.calendar), -int(rung.level))
        for rung in terms.kind.rungs(terms.grade)
        if rung.level > fired and (anchor := anchors[rung.at.anchor]) is not None
    ]
    if not ahead:
        return 0, None
    at, level = min(ahead)
    return -level, at


def lengthened(due: datetime, paused: datetime, resumed: datetime, calendar: Calendar) -> datetime:
    """A due moment after a pause: as many working days later as the pause had."""
    on, last, days = workdays.county_day(paused), workdays.county_day(resumed), 0
    while on < last:
        on += timedelta(days=1)
        days += calendar.works(on)
    return workdays.due(due, Span(days, Unit.WORKDAYS), calendar).moment if days else due


def after(start: datetime, span: Span, calendar: Calendar) -> datetime:
    """So much later."""
    return workdays.due(start, span, calendar).moment


def ago(moment: datetime, span: Span, calendar: Calendar) -> datetime:
    """So much earlier."""
    return workdays.before(moment, span, calendar)


def _fires(rung: Rung, anchor: datetime, calendar: Calendar) -> datetime:
    if rung.at.span is None:
        return workdays.morning_after(anchor, calendar)
    if rung.at.before:
        return workdays.morning_of(workdays.before(anchor, rung.at.span, calendar), calendar)
    return workdays.morning_after(workdays.due(anchor, rung.at.span, calendar).moment, calendar)


def _head_start(terms: Terms) -> int:
    """What came back begins one rung up: its first rung counts as fired."""
    rungs = terms.kind.rungs(terms.grade)
    return int(rungs[0].level) if terms.halved and rungs else 0
