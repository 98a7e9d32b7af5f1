"""What people are told about evidence."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NoSuchPicture(Refusal):
    code = "no-such-picture"
    status = 400
    text = _("有照片没有传上来，或者已经用在别的事项上。请重新选。")  # type: ignore[assignment]


class TooManyPictures(Refusal):
    code = "too-many-pictures"
    status = 400
    text = _("一次最多 {limit} 张照片。")  # type: ignore[assignment]


class NotAPicture(Refusal):
    code = "not-a-picture"
    status = 400
    text = _("“{name}”不是照片，或者已经损坏。")  # type: ignore[assignment]


class TooManyPixels(Refusal):
    code = "too-many-pixels"
    status = 400
    text = _("“{name}”的像素太多了（超过 6000 万），请缩小以后再传。")  # type: ignore[assignment]


class BadArrow(Refusal):
    code = "bad-arrow"
    status = 400
    text = _("箭头画得不对：一张照片最多五个，都要在照片里。")  # type: ignore[assignment]
