"""What people are told about reviews."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NoReview(Refusal):
    code = "no-review"
    status = 409
    text = _("这件事不是复盘，或者已经了结。")  # type: ignore[assignment]


class BadLectureOrder(Refusal):
    code = "bad-lecture-order"
    status = 400
    text = _("请写讲什么（{limit} 个字以内），并选一个直播间。")  # type: ignore[assignment]


class NoHall(Refusal):
    code = "no-hall"
    status = 409
    text = _("约讲没有送到直播间，请稍后再试。")  # type: ignore[assignment]
