"""What people are told about notices to duty holders."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class LinkOver(Refusal):
    code = "link-over"
    status = 410
    text = _("这个链接已经失效。请向发通知的单位要一个新的。")  # type: ignore[assignment]


class BadInvitation(Refusal):
    code = "bad-invitation"
    status = 400
    text = _("请写明发给谁，有效期 1 到 {limit} 天。")  # type: ignore[assignment]


class TooManyAnswers(Refusal):
    code = "too-many-answers"
    status = 429
    text = _("这个链接已经答复了 {limit} 次，请直接联系发通知的单位。")  # type: ignore[assignment]
