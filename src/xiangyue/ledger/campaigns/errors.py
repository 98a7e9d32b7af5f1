"""What people are told about campaigns."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadCampaign(Refusal):
    code = "bad-campaign"
    status = 400
    text = _("专项要有名称、代码和起止日期，结束不早于开始。")  # type: ignore[assignment]


class CodeTaken(Refusal):
    code = "campaign-code-taken"
    status = 409
    text = _("这个专项代码已经用过了。")  # type: ignore[assignment]
