"""What people are told about units."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadUnit(Refusal):
    code = "bad-unit"
    status = 400


class WrongPlace(Refusal):
    code = "wrong-place"
    status = 409
    text = _("{kind}不能设在这里。")  # type: ignore[assignment]


class CodeTaken(Refusal):
    code = "code-taken"
    status = 409
    text = _("这个代码已经用过了，请换一个。")  # type: ignore[assignment]


class SecondCounty(Refusal):
    code = "second-county"
    status = 409
    text = _("一套系统只管一个县（市、区），这里已经有了。")  # type: ignore[assignment]
