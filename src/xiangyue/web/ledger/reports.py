"""Who answers for what, and how the county stands: pages for those who see all of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import axes, desks
from xiangyue.ledger.matters.states import OPEN, Outcome, State
from xiangyue.org.access.rules import Member
from xiangyue.org.units import queries as units
from xiangyue.web import tabs
from xiangyue.web.ledger import rows, when
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.ledger.matters.axes import Box
    from xiangyue.ledger.matters.desks import Figure
    from xiangyue.ledger.matters.models import Matter


@dataclass(slots=True)
class Line:
    """One unit along an axis."""

    code: str
    name: str
    open: int = 0
    overdue: int = 0
    claimed: int = 0
    fixed: int = 0
    unchecked: int = 0
    answered: int = 0
    other: int = 0

    @property
    def filed(self) -> int:
        return self.open + self.fixed + self.unchecked + self.answered + self.other


@dataclass(frozen=True, slots=True)
class Axis:
    """A table: a unit a line, and their sum."""

    heading: str
    what: str
    field: str
    lines: list[Line]
    total: Line
    closed: bool
    """Whether it counts what is closed too."""


@require_safe
@personal
def figures(request: HttpRequest, member: Member) -> HttpResponse:
    """What is in hand and what was closed, along both axes. Every matter is in each table once, so the sums agree."""
    found, boxes = desks.figures(member), axes.boxes(member)
    names = {unit.code: unit.short_name for unit in units.tree()}
    known = {kind.code: rows.named(kind) for kind in kinds.all_current()}
    tables = [
        _axis((_("按属地（块）"), _("事情出在哪里")), "place", boxes, names, [(f.place, f) for f in found]),
        _axis((_("按承办单位"), _("现在归谁办")), "lead", boxes, names, [(f.lead, f) for f in found]),
        _axis((_("按主管部门（条）"), _("归哪个行业管；只数在办的")), "line", boxes, names, None),
    ]
    context = {
        "here": "ledger",
        "tables": tables,
        "agree": len({table.total.open for table in tables}) == 1,
        "kinds": _by_kind(found, known),
        "now": clock.now(),
        "tabs": tabs.of(member),
    }
    return render(request, "ledger/figures.html", context)


def _axis(
    said: tuple[str, str],
    field: str,
    boxes: "Iterable[Box]",
    names: dict[str, str],
    closed: "list[tuple[str, Figure]] | None",
) -> Axis:
    lines: dict[str, Line] = {}

    def line(code: str) -> Line:
        return lines.setdefault(code, Line(code, names.get(code, code) if code else _("未定")))

    for box in boxes:
        row = line(getattr(box, field))
        row.open, row.overdue, row.claimed = row.open + box.open, row.overdue + box.overdue, row.claimed + box.claimed
    for code, figure in closed or ():
        if figure.state == State.CLOSED:
            _count(line(code), figure)
    order = {code: place for place, code in enumerate(names)}
    found = sorted(lines.values(), key=lambda row: (not row.code, order.get(row.code, len(order))))
    return Axis(said[0], said[1], field, found, _total(found), closed is not None)


def _count(row: Line, figure: "Figure") -> None:
    if figure.outcome == Outcome.FIXED:
        row.fixed += figure.n
    elif figure.outcome == Outcome.UNCHECKED:
        row.unchecked += figure.n
    elif figure.outcome == Outcome.ANSWERED:
        row.answered += figure.n
    else:
        row.other += figure.n


def _total(lines: list[Line]) -> Line:
    def add(of: Callable[[Line], int]) -> int:
        return sum(of(row) for row in lines)

    return Line(
        "", _("合计"), add(lambda row: row.open), add(lambda row: row.overdue), add(lambda row: row.claimed),
        add(lambda row: row.fixed), add(lambda row: row.unchecked), add(lambda row: row.answered),
        add(lambda row: row.other),
    )  # fmt: skip


def _by_kind(found: "Iterable[Figure]", known: dict[str, str]) -> list[tuple[str, int, int]]:
    """Each kind with what is open and what is closed."""
    sums: dict[str, tuple[int, int]] = {}
    for figure in found:
        open_, closed = sums.get(figure.kind, (0, 0))
        sums[figure.kind] = (open_ + figure.n, closed) if figure.state in OPEN else (open_, closed + figure.n)
    return [(known.get(code, code), *sums[code]) for code in sorted(sums)]


@require_safe
@personal
def responsibility(request: HttpRequest, member: Member) -> HttpResponse:
    """What stands still because nobody has taken it: matters, places, hand-overs, fields of work; each with its age."""
    office = units.root()
    orphans = desks.orphans(member, office)
    taken = units.by_code({matter.offered for matter in orphans.not_taken})
    context = {
        "here": "ledger",
        "tabs": tabs.of(member),
        "lists": [
            (_("没有人承办"), _("登记超过一天，还没有交办。"), _aged(orphans.unfiled)),
            (_("没有属地"), _("不知道出在哪个乡镇、街道。"), _aged(orphans.without_place)),
            (_("转交没有人接"), _("答复以前仍由原单位负责。"), _aged(orphans.not_taken)),
            (_("抽不出核查人"), _("申请销号超过三天，还没有抽定。"), _aged(orphans.unverifiable)),
        ],
        "offered": {code: unit.short_name for code, unit in taken.items()},
        "fields": [field.name for field in kinds.fields() if field.unit is None],
    }
    return render(request, "ledger/responsibility.html", context)


def _aged(matters: "list[Matter]") -> list[tuple[rows.Row, str]]:
    now = clock.now()
    return [(row, when.age(row.matter.reported_at, now)) for row in rows.listed(matters)]
