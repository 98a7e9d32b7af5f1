"""The ledger as it stood at the end of a day: for who audits it, read from what was recorded until then."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock, workdays
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import desks, past
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.states import OPEN, Outcome, State
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.web import paging, tabs
from xiangyue.web.ledger import photographs, rows, timeline, when
from xiangyue.web.ledger.facts import Facts
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.matters.folding import Standing
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.ledger.matters.past import Past

SIZE = 50


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """Sums and matters as they stood at the end of a day: open and closed are all that was filed by then."""
    access.require(member, Right.VIEW_LEDGER, units.root())
    try:
        on = _asked(request)
    except Refusal as no:
        return _no_day(request, no.sentence)
    until = workdays.end_of(on)
    found = desks.figures(member, on=on)
    number = paging.asked(request)
    listed = past.standings(member, until, offset=(number - 1) * SIZE, limit=SIZE + 1)
    names = {unit.code: unit.short_name for unit in units.tree()}
    every = kinds.every()
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "on": on,
        "open": sum(figure.n for figure in found if figure.state in OPEN),
        "closed": sum(figure.n for figure in found if figure.state == State.CLOSED),
        "filed": sum(figure.n for figure in found),
        "states": _sums([(str(figure.state.label), figure.n) for figure in found if figure.state in OPEN]),
        "outcomes": _sums([(str(figure.outcome.label), figure.n) for figure in found if figure.state == State.CLOSED]),
        "rows": [_row(each, every, names) for each in listed[:SIZE]],
        "page": paging.Page(number, SIZE, (number - 1) * SIZE + len(listed), is_counted=False),
        "query": f"on={on.isoformat()}&",
    }
    return render(request, "ledger/past.html", context)


@require_safe
@personal
def matter(request: HttpRequest, member: Member, matter: str) -> HttpResponse:
    """One matter as it stood at the end of a day, and what had happened until then."""
    found = matters.get(member, matter)
    try:
        on = _asked(request)
    except Refusal as no:
        return _no_day(request, no.sentence, found)
    until = workdays.end_of(on)
    if found.reported_at > until:
        said = _("{day} 那天还没有这件事，它是 {since} 登记的。")
        sentence = said.format(day=when.day(until), since=when.moment(found.reported_at))
        return _no_day(request, sentence, found, status=404)
    standing = matters.as_of(member, matter, until)
    known = Facts(member, found, clock.now(), until=until)
    pictures = photographs.shown(evidence.of_matter(found.pk), withdrawn=matters.withdrawn(known.lines))
    context = {
        "here": "ledger",
        "on": on,
        "matter": found,
        "standing": standing,
        "word": _word(standing),
        "lead": known.unit_name(standing.lead),
        "due": when.moment(clock.from_ms(standing.due)) if standing.due else "",
        "timeline": timeline.told(known, pictures, people.names_of(timeline.people_in(known.lines))),
    }
    return render(request, "ledger/matter_past.html", context)


def _no_day(request: HttpRequest, sentence: str, about: "Matter | None" = None, *, status: int = 400) -> HttpResponse:
    """A day of which nothing can be shown: why, and the field to choose another one."""
    today = workdays.county_day(clock.now())
    context = {"here": "ledger", "sentence": sentence, "matter": about, "today": today}
    return render(request, "ledger/no_day.html", context, status=status)


def _row(each: "Past", every: "rows.Known", names: dict[str, str]) -> dict[str, object]:
    standing = each.standing
    kind = every[standing.kind, standing.version]
    return {
        "matter": each.matter,
        "number": standing.number,
        "title": standing.title,
        "category": rows.named(kind.category(standing.category)) if standing.category else "",
        "lead": names.get(standing.lead, ""),
        "word": _word(standing),
        "due": when.day(clock.from_ms(standing.due)) if standing.due and not standing.closed_at else "",
    }


def _word(standing: "Standing") -> str:
    if standing.state is State.CLOSED:
        return _("已销号") if standing.outcome is Outcome.FIXED else str(standing.outcome.label)
    return str(standing.state.label)


def _sums(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for name, n in found:
        sums[name] = sums.get(name, 0) + n
    return list(sums.items())


def _asked(request: HttpRequest) -> date:
    """The day asked for; today when none is. A day to come has not happened. Raises `Refusal`."""
    word = request.GET.get("on", "")
    today = workdays.county_day(clock.now())
    if not word:
        return today
    try:
        on = datetime.strptime(word, "%Y-%m-%d").replace(tzinfo=clock.COUNTY_ZONE).date()
    except ValueError as wrong:
        raise Refusal(_("请选一个日子。")) from wrong
    if on > today:
        raise Refusal(_("这一天还没有到。"))
    return on
