"""What residents and helpers are told about verification."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadPhone(Refusal):
    code = "bad-phone"
    status = 400
    text = _("请写 11 位的手机号。")  # type: ignore[assignment]


class BadSubject(Refusal):
    code = "bad-subject"
    status = 400
    text = _("请写 11 位的手机号，或 18 位的身份证号；身份证号的最后一位对不上的，请再核对一遍。")  # type: ignore[assignment]


class NotOffered(Refusal):
    code = "not-offered"
    status = 404
    text = _("这里不能用短信核验，请找直播间的同志帮忙。")  # type: ignore[assignment]


class TooMany(Refusal):
    code = "too-many-codes"
    status = 429
    text = _("验证码要得太多了，请过一会儿再试，或者找直播间的同志帮忙。")  # type: ignore[assignment]


class TooSoon(Refusal):
    code = "code-just-sent"
    status = 429
    text = _("验证码刚刚发过，请看一看短信；一分钟后可以再要一次。")  # type: ignore[assignment]


class NotSent(Refusal):
    code = "code-not-sent"
    status = 503
    text = _("短信没有发出去，请过一会儿再试，或者找直播间的同志帮忙。")  # type: ignore[assignment]


class WrongCode(Refusal):
    code = "wrong-code"
    status = 403
    text = _("验证码不对，请照着再输一遍。")  # type: ignore[assignment]


class CodeOver(Refusal):
    code = "code-over"
    status = 410
    text = _("这个验证码已经用过、过期，或者错得太多，请重新要一个。")  # type: ignore[assignment]


class Banned(Refusal):
    code = "person-banned"
    status = 403
    text = _("依照管理决定，这个身份暂时不能发言和参加抽奖；仍然可以一直观看。有疑问请联系当地宣传部门。")  # type: ignore[assignment]


class BadPurpose(Refusal):
    code = "bad-purpose"
    status = 400
    text = _("请写明查看的用途，4 到 200 个字；每次查看都会留下记录。")  # type: ignore[assignment]


class BadDecision(Refusal):
    code = "bad-decision"
    status = 400
    text = _("请写明依据的决定（文号或标题），4 到 200 个字。")  # type: ignore[assignment]


class NobodyBehind(Refusal):
    code = "nobody-behind"
    status = 404
    text = _("这个笔名后面没有核验过的身份：是没有核验的访客，或者已经删除。可以在那一场里禁言。")  # type: ignore[assignment]


class AlreadyBanned(Refusal):
    code = "already-banned"
    status = 409
    text = _("这个身份已经停用了。")  # type: ignore[assignment]
