"""What people are told about mailboxes."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadAddress(Refusal):
    """`address` is as it was written."""

    code = "bad-mailbox"
    status = 400
    text = _(
        "“{address}”不能收消息。请写邮箱，或者钉钉、企业微信、飞书群机器人的地址（dingtalk://、wecombot://、feishu://）。"
    )  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many-mailboxes"
    status = 400
    text = _("一个单位最多 {limit} 个收件地址。")  # type: ignore[assignment]
