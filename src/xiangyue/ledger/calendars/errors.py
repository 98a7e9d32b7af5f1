"""What people are told about notices."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadNotice(Refusal):
    """A file that is no notice; the sentence says which line and why."""

    code = "bad-notice"
    status = 400
    text = _("放假通知读不懂，第 {line} 行：{why}")  # type: ignore[assignment]


class NoticeChanged(Refusal):
    code = "notice-changed"
    status = 409
    text = _("“{number}”已经发布过，内容不同。通知不能改，只能由后来的通知更正。")  # type: ignore[assignment]


class TwoForOneDay(Refusal):
    code = "two-for-one-day"
    status = 409
    text = _("“{number}”与“{other}”是同一天的通知，对 {day} 的说法不同，分不出先后。")  # type: ignore[assignment]
