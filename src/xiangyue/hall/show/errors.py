"""What directors are told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadPart(Refusal):
    code = "bad-part"
    status = 400
    text = _("一场宣讲有六个部分，请选第 1 到第 6 部分。")  # type: ignore[assignment]


class BadDelay(Refusal):
    code = "bad-delay"
    status = 400
    text = _("延时播出是 0 到 60 秒。")  # type: ignore[assignment]
