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


class NothingAsked(Refusal):
    code = "no-time-asked"
    status = 409
    text = _("现在没有等答复的宽限要求：同事可能已经答复，或者链接已经收回，事情已经了结。")  # type: ignore[assignment]


class AskedAgain(Refusal):
    code = "asked-again"
    status = 409
    text = _("你打开页面以后，对方又发来了新的话。看过再答复。")  # type: ignore[assignment]


class BadDay(Refusal):
    code = "bad-day"
    status = 400
    text = _("宽限只能到今天或以后，不能晚于这件事自己的期限：最晚 {last}。")  # type: ignore[assignment]


class NoTimeLeft(Refusal):
    code = "no-time-left"
    status = 409
    text = _("这件事自己的期限已经过了，没有宽限可给。要延，先申请延期。")  # type: ignore[assignment]


class PastDay(Refusal):
    code = "past-day"
    status = 400
    text = _("想延到的那一天已经过去。请选今天或以后的一天。")  # type: ignore[assignment]
