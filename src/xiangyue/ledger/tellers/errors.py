"""What people are told when they report."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class TooOften(Refusal):
    code = "told-too-often"
    status = 429
    text = _("今天从这里报来的已经有 {limit} 件，请明天再报，或打电话给办公室。")  # type: ignore[assignment]


class BadContact(Refusal):
    code = "bad-contact"
    status = 400
    text = _("联系方式最多 {limit} 个字。")  # type: ignore[assignment]


class NothingAsked(Refusal):
    code = "nothing-asked"
    status = 409
    text = _("这件事现在不等你回答。")  # type: ignore[assignment]
