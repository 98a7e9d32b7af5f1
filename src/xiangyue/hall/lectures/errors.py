"""What people are told about lectures."""

from django.utils.translation import gettext_lazy as _

from xiangyue.hall.scripts.errors import BadLecture
from xiangyue.kernel.errors import Refusal

__all__ = [
    "PART", "WHEN", "BadLecture", "ContentChanged", "MovedMeanwhile", "NeedsApproval", "NothingToCopy", "StudioBusy",
    "WrongMoment",
]  # fmt: skip


class WrongMoment(Refusal):
    code = "wrong-moment"
    status = 409
    text = _("现在是“{state}”，不能这样操作。")  # type: ignore[assignment]


class MovedMeanwhile(Refusal):
    code = "moved-meanwhile"
    status = 409
    text = _("刚才已经有人操作过了，请刷新后再看。")  # type: ignore[assignment]


class StudioBusy(Refusal):
    code = "studio-busy"
    status = 409
    text = _("这个直播间正开着“{title}”，先结束它。")  # type: ignore[assignment]


class ContentChanged(Refusal):
    code = "content-changed"
    status = 409
    text = _("内容在审核之后又改过，要重新审核。")  # type: ignore[assignment]


class NeedsApproval(Refusal):
    code = "needs-approval"
    status = 409
    text = _("这个单位的宣讲要先经第二个人审核，请提交审核。")  # type: ignore[assignment]


class NothingToCopy(Refusal):
    code = "nothing-to-copy"
    status = 409
    text = _("这个直播间还没有排过宣讲，没有可以照着排的。")  # type: ignore[assignment]


WHEN = _("时间不对：最早是今天，最远是一年之后。")
PART = _("一场宣讲有六个部分，请选第 1 到第 6 部分。")
