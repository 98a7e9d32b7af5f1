"""What directors are told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadDelay(Refusal):
    code = "bad-delay"
    status = 400
    text = _("延时播出是 0 到 60 秒。")  # type: ignore[assignment]
