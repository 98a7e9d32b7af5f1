"""What people are told about posters."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class OtherWords(Refusal):
    code = "headline-differs"
    status = 400
    text = _("这里只能换行，不能改字：题目要改，请改宣讲本身。")  # type: ignore[assignment]


class TooManyLines(Refusal):
    code = "headline-too-many-lines"
    status = 400
    text = _("题目最多分成 8 行。")  # type: ignore[assignment]
