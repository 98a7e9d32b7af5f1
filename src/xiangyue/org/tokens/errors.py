"""What programs, and people who make tokens, are told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NoToken(Refusal):
    code = "no-token"
    status = 401
    text = _("请在 Authorization 里带上有效的接口凭证：Bearer 后面一个空格，再接凭证。")  # type: ignore[assignment]


class BadLabel(Refusal):
    code = "bad-token-label"
    status = 400
    text = _("请写明凭证给哪个程序用，最多 {limit} 个字。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many-tokens"
    status = 409
    text = _("一个账号最多 {limit} 个凭证，先收回不用的。")  # type: ignore[assignment]
