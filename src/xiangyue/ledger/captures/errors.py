"""What people are told about captures."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NotArrived(Refusal):
    """`missing` are the commands of uploads that are not here."""

    code = "not-arrived"
    status = 409
    text = _("照片或录音还没有传上来，请等一会儿。")  # type: ignore[assignment]


class WasMended(Refusal):
    """`matter` is the closed one."""

    code = "was-mended"
    status = 409
    text = _("这里同类问题“{number}”刚销号，还在观察期。是同一处又出现了，还是另一处？")  # type: ignore[assignment]


class UnknownVerb(Refusal):
    code = "unknown-verb"
    status = 400
    text = _("手机上不能办“{verb}”。")  # type: ignore[assignment]
