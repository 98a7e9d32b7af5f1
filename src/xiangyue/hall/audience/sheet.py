"""What became of a lecture, on one sheet: figures with what each counts, and its chapters against the plan. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.scripts.rules import Script
from xiangyue.hall.scripts.states import Part


class Counted(Protocol):
    """The row of figures as the measures read it."""

    said: int
    redacted: int
    likes: int
    viewers_peak: int
    viewers_total: int
    gaps: int
    gap_ms: int

    @property
    def duration_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: its code for programs, its word, its value, its unit, and what it counts, in a sentence."""

    code: str
    word: str | Promise
    value: int
    unit: str | Promise
    means: str | Promise


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part as it was held: where in the recording it begins, how long it was, how long it was planned."""

    part: Part
    title: str
    begins_ms: int
    length_ms: int
    planned_minutes: int

    @property
    def begins_s(self) -> int:
        """Seconds into the recording: what an address into the replay takes."""
        return self.begins_ms // 1000

    @property
    def begins(self) -> str:
        """Where it begins as a clock says it: 1:02:05."""
        return clocked(self.begins_ms)

    @property
    def length(self) -> str:
        """How long it was."""
        return clocked(self.length_ms)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about one lecture that leaves the house: for the summary page, tables and papers."""

    script: Script
    studio: str
    unit: str
    measures: tuple[Measure, ...]
    chapters: tuple[Chapter, ...]


_MEASURES: tuple[tuple[str, object, object, object, Callable[[Counted], int]], ...] = (
    (
        "minutes",
        _("直播时长"),
        _("分钟"),
        _("从点“开播”到点“结束”，不足一分钟的舍去。"),
        lambda row: row.duration_ms // 60_000,
    ),
    (
        "views",
        _("观看"),
        _("次"),
        _("候场和直播时打开过页面的人次：同一个人换手机、清除浏览器数据再进来，算另一次；回看不算。"),
        lambda row: row.viewers_total,
    ),
    (
        "peak",
        _("最多同时在看"),
        _("人"),
        _("同一时刻开着页面的人数，每几秒数一次，取最大的一次。"),
        lambda row: row.viewers_peak,
    ),
    ("said", _("发言"), _("条"), _("放出来的弹幕，后来撤下的也算；没有放出来的不算。"), lambda row: row.said),
    ("redacted", _("撤下"), _("条"), _("放出来以后由导播撤下的发言。"), lambda row: row.redacted),
    ("likes", _("点赞"), _("次"), _("点了多少下，不是多少人点。"), lambda row: row.likes),
    ("gaps", _("信号中断"), _("次"), _("直播时编码器断开的次数，重新接上算一次。"), lambda row: row.gaps),
    ("gap_seconds", _("中断时长"), _("秒"), _("上面各次中断加起来，不足一秒的舍去。"), lambda row: row.gap_ms // 1000),
)


def clocked(milliseconds: int) -> str:
    """A length as a clock says it: 4:05, 1:02:05."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def measures(row: Counted) -> tuple[Measure, ...]:
    """The figures of a row, each with its definition."""
    return tuple(
        Measure(code, str(word), value(row), str(unit), str(means)) for code, word, unit, means, value in _MEASURES
    )


def chapters(
    held: tuple[tuple[int, str, int], ...], script: Script, *, on_air_ms: int, ended_ms: int
) -> tuple[Chapter, ...]:
    """The parts as they came: (number, title, moment). Each lasts until the next one."""
    began = [(part, title, max(at_ms, on_air_ms)) for part, title, at_ms in held]
    ends = [*(at_ms for _part, _title, at_ms in began[1:]), max(ended_ms, on_air_ms)][: len(began)]
    return tuple(
        Chapter(
            part=Part(part),
            title=title or str(Part(part).label),
            begins_ms=at_ms - on_air_ms,
            length_ms=max(0, end_ms - at_ms),
            planned_minutes=script.passage(Part(part)).minutes,
        )
        for (part, title, at_ms), end_ms in zip(began, ends, strict=True)
    )
