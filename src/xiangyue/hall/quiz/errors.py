"""What people are told about the quiz of a lecture."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class AlreadyPut(Refusal):
    code = "item-already-put"
    status = 409
    text = _("这道题已经放出，不能再改。")  # type: ignore[assignment]


class NotPut(Refusal):
    code = "item-not-put"
    status = 409
    text = _("这道题还没有放出，没有答案可以公布。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "quiz-too-long"
    status = 409
    text = _("一场最多准备 {limit} 道题。")  # type: ignore[assignment]


class Over(Refusal):
    code = "quiz-over"
    status = 409
    text = _("宣讲已经结束，题目不能再改。")  # type: ignore[assignment]
