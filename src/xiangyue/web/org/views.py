"""The tree of units, for everybody; the desk, for people who work here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import RIGHTS, Right
from xiangyue.org.units import queries as units
from xiangyue.web.looking import personal, public
from xiangyue.web.org import coming, outline, tasks

if TYPE_CHECKING:
    from xiangyue.org.units.models import Committee


@dataclass(frozen=True, slots=True)
class Table:
    """A committee as the page sets it: who leads, who else sits."""

    name: str
    lead: str
    others: str


@require_safe
@public
def units_page(request: HttpRequest) -> HttpResponse:
    """Who belongs to whom."""
    roots = [(root.unit, outline.by_kind(root.below)) for root in outline.nest(units.tree())]
    committees = [_seats(committee) for committee in units.committees()]
    return render(request, "org/units.html", {"here": "units", "roots": roots, "committees": committees})


@require_safe
@personal
def desk(request: HttpRequest, member: Member) -> HttpResponse:
    """What somebody finds after signing in: what is to be done today, and the studios they see from inside."""
    tree = units.tree()
    names = {unit.code: unit.name for unit in tree}
    studios = tasks.studios(member)
    context = {
        "member": member,
        "today": clock.now(),
        "posts": [(names[post.unit], post.role.label) for post in member.posts],
        "studios": studios,
        "coming": coming.of(member, studios),
        "may_plan": any(access.may(member, Right.PLAN, row.studio.unit) for row in studios),
        "to_review": tasks.to_review(member),
        "inspects": bool(access.paths(member, Right.INSPECT)),
        "tasks": tasks.of_today(member, studios),
        "sets": [(code, names[code]) for code in _codes(member, Right.ESTABLISH)],
        "may_ban": bool(tree) and access.may(member, Right.GRANT, tree[0]),
    }
    return render(request, "org/desk.html", context)


def _codes(member: Member, right: Right) -> list[str]:
    """The units in whose name somebody has a right."""
    return sorted({post.unit for post in member.posts if right in RIGHTS[post.role]})


def _seats(committee: "Committee") -> Table:
    seats = list(committee.seats.all())
    lead = next((seat.unit.name for seat in seats if seat.leads), "")
    return Table(committee.name, lead, "、".join(seat.unit.name for seat in seats if not seat.leads))
