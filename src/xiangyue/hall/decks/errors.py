"""What people are told about slides."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class NothingBrought(Refusal):
    code = "nothing-brought"
    status = 400
    text = _("请选择一份 PDF，或者一张到多张图片。")  # type: ignore[assignment]


class Mixed(Refusal):
    code = "mixed-upload"
    status = 400
    text = _("一次传一份 PDF，或者只传图片，不要混在一起。")  # type: ignore[assignment]


class TooManyPages(Refusal):
    code = "too-many-pages"
    status = 400
    text = _("这份课件有 {pages} 页，最多 {limit} 页。请删减或拆成几份再传。")  # type: ignore[assignment]


class NoSuchPage(Refusal):
    code = "no-such-page"
    status = 404
    text = _("课件里没有这一页，请刷新后再看。")  # type: ignore[assignment]


class LastPage(Refusal):
    code = "last-page"
    status = 409
    text = _("课件至少要有一页。要换掉它，就传一份新的。")  # type: ignore[assignment]


class Over(Refusal):
    code = "lecture-over"
    status = 409
    text = _("这一讲已经结束，课件不能再改。")  # type: ignore[assignment]
