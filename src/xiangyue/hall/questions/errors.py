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


class AlreadyHanded(Refusal):
    code = "question-already-handed"
    status = 409
    text = _("这个问题已经转办（{number}）。")  # type: ignore[assignment]


class NobodyTakes(Refusal):
    code = "nobody-takes-questions"
    status = 409
    text = _("台账里还没有“提问”这一类，问题没法转办。请找系统管理员载入。")  # type: ignore[assignment]


class Withdrawn(Refusal):
    code = "question-withdrawn"
    status = 409
    text = _("这个问题已依提问人要求删除，不能再转办。")  # type: ignore[assignment]


class OnlyPractice(Refusal):
    code = "only-practice"
    status = 409
    text = _("彩排里的提问不能转办。")  # type: ignore[assignment]


TEXT = _("请写问题，{limit} 个字以内。")
ANSWER = _("请写答复，{limit} 个字以内。")
UNIT = _("请写明是哪个单位答复的。")
SOURCE = _("依据最多 {limit} 个字。")
