"""What somebody has to do today, from what stands in the hall."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyue.hall.commissions import queries as commissions
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.states import OPEN, PLANS, State
from xiangyue.hall.reviews import queries as reviews
from xiangyue.hall.studios import queries
from xiangyue.kernel import clock
from xiangyue.ledger.holders import queries as holders
from xiangyue.ledger.matters import desks
from xiangyue.ledger.verifying import queries as verifying
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import RIGHTS, Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.studios.models import Studio
    from xiangyue.org.access.rules import Member
    from xiangyue.org.units.models import Unit

AHEAD = timedelta(hours=24)
"""A lecture that begins within a day is today's work."""


BEHIND = timedelta(hours=24)
"""A plan that nobody opened on its day is on the console's list, and no longer anybody's next."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a sentence, where to do it, and perhaps a stamp with its tone."""

    sentence: str
    address: str
    stamp: str = ""
    tone: str = ""


@dataclass(slots=True)
class Row:
    """A studio on the desk, with what is open in it and what comes next."""

    studio: "Studio"
    open: "Lecture | None" = None
    coming: "list[Lecture]" = field(default_factory=list)


def to_review(member: "Member") -> list[Task]:
    """What waits for somebody's approval, the nearest evening first."""
    return [
        Task(
            _("{studio}：“{title}”，{when} 开讲").format(
                studio=each.studio.name,
                title=each.title,
                when=f"{each.planned_at.astimezone(clock.COUNTY_ZONE):%m-%d %H:%M}",
            ),
            reverse("hall:prepare", args=[each.studio.code, each.pk]),
        )
        for each in reviews.waiting_for(member)
    ]


def studios(member: "Member") -> list[Row]:
    """The studios somebody sees from inside, with their lectures of the days to come: two reads."""
    rows = {studio.pk: Row(studio) for studio in queries.mine(member)}
    if not rows:
        return []
    visible = lectures.visible_to(member).filter(studio__in=rows, state__in=sorted(OPEN | PLANS))
    visible = visible.exclude(state__in=sorted(PLANS), planned_at__lt=clock.now() - BEHIND)
    for lecture in visible.order_by("planned_at", "pk"):
        row = rows[lecture.studio_id]
        if lecture.state in PLANS:
            row.coming.append(lecture)
        else:
            row.open = lecture
    return list(rows.values())


def of_today(member: "Member", rows: list[Row]) -> list[Task]:
    """What is on air first, then what begins within a day, then studios without any plan."""
    if member.sleeps:
        address = reverse("mfa_activate_totp")
        return [Task(_("先设置动态口令，你的授权才生效"), address, _("必须"), "full")]
    ledger = _of_ledger(member)
    open_now = [_open_task(row) for row in rows if row.open]
    soon = clock.now() + AHEAD
    nearest = [row.coming[0] for row in rows if row.coming and not row.open]
    nearest.sort(key=lambda lecture: lecture.planned_at)
    begins = [_begin_task(lecture) for lecture in nearest if lecture.planned_at < soon]
    returned = [_returned_task(each) for row in rows for each in row.coming if each.returned]
    return open_now + _number_tasks(member) + ledger + _wanted_tasks(member, rows) + returned + begins


def _of_ledger(member: "Member") -> list[Task]:
    """What stands in the ledger today, a line a unit, and what somebody was drawn to verify."""
    address, found = reverse("ledger:desk"), []
    if waiting := verifying.waiting(member).count():
        found.append(Task(_("抽到你核查 {n} 件").format(n=waiting), f"{address}#checks", _("待核查"), "amber"))
    codes = dict.fromkeys(post.unit for post in member.posts if Right.VIEW_LEDGER in RIGHTS[post.role])
    for unit in units.by_code(list(codes)).values():
        counts = _counts(member, unit)
        said = "，".join(_("{what} {n} 件").format(what=what, n=n) for what, n in counts if n)
        if said:
            late = bool(counts[0][1])
            sentence = _("{unit}台账：{said}").format(unit=unit.short_name, said=said)
            found.append(
                Task(sentence, f"{address}?unit={unit.code}", _("逾期") if late else "", "full" if late else "")
            )
    return found


def _counts(member: "Member", unit: "Unit") -> list[tuple[str, int]]:
    """The lists of a unit that somebody begins a day with, what is late first."""
    if unit.parent_id is None and access.may(member, Right.DISPATCH, unit):
        office = desks.of_office(member, unit)
        return [
            (_("逾期"), office.overdue.count()), (_("待交办"), office.reported.count()),
            (_("延期待决定"), office.extensions.count()), (_("抽不出核查人"), office.undrawn.count()),
        ]  # fmt: skip
    if not any(Right.WORK in RIGHTS[post.role] for post in member.posts):
        return [("", 0)]
    desk = desks.of_unit(member, unit)
    return [
        (_("逾期"), desk.overdue.count()), (_("返工"), desk.returned.count()), (_("待签收"), desk.to_accept.count()),
        (_("宽限待答复"), holders.wishes(member, unit).count()), (_("等你们接手"), desk.offered.count()),
        (_("两天内到期"), desk.soon.count()),
    ]  # fmt: skip


def _open_task(row: Row) -> Task:
    assert row.open is not None
    address = reverse("hall:console", args=[row.studio.code])
    title = row.open.title
    if row.open.state == State.ON_AIR:
        return Task(_("“{title}”正在直播，看着信号和发言").format(title=title), address, _("正在直播"), "full")
    return Task(_("“{title}”在候场，送画面、看一眼、开播").format(title=title), address, _("候场中"), "amber")


def _returned_task(lecture: "Lecture") -> Task:
    address = reverse("hall:prepare", args=[lecture.studio.code, lecture.pk])
    sentence = _("“{title}”退回来了：{why}").format(title=lecture.title, why=lecture.returned)
    return Task(sentence, address, _("退回"), "")


def _number_tasks(member: "Member") -> list[Task]:
    """A draw takes two people's reading of its public numbers: each of a studio's people is asked."""
    sentence = _("“{title}”的抽奖等两个人录随机数，您也可以录")
    return [
        Task(sentence.format(title=draw.title), reverse("draws:numbers", args=[draw.pk]), _("录随机数"), "full")
        for draw in draws.unread(member)
    ]


def _wanted_tasks(member: "Member", rows: list[Row]) -> list[Task]:
    """Lectures that a review in the ledger wants of a studio, and that nobody has answered yet."""
    counts = commissions.waiting_in(member, [row.studio for row in rows])
    return [
        Task(
            _("复盘约 {studio} 讲 {n} 场，等答复").format(studio=row.studio.name, n=counts[row.studio.pk]),
            reverse("hall:commissions", args=[row.studio.code]), _("约讲"), "amber",
        )
        for row in rows
        if row.studio.pk in counts
    ]  # fmt: skip


def _begin_task(lecture: "Lecture") -> Task:
    address = reverse("hall:prepare", args=[lecture.studio.code, lecture.pk])
    if lecture.state != State.PUBLISHED:
        moment = lecture.planned_at.astimezone(clock.COUNTY_ZONE)
        sentence = _("{when} 开讲“{title}”，还没有公布").format(when=f"{moment:%H:%M}", title=lecture.title)
        return Task(sentence, address, str(State(lecture.state).label), "amber")
    moment = lecture.planned_at.astimezone(clock.COUNTY_ZONE)
    late = lecture.planned_at < clock.now()
    sentence = _("{when} 开讲“{title}”，提前打开候场").format(when=f"{moment:%H:%M}", title=lecture.title)
    return Task(sentence, address, _("已经过点") if late else "", "amber" if late else "")
