"""What people are told about reviews."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class OwnWords(Refusal):
    code = "own-words"
    status = 403
    text = _("自己写的、改的、提交的，不能自己审。请另一个人来审。")  # type: ignore[assignment]


class TwiceTheSame(Refusal):
    code = "twice-the-same"
    status = 403
    text = _("前面一步是你审的，这一步要换一个人。")  # type: ignore[assignment]


class NotYourStep(Refusal):
    code = "not-your-step"
    status = 403
    text = _("现在是“{step}”这一步，由{who}来审。")  # type: ignore[assignment]


class SeenAnother(Refusal):
    code = "seen-another"
    status = 409
    text = _("你看的时候内容又改过了。请看过新的一版再审。")  # type: ignore[assignment]


class SayWhy(Refusal):
    code = "say-why"
    status = 400
    text = _("退回时请写一句话，说明哪里要改，300 个字以内。")  # type: ignore[assignment]
