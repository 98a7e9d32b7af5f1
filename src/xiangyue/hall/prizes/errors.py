"""What people are told about prizes."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadPrize(Refusal):
    code = "bad-prize"
    status = 400
    text = _("请写奖品的名称，40 个字以内。")  # type: ignore[assignment]


class AlreadyThere(Refusal):
    code = "prize-already-there"
    status = 409
    text = _("奖品库里已经有这个名称了。")  # type: ignore[assignment]
