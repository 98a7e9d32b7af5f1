"""What is told about traces."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NoTrace(Refusal):
    code = "no-trace"
    status = 404
    text = _("这场宣讲里没有这个笔名留下的、可以删除的内容。")  # type: ignore[assignment]


class NobodyFound(Refusal):
    code = "nobody-found"
    status = 404
    text = _("这一讲里没有这个编号的人留下的内容。请核对编号：居民手机上“我是谁”里能看到。")  # type: ignore[assignment]
