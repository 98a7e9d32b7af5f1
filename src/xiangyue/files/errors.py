"""What people are told about files they bring."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class FileTooLarge(Refusal):
    code = "file-too-large"
    status = 400
    text = _("“{name}”太大了：最多 {limit} MB，它有 {size} MB。")  # type: ignore[assignment]


class FileEmpty(Refusal):
    code = "file-empty"
    status = 400
    text = _("“{name}”是空的，请重新选一份。")  # type: ignore[assignment]


class WrongKind(Refusal):
    code = "file-wrong-kind"
    status = 400
    text = _("“{name}”不是这里能用的文件。能用的是：{kinds}。（只改文件名的后缀没有用。）")  # type: ignore[assignment]


class Gap(Refusal):
    """`have` is where the next piece has to begin."""

    code = "upload-gap"
    status = 409
    text = _("上传断在第 {have} 字节，从那里接着传。")  # type: ignore[assignment]


class BadPiece(Refusal):
    code = "upload-bad-piece"
    status = 400
    text = _("这一段和先前说的文件大小对不上，请重新选一次文件。")  # type: ignore[assignment]


class TooManyArrivals(Refusal):
    code = "too-many-uploads"
    status = 429
    text = _("没有传完的文件太多了，请等前面的传完。")  # type: ignore[assignment]
