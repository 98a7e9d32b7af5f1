"""What people are told about notices."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NothingChosen(Refusal):
    code = "notice-of-nothing"
    status = 400
    text = _("请选至少一件、最多 {limit} 件事项。")  # type: ignore[assignment]


class NoLead(Refusal):
    code = "notice-without-lead"
    status = 409
    text = _("“{number}”还没有责任单位，先交办再发文书。")  # type: ignore[assignment]


class SeveralLeads(Refusal):
    code = "notice-to-several"
    status = 409
    text = _("一份{form}只发给一个责任单位。")  # type: ignore[assignment]


class WrongStage(Refusal):
    code = "notice-wrong-stage"
    status = 409
    text = _("这份文书现在是“{state}”，不能这样做。")  # type: ignore[assignment]


class TooLong(Refusal):
    code = "notice-too-long"
    status = 400
    text = _("“{field}”最多 {limit} 个字。")  # type: ignore[assignment]


BASIS, DEMAND, CONTACT, NUMBER = _("依据"), _("要求"), _("联系人和电话"), _("发文字号")
"""Fields that a person writes."""
