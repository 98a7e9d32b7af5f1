"""What people are told about rehearsals."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class StillRunning(Refusal):
    code = "still-running"
    status = 409
    text = _("彩排还开着，先结束它。")  # type: ignore[assignment]
