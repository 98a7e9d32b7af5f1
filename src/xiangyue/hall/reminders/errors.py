"""What people are told who ask to be told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadAddress(Refusal):
    code = "bad-address"
    status = 400
    text = _("这个邮箱地址写得不对，请再看一遍。")  # type: ignore[assignment]


class BadBrowser(Refusal):
    code = "bad-browser"
    status = 400
    text = _("这个浏览器不能收通知。可以加进日历，或留邮箱。")  # type: ignore[assignment]


class NothingToRemind(Refusal):
    code = "nothing-to-remind"
    status = 409
    text = _("这一场已经开始或取消，不用提醒了。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many"
    status = 429
    text = _("现在登记的人太多，请过一会儿再来，或先加进日历。")  # type: ignore[assignment]
