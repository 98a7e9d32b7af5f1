"""What people are told about verification."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class SeatDone(Refusal):
    code = "seat-done"
    status = 409
    text = _("这次核查已经有了结论。")  # type: ignore[assignment]


class Sighted(Refusal):
    code = "not-blind"
    status = 409
    text = _("你现在的岗位看得到这件事的经过，看过就不再是独立的核查。请点“我要回避”，由下一位来看。")  # type: ignore[assignment]


class ReasonMissing(Refusal):
    code = "reason-missing"
    status = 400
    text = _("请写明回避的理由。")  # type: ignore[assignment]
