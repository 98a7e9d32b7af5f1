"""What can be said of a matter in one cell, under the names that offices give it: pure but for looking up its kind."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from xiangyue.kernel import clock
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters.states import Outcome, State

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.rules import Kind
    from xiangyue.ledger.matters.models import Matter

MOST = 2000
"""Matters of one workbook: a second of work. More than that is a CSV."""

Read = Callable[["Matter", "Kind"], str]


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(clock.COUNTY_ZONE).date().isoformat()


def _category(matter: "Matter", kind: "Kind") -> str:
    return kind.category(matter.category).name if matter.category else ""


def _grade(matter: "Matter", kind: "Kind") -> str:
    return kind.grade(matter.grade).name if matter.grade else ""


def _state(matter: "Matter", _kind: "Kind") -> str:
    return str(Outcome(matter.outcome).label if matter.outcome else State(matter.state).label)


COLUMNS: tuple[tuple[str, Read, tuple[str, ...]], ...] = (
    ("编号", lambda matter, _kind: matter.number, ("隐患编号", "问题编号", "事项编号")),
    ("类型", lambda _matter, kind: kind.name, ("事项类型",)),
    ("类别", _category, ("隐患类别", "问题类别", "问题类型", "隐患类型", "分类")),
    ("等级", _grade, ("隐患等级", "级别", "隐患级别")),
    ("标题", lambda matter, _kind: matter.title, ("问题", "隐患名称", "事项名称", "名称")),
    ("情况", lambda matter, _kind: matter.text, ("问题描述", "隐患描述", "隐患内容", "存在问题", "具体情况", "描述")),
    ("地点", lambda matter, _kind: matter.spot, ("地址", "位置", "具体位置")),
    ("属地", lambda matter, _kind: matter.place.name if matter.place else "", ("所属街道", "乡镇街道", "属地单位")),
    ("主管部门", lambda matter, _kind: matter.line.name if matter.line else "", ("行业主管部门",)),
    ("责任单位", lambda matter, _kind: matter.lead.name if matter.lead else "", ("整改单位", "承办单位", "责任部门")),
    ("发现日期", lambda matter, _kind: _day(matter.found_at), ("发现时间", "检查日期", "检查时间", "排查日期")),
    ("登记日期", lambda matter, _kind: _day(matter.reported_at), ("登记时间", "上报日期", "上报时间")),
    ("原定期限", lambda matter, _kind: _day(matter.original_due), ("原期限",)),
    ("整改期限", lambda matter, _kind: _day(matter.due), ("现行期限", "完成期限", "整改时限", "期限")),
    ("状态", _state, ("整改状态", "销号状态", "整改情况", "是否整改", "办理状态")),
    (
        "销号日期",
        lambda matter, _kind: _day(matter.closed_at),
        ("销号时间", "整改完成日期", "整改完成时间", "完成日期"),
    ),
)
"""Name, what it says, and other names of the same. Nobody who reported or worked on it stands in any of them."""

NAMES = tuple(name for name, _read, _others in COLUMNS)

READS: dict[str, Read] = {each: read for name, read, others in COLUMNS for each in (name, *others)}
READS |= dict.fromkeys(
    next(others for name, _read, others in COLUMNS if name == "情况"), lambda matter, _kind: matter.text or matter.title
)
"""A template of others that asks for a description gets the title where that is all that was written."""

ORDINALS = ("序号", "顺序号")
"""Headings of a column that counts the rows."""


def row(matter: "Matter") -> list[str]:
    """Every column of one matter."""
    kind = kinds.get(matter.kind, matter.version)
    return [read(matter, kind) for _name, read, _others in COLUMNS]


def cell(matter: "Matter", name: str) -> str:
    """One of them, by any of its names."""
    return READS[name](matter, kinds.get(matter.kind, matter.version))
