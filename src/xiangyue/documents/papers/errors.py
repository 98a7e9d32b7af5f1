"""What people are told about papers and about a person's data."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NotYet(Refusal):
    code = "lecture-not-over"
    status = 409
    text = _("宣讲结束以后才有简报和数据。")  # type: ignore[assignment]


class NobodyFound(Refusal):
    code = "nobody-found"
    status = 404
    text = _("这一讲里没有这个编号的人留下的内容。请核对编号：居民手机上“我是谁”里能看到。")  # type: ignore[assignment]


class NothingToErase(Refusal):
    code = "nothing-to-erase"
    status = 409
    text = _("这个人在这一讲里没有可以删除的内容了。")  # type: ignore[assignment]


class NoDecision(Refusal):
    code = "no-decision"
    status = 400
    text = _("请写明依据哪一份决定删除，例如申请的日期和编号。")  # type: ignore[assignment]
