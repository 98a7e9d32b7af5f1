"""What people are told about scores."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class AlreadyBegun(Refusal):
    code = "quiz-begun"
    status = 409
    text = _("答题已经开始，计分办法不能再改。")  # type: ignore[assignment]
