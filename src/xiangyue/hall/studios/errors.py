"""What people are told about studios and keys."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadStudio(Refusal):
    code = "bad-studio"
    status = 400


class CodeTaken(Refusal):
    code = "code-taken"
    status = 409
    text = _("这个代码已经用过了，请换一个。")  # type: ignore[assignment]


class TooManyKeys(Refusal):
    code = "too-many-keys"
    status = 409
    text = _("一个直播间最多保留 {limit} 个推流码，先作废不用的。")  # type: ignore[assignment]


class AlreadyRevoked(Refusal):
    code = "key-already-revoked"
    status = 409
    text = _("这个推流码刚才已经作废。")  # type: ignore[assignment]
