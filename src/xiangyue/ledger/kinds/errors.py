"""What people are told about kinds."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class UnknownKind(Refusal):
    code = "unknown-kind"
    status = 404
    text = _("没有“{code}”这种事项。")  # type: ignore[assignment]


class UnknownGrade(Refusal):
    code = "unknown-grade"
    status = 400
    text = _("{kind}没有“{code}”这个等级。")  # type: ignore[assignment]


class UnknownCategory(Refusal):
    code = "unknown-category"
    status = 400
    text = _("{kind}没有“{code}”这个类别。")  # type: ignore[assignment]
