"""What people are told about lectures."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadLecture(Refusal):
    code = "bad-lecture"
    status = 400


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


TITLE = _("请写标题，80 个字以内。")
SPEAKER = _("请写明谁来讲。")
WHEN = _("时间不对：最早是今天，最远是一年之后。")
