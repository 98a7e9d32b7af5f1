"""The alliance in figures, each with what it counts: a number without its definition is decoration."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiangyue.hall.audience.queries import Totals

TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is printed."""

    name: str
    value: str
    definition: str


def printed(totals: Totals) -> list[Figure]:
    """The figures of the front page, in the order they are read."""
    return [
        Figure(_("直播间"), _number(totals.studios), _("区级、乡镇街道、部门和栏目，合计。")),
        Figure(_("宣讲场次"), _number(totals.lectures), _("开播过的场次，正在播的也算。")),
        Figure(_("观看人次"), _number(totals.views), _("打开宣讲页面算一次；同一部手机同一场只算一次。")),
        Figure(_("居民发言"), _number(totals.said), _("公开的弹幕条数，被撤回的不算。")),
    ]


def _number(count: int) -> str:
    """70.3 万 in Chinese, 703,000 in English; small ones are printed whole."""
    if get_language() != "en" and count >= 10 * TEN_THOUSAND:
        return f"{count / TEN_THOUSAND:.1f} 万"
    return f"{count:,}"
