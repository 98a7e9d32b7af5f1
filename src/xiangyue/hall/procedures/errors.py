"""What people are told about procedures."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadSteps(Refusal):
    code = "bad-steps"
    status = 400
    text = _("审核流程写得不对：最多五步，每步有名称，并写明哪些角色可以审。")  # type: ignore[assignment]
