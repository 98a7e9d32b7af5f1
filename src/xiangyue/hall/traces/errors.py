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
    text = _("这一讲里没有这个编号的人留下的内容。请核对编号：居民在自己手机上点“我是……”，或者在 /me/ 页上能看到。")  # type: ignore[assignment]
