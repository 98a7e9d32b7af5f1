"""How far an import is, what a column can be for, what becomes of a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "RECEIVED", _("正在读表")
    SURVEYED = "SURVEYED", _("等你对应列名")
    CHECKING = "CHECKING", _("正在逐行核对")
    CHECKED = "CHECKED", _("可以导入")
    APPLYING = "APPLYING", _("正在导入")
    DONE = "DONE", _("已导入")
    FAILED = "FAILED", _("没有读成")
    DROPPED = "DROPPED", _("已放弃")


WORK = frozenset({State.RECEIVED, State.CHECKING, State.APPLYING})
"""What waits for the worker."""

MAPPABLE = frozenset({State.SURVEYED, State.CHECKED})
DROPPABLE = frozenset({State.RECEIVED, State.SURVEYED, State.CHECKING, State.CHECKED, State.FAILED})


class Verdict(models.TextChoices):
    """What an import does, or did, with a row."""

    NEW = "NEW", _("新登记")
    BEFORE = "BEFORE", _("登记为导入前已销，未核查")
    UNCHANGED = "UNCHANGED", _("没有变化")
    UPDATED = "UPDATED", _("更新文字")
    KEPT = "KEPT", _("这里已由人结案，不动")
    REFUSED = "REFUSED", _("不能导入")


class Note(models.TextChoices):
    """What a person should know of a row that comes in all the same."""

    UNASSIGNED = "UNASSIGNED", _("没有对上类别，或者没有责任单位：等交办，原来的责任单位、期限写进了正文")
    THERE = "THERE", _("台账里已经有一件在办的，标题和地点都相同，可能是同一件")
    ALIKE = "ALIKE", _("和这份表里前面的一行几乎相同，可能是同一件")
    FAR = "FAR", _("整改期限比规定的晚，没有采用，按规定的期限；表里写的记在正文里")
    BORN_LATE = "BORN_LATE", _("整改期限早于发现日期，像是写错了：没有采用，按规定的期限；表里写的记在正文里，请看一看")
    OVERDUE = "OVERDUE", _("整改期限已经过了：导入后就是逾期，从交办后的第一个工作日早上起催办")
    STAYS = "STAYS", _("台账里已经有这件：整改期限按这里的算，不随表改，表里写的没有采用")
    PRIVATE = "PRIVATE", _("文字里像有手机号或身份证号，导入后看得到台账的人都看得到")


class Target(models.TextChoices):
    """What a column says."""

    EXTERNAL = "EXTERNAL", _("原编号")
    TITLE = "TITLE", _("标题")
    TEXT = "TEXT", _("情况")
    CATEGORY = "CATEGORY", _("类别")
    GRADE = "GRADE", _("等级")
    PLACE = "PLACE", _("属地")
    SPOT = "SPOT", _("地点")
    LAT = "LAT", _("纬度")
    LON = "LON", _("经度")
    FOUND = "FOUND", _("发现日期")
    LEAD = "LEAD", _("责任单位")
    DUE = "DUE", _("整改期限")
    STATE = "STATE", _("状态")
    CLOSED = "CLOSED", _("销号日期")
    PICTURE = "PICTURE", _("照片")
    KEEP = "KEEP", _("写进正文")
    IGNORE = "IGNORE", _("不导入")


DATES = frozenset({Target.FOUND, Target.DUE, Target.CLOSED})
WORDS = frozenset({Target.CATEGORY, Target.GRADE, Target.PLACE, Target.LEAD, Target.STATE})
"""Columns whose words stand for something here; each word is matched once and remembered."""

MANY = frozenset({Target.TEXT, Target.SPOT, Target.PICTURE, Target.KEEP, Target.IGNORE})
"""What more than one column may be."""


class Order(models.TextChoices):
    """In which order a column writes day and month where figures alone do not tell."""

    CERTAIN = "CERTAIN", _("年月日，没有歧义")
    DMY = "DMY", _("日/月/年")
    MDY = "MDY", _("月/日/年")
    UNDECIDED = "UNDECIDED", _("看不出日和月的先后")
    MIXED = "MIXED", _("两种写法都有")


OPEN_WORD, CLOSED_WORD = "open", "closed"
"""What a word of a state column can mean."""
