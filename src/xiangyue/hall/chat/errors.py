"""What moderators are told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import NotFound, Refusal


class UnknownSentence(NotFound):
    code = "unknown-sentence"
    text = _("没有这句话，或者它已经依决定删除。")  # type: ignore[assignment]


class JudgedOtherwise(Refusal):
    """Somebody was first, and said the opposite."""

    code = "judged-otherwise"
    status = 409
    text = _("{name}刚才已经处理了这一条，结果和您选的不一样。")  # type: ignore[assignment]


class OneOfUs(Refusal):
    code = "one-of-us"
    status = 409
    text = _("这是工作人员说的话，不能对它禁言。")  # type: ignore[assignment]


class BadSentence(Refusal):
    code = "bad-sentence"
    status = 400
    text = _("请写 1 到 140 个字。")  # type: ignore[assignment]


class BadMinutes(Refusal):
    code = "bad-minutes"
    status = 400
    text = _("禁言最短 1 分钟，最长到这一场结束。")  # type: ignore[assignment]


class BadWord(Refusal):
    code = "bad-word"
    status = 400
    text = _("每个词写 1 到 40 个字，里面要有字母、数字或汉字。")  # type: ignore[assignment]


class TooManyWords(Refusal):
    code = "too-many-words"
    status = 409
    text = _("一个单位最多 {limit} 个词，请先删掉不用的。")  # type: ignore[assignment]
