"""How a deadline was counted, day by day: the weeks of a calendar, and sentences that say what moved it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.workdays import Calendar, Due, Why
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.matters.deadlines import Terms
from xiangyue.ledger.matters.states import Verb
from xiangyue.web.ledger import when

if TYPE_CHECKING:
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.web.ledger.facts import Facts

WEEKS = 7
"""More than this many weeks are folded: who reads a page of empty days reads none of them."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `mark`: `w` counted, `x` not, `s` start, `d` due, an original due `o` before a current one `n`."""

    on: date
    mark: str
    said: str

    @property
    def big(self) -> str:
        return str(self.on.day) if self.on.day > 1 else f"{self.on.month}/{self.on.day}"


@dataclass(frozen=True, slots=True)
class Derivation:
    """What the page shows: weeks from Monday, and the reasons."""

    weeks: list[list[Cell]] = field(default_factory=list)
    folded: bool = False
    sentences: list[str] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Between which days, and what stands at them."""

    start: date
    original: date | None
    current: date | None

    @property
    def last(self) -> date:
        return max(each for each in (self.start, self.original, self.current) if each is not None)


def of(facts: "Facts") -> Derivation | None:
    """How this matter's deadline came about; None while it has none."""
    matter = facts.matter
    if matter.assigned_at is None or facts.category is None or not matter.grade:
        return None
    calendar = calendars.at(matter.calendar)
    terms = Terms(facts.kind, facts.category, matter.grade, calendar, halved=bool(matter.rebound_of))
    counted = terms.first(matter.assigned_at)
    sentences = [*_length(terms, matter, counted), *_moves(facts), *_total(facts)]
    if counted is None or not counted.days:
        return Derivation(sentences=sentences)
    ends = _Ends(workdays.county_day(matter.assigned_at), _on(matter.original_due), _on(matter.due))
    weeks = _weeks(ends, counted, calendar)
    folded = len(weeks) > WEEKS
    shown = [*weeks[:3], *weeks[-3:]] if folded else weeks
    return Derivation(shown, folded, sentences, _basis(ends, counted))


def _weeks(ends: _Ends, counted: Due, calendar: Calendar) -> list[list[Cell]]:
    ordinals = {each.day.on: each.ordinal for each in counted.days}
    on = ends.start - timedelta(days=ends.start.weekday())
    last = max(ends.last, counted.days[-1].day.on)
    weeks = []
    while on <= last:
        weeks.append([_cell(on + _DAY * offset, ends, ordinals, calendar) for offset in range(7)])
        on += _DAY * 7
    return weeks


def _cell(on: date, ends: _Ends, ordinals: dict[date, int | None], calendar: Calendar) -> Cell:
    if on == ends.start:
        return Cell(on, "s", _("交办"))
    if on == ends.current:
        return Cell(on, "n" if ends.original not in (None, on) else "d", _("到期"))
    if on == ends.original:
        return Cell(on, "o", _("原期限"))
    day = calendar.day(on)
    why = {
        Why.HOLIDAY: day.name or _("放假"),
        Why.MAKEUP: _("调休上班"),
        Why.WEEKEND: _("周末"),
        Why.WORKDAY: "",
    }[day.why]
    if on not in ordinals:
        return Cell(on, "", why if day.why in {Why.HOLIDAY, Why.MAKEUP} else "")
    ordinal = ordinals[on]
    if ordinal is None:
        return Cell(on, "x", why)
    return Cell(on, "w", _("第 {n}").format(n=ordinal) if day.why is not Why.MAKEUP else why)


def _length(terms: Terms, matter: "Matter", counted: Due | None) -> list[str]:
    span = terms.span
    if span is None:
        if matter.planned and matter.original_due is not None:
            return [_("期限由整改方案定：{due}。").format(due=when.moment(matter.original_due))]
        within = terms.kind.grade(matter.grade).plan_within
        if within is None or counted is None:
            return []
        said = _("整改方案要在 {span}内报出（{due}），期限由方案定。")
        return [said.format(span=when.span(within), due=when.moment(counted.moment))]
    said = (
        _("这一类限 {span}，从交办的次日算起。") if counted and counted.days else _("这一类限 {span}，从交办时算起。")
    )
    sentences = [said.format(span=when.span(span))]
    if terms.halved:
        sentences.append(_("这是反弹，期限减半。"))
    if matter.returns and matter.original_due is not None:
        sentences.append(
            _("第一次交办时定的期限是 {due}，退回重派以后仍按它考核。").format(due=when.moment(matter.original_due))
        )
    if matter.provisional:
        sentences.append(_("其中有的年份放假安排还没有公布，先按周一至周五算；公布以后会重算，并写进记录。"))
    return sentences


def _moves(facts: "Facts") -> list[str]:
    """What moved the current due moment since: decisions, pauses, notices."""
    said = []
    for line in facts.lines:
        at, clock_ = when.day(line.at), line.data.get("clock", {})
        due = when.moment(clock.from_ms(clock_["due"])) if clock_.get("due") else ""
        if line.verb is Verb.DECIDE_EXTENSION and line.data.get("granted"):
            said.append(_("{at}批准延期到 {due}。原期限不变，考核仍按原期限。").format(at=at, due=due))
        elif line.verb is Verb.RESUME and due:
            said.append(_("{at}恢复办理，缓办的工作日补在后面：{due}。").format(at=at, due=due))
        elif line.verb is Verb.RECALC and line.data.get("moved"):
            said.append(_("{at}放假安排有变，重算为 {due}。").format(at=at, due=due))
    if facts.matter.paused_at is not None:
        said.append(_("{at}起缓办，这一段不计入整改期限。").format(at=when.day(facts.matter.paused_at)))
    return said


def _total(facts: "Facts") -> list[str]:
    matter = facts.matter
    until = matter.closed_at or facts.now
    days = (workdays.county_day(until) - workdays.county_day(matter.found_at)).days
    said = (
        ngettext(
            "总时长从发现（%(since)s）算起，从不停：共 %(n)d 天。",
            "总时长从发现（%(since)s）算起，从不停：共 %(n)d 天。",
            days,
        )
        if matter.closed_at
        else ngettext(
            "总时长从发现（%(since)s）算起，从不停：已 %(n)d 天。",
            "总时长从发现（%(since)s）算起，从不停：已 %(n)d 天。",
            days,
        )
    )
    return [said % {"since": when.day(matter.found_at), "n": days}]


def _basis(ends: _Ends, counted: Due) -> list[str]:
    """The notices that say which of these days are working days."""
    named = {each.day.notice for each in counted.days if each.day.notice}
    years = _years(ends.start, counted.days[-1].day.on)
    return [
        f"{notice.title}（{notice.number}）"
        for notice in calendars.notices().prefetch_related(None)
        if notice.number in named or notice.publishes in years
    ]


def _years(first: date, last: date) -> Sequence[int]:
    return range(first.year, last.year + 1)


def _on(moment: datetime | None) -> date | None:
    return None if moment is None else workdays.county_day(moment)


def legend(weeks: Iterable[Iterable[Cell]]) -> str:
    """The same for who cannot see the grid."""
    said = [f"{cell.on:%m-%d} {cell.said}" for week in weeks for cell in week if cell.said]
    return "；".join(said)
