"""What people are told about polls."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadPoll(Refusal):
    code = "bad-poll"
    status = 400


class AlreadyOpened(Refusal):
    code = "poll-already-opened"
    status = 409
    text = _("这个投票已经放出，不能再改。")  # type: ignore[assignment]


class NotOpened(Refusal):
    code = "poll-not-opened"
    status = 409
    text = _("这个投票还没有放出。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many-polls"
    status = 409
    text = _("一场最多准备 {limit} 个投票。")  # type: ignore[assignment]


class Over(Refusal):
    code = "polls-over"
    status = 409
    text = _("宣讲已经结束，投票不能再改。")  # type: ignore[assignment]


TEXT = _("请写投票的问题，{limit} 个字以内。")
OPTIONS = _("选项要有 2 到 8 个，各不相同，每个 {limit} 个字以内。")
MOST = _("最多可选的个数在 2 和选项数之间。")
