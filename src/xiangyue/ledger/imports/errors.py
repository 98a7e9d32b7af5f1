"""What people are told about imports."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadTable(Refusal):
    """The file as a whole cannot be read."""

    code = "bad-table"
    status = 400


class BadRow(Refusal):
    """One row cannot be brought in; its sentence stands beside it."""

    code = "bad-row"
    status = 400


class BadMapping(Refusal):
    code = "bad-mapping"
    status = 400


class WrongStage(Refusal):
    code = "import-wrong-stage"
    status = 409
    text = _("这次导入现在是“{state}”，不能这样做。")  # type: ignore[assignment]


class BadSource(Refusal):
    code = "bad-source"
    status = 400
    text = _("请写明这份表从哪里来，最多 {limit} 个字。同一来源以后再导入，列名会自动对上。")  # type: ignore[assignment]


class KindClosed(Refusal):
    code = "kind-not-imported"
    status = 400
    text = _("“{kind}”不接受导入。")  # type: ignore[assignment]


EMPTY = _("这份表是空的。")
OLD_EXCEL = _("这是旧版 Excel（.xls）。请用 Excel 或 WPS 另存为 .xlsx，再导入。")
NO_TABLE = _("认不出这份文件。能导入的是 .xlsx 和 CSV。")
OFTEN = _("这份表读了几次都没有读完。请联系系统管理员。")
BROKEN = _("这份 Excel 文件打不开，可能已损坏或加了密码。请重新另存一份。")
TOO_LARGE = _("这份表展开以后太大。请分成几份，每份最多 {rows} 行。")
NO_ENCODING = _("认不出这份 CSV 的文字编码。请另存为 UTF-8 或 GBK 编码的 CSV，或者 .xlsx。")
NO_HEADINGS = _("没有找到列名。列名要在前 {rows} 行里，至少两列。")
WIDE = _("这份表有 {count} 列，最多 {limit} 列。")

TWICE = _("“{target}”只能对应一列，现在对应了“{one}”和“{other}”。")
NO_TEXT = _("要有一列是“标题”或“情况”。")
UNKNOWN_COLUMN = _("没有这一列。")
ORDER_NEEDED = _("“{heading}”里的日期看不出日和月的先后，请选一种。")
UNKNOWN_WORD = _("“{word}”不能对应到“{code}”。")

NO_SAID = _("这一行没有写情况。")
SAME_ID = _("编号“{external}”在第 {line} 行已经出现过。")
SAME_ROW = _("与第 {line} 行完全相同。")
LONG_ID = _("编号太长：最多 {limit} 个字。")
NO_ID = _("这一行没有编号。")
NO_UNIT = _("没有叫“{word}”的单位。")
NO_GRADE = _("“{kind}”没有“{word}”这个等级。")
NO_STATE = _("看不懂状态“{word}”。")
NO_DATE = _("“{heading}”里的“{word}”不是日期。")
NO_YEAR = _("“{heading}”里的“{word}”没有写年份，不知道是哪一年。请连年份写成 2026-11-21 这样，再导入。")
WHICH_DATE = _("“{heading}”里的“{word}”可能是两个日期：这一列两种写法都有。")
LATER = _("“{heading}”晚于今天。")
CLOSED_EARLY = _("销号日期早于发现日期。")
NO_POSITION = _("经纬度不对。")
MORE_CELLS = _("这一行比列名多出 {count} 格，可能有逗号没有加引号。")
BAD_PICTURE = _("照片“{name}”不能用：{why}")
