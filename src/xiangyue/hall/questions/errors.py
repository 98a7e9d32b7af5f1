"""What people are told about questions."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadQuestion(Refusal):
    code = "bad-question"
    status = 400


class MovedMeanwhile(Refusal):
    code = "question-moved"
    status = 409
    text = _("这个问题现在是“{state}”，不能这样操作。")  # type: ignore[assignment]


class AlreadyPut(Refusal):
    code = "question-already-put"
    status = 409
    text = _("这个问题已经放出，不能再改。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many-questions"
    status = 409
    text = _("一场最多准备 {limit} 个问题。")  # type: ignore[assignment]


TEXT = _("请写问题，{limit} 个字以内。")
ANSWER = _("请写答复，{limit} 个字以内。")
UNIT = _("请写明是哪个单位答复的。")
SOURCE = _("依据最多 {limit} 个字。")
