"""What people are told about accounts."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NameTaken(Refusal):
    code = "name-taken"
    status = 409
    text = _("这个账号名已经有人用了，请换一个。")  # type: ignore[assignment]


class BadAccount(Refusal):
    code = "bad-account"
    status = 400
