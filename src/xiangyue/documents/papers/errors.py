"""What people are told about papers."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NotYet(Refusal):
    code = "lecture-not-over"
    status = 409
    text = _("宣讲结束以后才有简报和数据。")  # type: ignore[assignment]
