"""A unit's day: what is late, what came back, what waits. A clerk sees in five seconds what to begin with."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock
from xiangyue.ledger.holders import queries as holders
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import desks
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.listings import Listing
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.verifying import listing
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import RIGHTS, Right
from xiangyue.org.units import queries as units
from xiangyue.web import tabs
from xiangyue.web.ledger import granting, rows, when, words
from xiangyue.web.ledger.rows import Row
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiangyue.ledger.matters.models import Matter
    from xiangyue.org.units.models import Unit

SHOWN = 8
"""Rows of each list on the desk: more is another page."""

SHOWN_WHOLE = 40
"""Rows of a list that has no other page."""

MOST_HELPED = 200
"""Looked at for the parts that are late."""


@dataclass(frozen=True, slots=True)
class Section:
    """One list of the desk. `all` is where the rest of it is; `what` says what to do with it."""

    anchor: str
    heading: str
    what: str
    count: int
    rows: list[Row]
    all: str = ""
    tone: str = ""
    picks: bool = False
    """Whether its rows can be ticked, to be handed down together."""
    above: int = 0
    """Of it that a list further up shows already: nobody reads the same matter twice."""

    @property
    def more(self) -> int:
        return self.count - len(self.rows) - self.above


@require_safe
@personal
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """What this person's unit has to do today, and what they themselves were drawn for."""
    seats = listing.mine(member)
    own = _units(member)
    unit = _chosen(own, request.GET.get("unit", ""))
    sections: list[Section] = []
    office = unit is not None and access.may(member, Right.DISPATCH, unit) and unit.parent_id is None
    if unit is not None:
        sections = _of_office(member, unit) if office else _of_unit(member, unit)
    context = {
        "here": "ledger",
        "today": clock.now(),
        "member": member,
        "units": own,
        "unit": unit,
        "office": office,
        "below": _below(unit) if unit is not None and not office else "",
        "audits": unit is not None and access.may(member, Right.AUDIT, unit),
        "inspects": bool(access.paths(member, Right.INSPECT)),
        "verifies": bool(access.paths(member, Right.VERIFY)),
        "seats": [{"of": one, "until": when.moment(one.seat.until), "left": when.left(one.seat.until, clock.now()),
                   "how": words.how(How(one.seat.how))} for one in seats],
        "wishes": granting.waiting(holders.wishes(member, unit)) if unit is not None else [],
        "sections": [section for section in sections if section.count],
        "figures": sections,
        "tabs": tabs.of(member),
    }  # fmt: skip
    return render(request, "ledger/desk.html", context)


def _units(member: Member) -> "list[Unit]":
    """The units for which somebody sees the ledger, each once."""
    codes = dict.fromkeys(post.unit for post in member.posts if Right.VIEW_LEDGER in RIGHTS[post.role])
    found = units.by_code(list(codes))
    return [found[code] for code in codes if code in found]


def _chosen(own: "list[Unit]", code: str) -> "Unit | None":
    return next((unit for unit in own if unit.code == code), own[0] if own else None)


class _Once:
    """The sections of one desk: each counts all that is in it, and shows what no section above it shows."""

    def __init__(self) -> None:
        self.known = kinds.every()
        self._shown: dict[str, Row] = {}

    def section(
        self, found: "QuerySet[Matter]", names: tuple[str, str, str], tone: str = "", **filtered: str
    ) -> Section:
        anchor, heading, what = names
        most = SHOWN if filtered else SHOWN_WHOLE
        asked = most + len(self._shown)
        first = matters.first(found, asked)
        # A list that is at its end is counted with that.
        count = len(first) if len(first) < asked else found.count()
        fresh = [matter for matter in first if matter.pk not in self._shown]
        listed = rows.listed(fresh[:most], self.known)
        for matter in first:
            if matter.pk in self._shown:
                self._shown[matter.pk].also.append(heading)
        self._shown |= {row.matter.pk: row for row in listed}
        return Section(
            anchor, heading, what, count, listed, _list(filtered), tone,
            picks=anchor == "reported", above=len(first) - len(fresh),
        )  # fmt: skip


def _added() -> tuple[str, str, str]:
    return "added", _("报的人补充了情况"), _("先看他们说了什么。申请销号以后说的，一定有人去看。")


