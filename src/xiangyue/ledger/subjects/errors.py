"""What people are told about subjects."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadSubject(Refusal):
    code = "bad-subject"
    status = 400
    text = _("名称写 1 到 80 个字，地址最多 120 个字，网格编号最多 24 个字。")  # type: ignore[assignment]


class BadPosition(Refusal):
    code = "bad-position"
    status = 400
    text = _("位置不对：经纬度要成对，并写明是 WGS-84 还是 GCJ-02。")  # type: ignore[assignment]


class HouseholdOnlyCode(Refusal):
    code = "household-only-code"
    status = 400
    text = _("户只登记编号（大写字母、数字和短横），归在村里，不写姓名、地址、位置和联系人。")  # type: ignore[assignment]


class NotAVillage(Refusal):
    code = "not-a-village"
    status = 409
    text = _("户要归在村或社区名下。")  # type: ignore[assignment]


class BadHolder(Refusal):
    code = "bad-holder"
    status = 400
    text = _("责任主体写单位或店铺的名称，最多 80 字；信用代码是 18 位。")  # type: ignore[assignment]


class SubjectClosed(Refusal):
    code = "subject-closed"
    status = 409
    text = _("这个点位已经注销，不能再改。")  # type: ignore[assignment]
