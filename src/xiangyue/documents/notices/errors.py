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


class NoSigner(Refusal):
    code = "notice-without-signer"
    status = 400
    text = _("请写明由哪个单位落款。")  # type: ignore[assignment]


class NotAnOffice(Refusal):
    code = "notice-signed-by-a-place"
    status = 400
    text = _("“{name}”是地名，不是发文机关。请写发文机关的全称。")  # type: ignore[assignment]


class NoNewDay(Refusal):
    code = "notice-without-new-day"
    status = 400
    text = _("其中 {n} 件已经逾期，请写明限哪一天前整改到位。")  # type: ignore[assignment]


class DayOver(Refusal):
    code = "notice-day-over"
    status = 400
    text = _("限期要写一个还没有过去的日子。")  # type: ignore[assignment]


class Outdated(Refusal):
    code = "notice-outdated"
    status = 409
    text = _("起草以后有期限已经过去，这一份不能再发。请按现在的情况重新起草。")  # type: ignore[assignment]


class Settled(Refusal):
    code = "notice-settled"
    status = 409
    text = _("“{number}”已经了结，不用再发{form}。")  # type: ignore[assignment]


BASIS, DEMAND, CONTACT, NUMBER = _("依据"), _("要求"), _("联系人和电话"), _("发文字号")
SIGNED, UNTIL = _("落款单位"), _("逾期的，限哪一天前整改到位")
"""Fields that a person writes."""
