"""What people are told about exports."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class TooMany(Refusal):
    code = "export-too-many"
    status = 400
    text = _(
        "没有导出：Excel 和模板一次最多 {limit} 件，这张单子不止。请先筛选，缩小范围；要全部，导出 CSV，件数不限。"
    )  # type: ignore[assignment]


class BadTemplate(Refusal):
    code = "export-bad-template"
    status = 400


BROKEN = _("这份模板打不开。请用 .xlsx 格式重新另存一份。")
LARGE = _("模板最多 {limit} MB。")
NOTHING = _("模板里没有认得的列名，也没有双花括号的占位。认得的有：{names}。")
