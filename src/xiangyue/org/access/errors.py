"""What people are told when they may not."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class Forbidden(Refusal):
    code = "forbidden"
    status = 403
    text = _("你现在登录的账号不能办这件事。请向你单位的管理员申请授权。")  # type: ignore[assignment]


class SecondFactorMissing(Refusal):
    code = "second-factor-missing"
    status = 403
    text = _("请先设置动态口令：你的授权在设置之后生效。")  # type: ignore[assignment]


class OwnHands(Refusal):
    code = "own-hands"
    status = 403
    text = _("不能给自己授权，请另一位管理员办理。")  # type: ignore[assignment]


class AlreadyGranted(Refusal):
    code = "already-granted"
    status = 409
    text = _("这个授权已经有了。")  # type: ignore[assignment]


class AlreadyRevoked(Refusal):
    code = "already-revoked"
    status = 409
    text = _("这个授权刚才已经收回。")  # type: ignore[assignment]


class BadPeriod(Refusal):
    code = "bad-period"
    status = 400
    text = _("授权的截止时间要晚于现在。")  # type: ignore[assignment]


class LastAdmin(Refusal):
    code = "last-admin"
    status = 409
    text = _("这是最后一位系统管理员，先授权另一位再收回。")  # type: ignore[assignment]