def _filing() -> tuple[str, str, str]:
    first = _("重的、居民报来还没有定等级的在前，再是限几小时的；一样的，先报的在前。")
    return "reported", _("待交办"), first + _("勾选几件，可以一起交办。")


def _told(section: Section) -> Section:
    """With what whoever reported a row had to add."""
    names = [row.matter.pk for row in section.rows if row.matter.added_at is not None]
    if not names:
        return section
    said = {name: text or _("只补了照片") for name, text in matters.added(names).items()}
    return replace(section, rows=[replace(row, added=said.get(row.matter.pk, "")) for row in section.rows])


def _of_unit(member: Member, unit: "Unit") -> list[Section]:
    """A unit's lists: of what it leads, and what the units under it lead; each whole behind its link."""
    desk, once = desks.of_unit(member, unit), _Once()
    section = once.section
    whole = {"within": unit.code}
    return [
        _told(section(desk.added, _added(), "amber", **whole, listing=Listing.ADDED)),
        section(desk.overdue, ("overdue", _("逾期"), _("先办这些。办不了的，请办公室协调。")), "full",
                **whole, overdue="1"),
        section(desk.returned, ("returned", _("返工"), _("核查没有通过，退回来的。看清缺什么。")), "amber",
                **whole, listing=Listing.RETURNED),
        section(desk.to_accept, ("accept", _("待签收"), _("新交办的。不该你们办的，签收以前退回。")), "amber",
                **whole, state=State.ASSIGNED),
        section(desk.offered, ("offered", _("等你们接手"), _("别的单位转来的，接或者不接都要答复。")), "amber"),
        section(desk.soon, ("soon", _("两天内到期"), _("要延期的，到期前提出。")), "amber",
                **whole, listing=Listing.SOON),
        _helping(desk.helping, unit, once.known),
        section(desk.claimed, ("claimed", _("等核查"), _("已经申请销号，等抽到的人来看。")),
                **whole, state=State.CLAIMED),
        section(desk.calm, ("working", _("还不急的"), _("在整改，期限还早；缓办的也在这里。")),
                **whole, listing=Listing.CALM),
    ]  # fmt: skip


def _below(unit: "Unit") -> str:
    """Whose matters the lists count, where that is more than one unit's."""
    n = units.children(unit).count()
    said = ngettext("含下属 %(n)d 个单位承办的", "含下属 %(n)d 个单位承办的", n)
    return said % {"n": n} if n else ""


def _helping(found: "QuerySet[Matter]", unit: "Unit", known: "rows.Known") -> Section:
    """What a unit helps with, each by its own deadline: the lead's may be another."""
    parts = rows.helping(found[:MOST_HELPED], units.codes((unit.path,)), known)
    late = sum(part.left.tone == "full" for part in parts)
    what = _("你们那一份做完了，点“协办完成”。")
    if late:
        what = _("其中 {n} 件你们那一份已经逾期。").format(n=late) + what
    return Section("helping", _("协办"), what, found.count(), parts[:SHOWN_WHOLE], tone="full" if late else "")


def _of_office(member: Member, unit: "Unit") -> list[Section]:
    desk, section = desks.of_office(member, unit), _Once().section
    return [
        _told(section(desk.added, _added(), "amber", listing=Listing.ADDED)),
        _told(section(desk.reported, _filing(), "amber", listing=Listing.FILING)),
        section(desk.extensions, ("extensions", _("延期待决定"), _("同意或不同意，都写明理由。")), "amber",
                listing=Listing.EXTENSIONS),
        section(desk.undrawn, ("undrawn", _("抽不出核查人"), _("申请超过一天还没有抽定。看看核查人够不够。")), "amber",
                listing=Listing.UNDRAWN),
        section(desk.reviews, ("reviews", _("该复盘的"), _("一年内反弹两次。没有复盘，不能再申请销号。")), "amber",
                listing=Listing.REVIEWS),
        section(desk.overdue, ("overdue", _("全区逾期"), _("最久的在前。")), "full", overdue="1"),
        section(desk.claimed, ("claimed", _("等核查"), ""), state=State.CLAIMED),
        section(desk.paused, ("paused", _("缓办"), _("到期自动恢复。")), listing=Listing.PAUSED),
    ]  # fmt: skip


def _list(filtered: dict[str, str]) -> str:
    """Where the whole of a section is: the list, filtered the same way. Empty where no filter says it."""
    return f"{reverse('ledger:list')}?{urlencode(filtered)}" if filtered else ""
