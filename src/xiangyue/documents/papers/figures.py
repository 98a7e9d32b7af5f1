"""The figures of a lecture, each with what exactly it counts: one list for page, tables and bulletin. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xiangyue.documents.papers.account import Account
from xiangyue.kernel import clock


class Counted(Protocol):
    """What `hall.audience` has counted of a lecture."""

    said: int
    redacted: int
    likes: int
    viewers_peak: int
    viewers_total: int
    on_air_ms: int | None
    ended_ms: int | None
    gaps: int
    gap_ms: int

    @property
    def duration_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, its unit, what it counts, and how it is had."""

    code: str
    name: str
    unit: str
    means: str
    count: Callable[[Counted, Account], int]


FIGURES = (
    Figure(
        "minutes",
        "直播时长",
        "分钟",
        "从开播到结束，不足一分钟的部分舍去；候场不算。",
        lambda counted, _: counted.duration_ms // 60_000,
    ),
    Figure(
        "views",
        "观看人次",
        "人次",
        "打开过直播页面的浏览器数，直播期间去重；同一个人换一台手机算两次，回看不算。",
        lambda counted, _: counted.viewers_total,
    ),
    Figure(
        "peak",
        "同时在线最多",
        "人",
        "任一时刻同时开着直播页面的浏览器数的最大值。",
        lambda counted, _: counted.viewers_peak,
    ),
    Figure(
        "said",
        "弹幕",
        "条",
        "公开发出的弹幕，含后来撤回的；没有通过审核的不算。",
        lambda counted, _: counted.said,
    ),
    Figure("redacted", "撤回弹幕", "条", "公开以后又被导播撤回的弹幕。", lambda counted, _: counted.redacted),
    Figure("likes", "点赞", "次", "点赞按下的次数，不去重。", lambda counted, _: counted.likes),
    Figure("asked", "收到提问", "条", "居民提交的问题，不论是否公开。", lambda _, account: account.asked),
    Figure(
        "questions",
        "公开提问",
        "条",
        "通过并公开的问题，含主持人预备的问题；婉拒的不算。",
        lambda _, account: len(account.questions),
    ),
    Figure(
        "answered",
        "已经答复",
        "条",
        "公开提问中留下了文字答复的，宣讲结束以后补的也算。",
        lambda _, account: len(account.answered),
    ),
    Figure("polls", "投票", "次", "发起的投票数。", lambda _, account: len(account.polls)),
    Figure(
        "votes", "参加投票", "人次", "每次投票的人数之和；同一人改选只算最后一次。", lambda _, account: account.votes
    ),
    Figure("items", "答题", "题", "放出的题目数。", lambda _, account: len(account.items)),
    Figure(
        "answers",
        "答题人次",
        "人次",
        "每题收到的有效答案之和；每人每题只算第一次。",
        lambda _, account: account.answers,
    ),
    Figure("right", "答对", "人次", "公布答案以后，有效答案中答对的。", lambda _, account: account.right),
    Figure("slides", "放映课件", "页", "至少放映过一次的课件页数。", lambda _, account: len(account.slides)),
    Figure(
        "gaps",
        "画面中断",
        "次",
        "直播期间编码器断开的次数；重新连上仍是同一场。",
        lambda counted, _: counted.gaps,
    ),
    Figure(
        "gap_seconds",
        "中断时长",
        "秒",
        "直播期间没有画面的时间之和，不足一秒的部分舍去。",
        lambda counted, _: counted.gap_ms // 1000,
    ),
)


def listed(counted: Counted, account: Account) -> list[tuple[Figure, int]]:
    """Every figure with its value."""
    return [(figure, figure.count(counted, account)) for figure in FIGURES]


def day(moment: datetime) -> str:
    """A day as a paper writes it."""
    at = moment.astimezone(clock.COUNTY_ZONE)
    return f"{at.year}年{at.month}月{at.day}日"


def time(at_ms: int) -> str:
    """A moment of the day to the second."""
    return clock.from_ms(at_ms).astimezone(clock.COUNTY_ZONE).strftime("%H:%M:%S")
