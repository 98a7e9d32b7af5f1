"""What people are told about questions that became matters."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NothingAsked(Refusal):
    code = "nothing-asked"
    status = 409
    text = _("这个问题现在不等提问人回答。")  # type: ignore[assignment]


class BadAnswer(Refusal):
    code = "bad-answer"
    status = 400


class NobodyAnswers(Refusal):
    code = "nobody-answers"
    status = 404
    text = _("这里还没有开通向部门提问。")  # type: ignore[assignment]


ANSWER = _("请写答复，连同依据 {limit} 个字以内。")
SOURCE = _("依据写成一行，最多 {limit} 个字。")
