"""What people are told about exports."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class TooMany(Refusal):
    code = "export-too-many"
    status = 400
    text = _("一次最多导出 {limit} 件为 Excel。请缩小范围，或者导出 CSV。")  # type: ignore[assignment]


class BadTemplate(Refusal):
    code = "export-bad-template"
    status = 400


BROKEN = _("这份模板打不开。请用 .xlsx 格式重新另存一份。")
LARGE = _("模板最多 {limit} MB。")
NOTHING = _("模板里没有认得的列名，也没有双花括号的占位。认得的有：{names}。")
