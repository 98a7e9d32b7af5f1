"""What people are told about what they wrote."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadLecture(Refusal):
    code = "bad-lecture"
    status = 400


TITLE = _("请写标题，80 个字以内。")
SPEAKER = _("请写明谁来讲。")
SPEAKERS = _("一场宣讲最多写六位宣讲员。")
LONG = _("“{part}”最多 {limit} 个字，现在有 {over} 个。")
MINUTES = _("每一部分的时长是 0 到 180 分钟。")
LONG_NAME = _("姓名和单位最多 60 个字，职务最多 40 个字。")
