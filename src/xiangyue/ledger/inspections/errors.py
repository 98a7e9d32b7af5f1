"""What people are told about inspections."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class WrongStep(Refusal):
    code = "inspection-wrong-step"
    status = 409
    text = _("这次督查现在是“{state}”，不能办这一步。")  # type: ignore[assignment]


class Moved(Refusal):
    code = "inspection-moved"
    status = 409
    text = _("你看的时候又来了 {count} 条记录。请刷新页面，看过再办。")  # type: ignore[assignment]


class CommandTaken(Refusal):
    code = "inspection-command-taken"
    status = 409
    text = _("这个操作编号已经用在别处，请刷新页面再办。")  # type: ignore[assignment]


class BadPlan(Refusal):
    code = "inspection-bad-plan"
    status = 400
    text = _("计划没有填全。")  # type: ignore[assignment]


class BadFinding(Refusal):
    code = "inspection-bad-finding"
    status = 400
    text = _("发现没有写全。")  # type: ignore[assignment]


class OwnUnit(Refusal):
    code = "inspection-own-unit"
    status = 403
    text = _("{unit}是你任职的单位或上下级，督查要回避。请换一个地方，或者换人。")  # type: ignore[assignment]


class OnlyLead(Refusal):
    code = "inspection-only-lead"
    status = 403
    text = _("这一步由督查组长办。")  # type: ignore[assignment]


class NothingToDraw(Refusal):
    code = "inspection-nothing-to-draw"
    status = 409
    text = _("按这个范围一个点位也没有。请放宽类型，或者少排除几个单位。")  # type: ignore[assignment]


class HasFindings(Refusal):
    code = "inspection-has-findings"
    status = 409
    text = _("已经有 {count} 条发现，不能撤销；请发布，或者逐条注明为什么不报。")  # type: ignore[assignment]


class NotReady(Refusal):
    code = "inspection-not-ready"
    status = 409
    text = _("还不能发布：{why}")  # type: ignore[assignment]


class ReasonMissing(Refusal):
    code = "inspection-reason-missing"
    status = 400
    text = _("请写明理由。")  # type: ignore[assignment]


class PhoneRevoked(Refusal):
    code = "inspection-phone-revoked"
    status = 410
    text = _("这部手机上的督查计划已经作废，请清除后重新领取。")  # type: ignore[assignment]


TITLE = _("名称写 1 到 40 个字。")
WINDOW = _("结束要晚于开始，最长 {days} 天；开始不能早于今天。")
TYPES = _("至少选一类点位；户和村不作督查点位。")
COUNT = _("抽 1 到 {most} 个点位。")
PEOPLE = _("抽 1 到 {most} 名督查员。")
EXCLUDED = _("要排除的单位里有不认识的代码：{code}。")
NAMED = _("指定的点位不在范围里：{name}。")

FINDING_WORDS = _("标题写 1 到 80 个字，说明最多 4000 字，位置最多 200 字。")
FINDING_PLACE = _("写明在哪个点位，或者选街道并写清位置。")
FINDING_TIME = _("发现的时间不能晚于现在，也不能早于这次督查。")
FINDING_KIND = _("督查的发现只登记为隐患或街面问题。")
DECISION_LEAD = _("牵头单位不认识：{code}。")
DECISION_UNTIL = _("协办单位的时限要晚于现在。")
UNKNOWN_PLACE = _("这个点位不在这次督查里。")
GRADE_FIXED = _("这一类一律是“{grade}”。")
FINDING_AGAIN = _("“又回来了”要指这个点位同一类、已经结了的一件。")
HAS_FOUND = _("这里已经有发现，不能登记为未发现问题。")
FINDINGS_MOST = _("一次督查最多 {most} 条发现。请先发布，再开一次。")
PLACES_OPEN = _("还有 {count} 个点位没有说明：有问题、未发现问题，还是没有到。")
THIRD_TIME = _("门前五包：90 天内第 {times} 次发现同一问题，升级督办。")
