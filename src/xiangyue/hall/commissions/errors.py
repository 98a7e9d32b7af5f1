"""What people are told about commissions."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class MovedMeanwhile(Refusal):
    code = "commission-moved"
    status = 409
    text = _("这次约讲现在是“{state}”，不能这样操作。")  # type: ignore[assignment]


class ReasonMissing(Refusal):
    code = "commission-reason"
    status = 400
    text = _("请写一句不接的理由，{limit} 个字以内。")  # type: ignore[assignment]
