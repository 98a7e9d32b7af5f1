"""What people are told about their filters."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadFilter(Refusal):
    code = "bad-filter"
    status = 400


NAME = _("给这个筛选起个名字，最多 {limit} 个字。")
NOTHING = _("还没有筛选什么，没有可存的。")
MANY = _("最多存 {limit} 个筛选，先删掉用不着的。")
