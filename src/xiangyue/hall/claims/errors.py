"""What people are told about claims."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class UnknownCode(Refusal):
    code = "unknown-code"
    status = 404
    text = _("没有这个领奖码。请照着手机或领奖卡再核对一遍。")  # type: ignore[assignment]


class AlreadySettled(Refusal):
    code = "already-settled"
    status = 409
    text = _("这份奖品{outcome}（{when}）。一个领奖码只能领一次。")  # type: ignore[assignment]


class NotDrawnYet(Refusal):
    code = "not-drawn-yet"
    status = 409
    text = _("还没有开奖。")  # type: ignore[assignment]


class TooEarly(Refusal):
    code = "claim-too-early"
    status = 409
    text = _("领奖期限还没有过：{until} 之后才能由候补递补。")  # type: ignore[assignment]
