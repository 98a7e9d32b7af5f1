"""What is told about traces."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NoTrace(Refusal):
    code = "no-trace"
    status = 404
    text = _("这场宣讲里没有这个笔名留下的、可以删除的内容。")  # type: ignore[assignment]
