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
