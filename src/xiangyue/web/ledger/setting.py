"""What handing a matter down will set, said before the button is pressed: whose it becomes, until when, how checked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.calendars import queries as calendars
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.deadlines import Terms
from xiangyue.org.units import queries as units
from xiangyue.web.ledger import when

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.rules import Category
    from xiangyue.web.ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class Sets:
    """What a category and a grade give this matter."""

    category: "Category"
    lead: str
    helpers: str
    line: str
    due: str
    is_chosen: bool = False
    """Whether the lead is one that was chosen, and not the table's."""


def of(facts: "Facts", category: str, grade: str, lead: str = "") -> Sets | None:
    """What would stand if it were handed down now; None before a category is chosen."""
    try:
        chosen = facts.kind.category(category)
        graded = facts.kind.grade(chosen.grade or grade or facts.matter.grade or facts.kind.grades[0].code)
    except Refusal:
        return None
    routing = route(facts, chosen)
    terms = Terms(facts.kind, chosen, graded.code, calendars.current(), halved=bool(facts.matter.rebound_of))
    by_table = routing.lead.code if routing.lead else ""
    unit = units.by_code([lead]).get(lead) if lead not in {"", by_table} else None
    led = unit or routing.lead
    return Sets(
        chosen,
        led.short_name if led else _("分工表没有写明，请选一个"),
        "" if unit else "、".join(unit.short_name for unit in routing.co),
        routing.line.short_name if routing.line else "",
        _due(facts, terms),
        is_chosen=unit is not None,
    )


def _due(facts: "Facts", terms: Terms) -> str:
    counted = terms.first(facts.now)
    if counted is None:
        return _("没有期限")
    until = when.moment(counted.moment)
    if terms.span is None:
        return _("整改方案要在 {until} 前报出，期限由方案定").format(until=until)
    said = _("{until}（限 {span}；反弹，已减半）") if terms.halved else _("{until}（限 {span}）")
    return said.format(until=until, span=when.span(terms.span))


def route(facts: "Facts", category: "Category") -> kinds.Routing:
    """Who leads and helps by the category's table, for where this matter lies."""
    return kinds.route(category, facts.subject, at=facts.matter.place)
