"""The run-of-show sheet of a lecture against the clock, and what is still missing in plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import Part
from xiangyue.web.hall.sections import Link

LONG = 90
"""Minutes on air; who plans more has probably mistyped."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part: from when until when, its words, and what other pages prepare for it."""

    part: Part
    begins: datetime
    ends: datetime
    text: str
    minutes: int
    links: tuple[Link, ...]

    @property
    def hint(self) -> str:
        """What is written here and who reads it."""
        return {
            Part.POSTER: _("海报上的一句话。候场时居民看到海报和导语。"),
            Part.LEAD: _("主持人开场念的话，候场页面上居民也看得到，500 字以内。"),
            Part.TALK: _("宣讲的提纲或讲稿，只有工作人员看得到。"),
            Part.INTERACTION: _("准备回答哪些问题、怎么带大家互动，只有工作人员看得到。"),
            Part.CLOSING: _("结束时的小结，讲完以后公布在小结页上，讲完还可以改。"),
            Part.QUIZ: _("答题和抽奖怎么进行，只有工作人员看得到。"),
        }[self.part]


@dataclass(frozen=True, slots=True)
class Todo:
    """What is missing, in words, and where on this page or on another it is done."""

    text: str
    address: str


def rows(script: Script, planned_at: datetime, links: list[Link]) -> list[Row]:
    """All six. The lecture begins at its moment with the opening lead; the lobby stands before it."""
    at = planned_at - timedelta(minutes=script.passage(Part.POSTER).minutes)
    sheet = []
    for part in Part:
        passage = script.passage(part)
        ends = at + timedelta(minutes=passage.minutes)
        here = tuple(link for link in links if link.part == part)
        sheet.append(Row(part, at, ends, passage.text, passage.minutes, here))
        at = ends
    return sheet


def missing(script: Script, planned_at: datetime, links: list[Link], *, now: datetime) -> list[Todo]:
    """What a second person would ask for; nothing of it stops a lecture."""
    found = []
    if planned_at < now:
        found.append(Todo(_("开讲时间已经过了，请改到新的时间"), "#id_planned_at"))
    if not script.summary:
        found.append(Todo(_("“讲什么”还没有写，节目单上只有题目"), "#id_summary"))
    if not script.passage(Part.LEAD).text:
        found.append(Todo(_("开讲导语还没有写，候场时居民看不到开场的话"), f"#part-{Part.LEAD}"))
    if not script.passage(Part.CLOSING).text:
        found.append(Todo(_("结语还没有写"), f"#part-{Part.CLOSING}"))
    if script.minutes_on_air > LONG:
        found.append(Todo(_("直播超过一个半小时，请看看各部分的时长"), f"#part-{Part.TALK}"))
    return found + [Todo(link.todo, link.address) for link in links if link.todo]
