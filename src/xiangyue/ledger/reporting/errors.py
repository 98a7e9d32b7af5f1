"""What residents are told."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class TooManyReports(Refusal):
    code = "too-many-reports"
    status = 429
    text = _("这个网络今天报得太多了，请明天再报；急事请打 12345。")  # type: ignore[assignment]


class TooManyHere(Refusal):
    code = "too-many-here"
    status = 429
    text = _("这个地点今天已经收到很多上报，正在处理，不用再报。")  # type: ignore[assignment]


class SaidNothing(Refusal):
    code = "said-nothing"
    status = 400
    text = _("请拍一张照片，或者写一句话。")  # type: ignore[assignment]


class TooManyPhotos(Refusal):
    code = "too-many-photos"
    status = 400
    text = _("一次最多 {limit} 张照片。")  # type: ignore[assignment]


class NotClosed(Refusal):
    code = "not-closed-yet"
    status = 409
    text = _("这件事还在办，有新情况请直接补充。")  # type: ignore[assignment]
