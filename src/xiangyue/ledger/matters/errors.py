"""What people are told about matters."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class WrongMove(Refusal):
    code = "wrong-move"
    status = 409
    text = _("这件事现在是“{state}”，不能办“{verb}”。")  # type: ignore[assignment]


class NotYours(Refusal):
    code = "not-yours"
    status = 403
    text = _("“{verb}”要由{who}来办。")  # type: ignore[assignment]


class OwnLine(Refusal):
    code = "own-line"
    status = 403
    text = _("你在责任单位或者它的上下级任职，这件事要由别的单位的人来定。")  # type: ignore[assignment]


class OwnMatter(Refusal):
    code = "own-matter"
    status = 403
    text = _("报告人和经手整改的人不能核查这件事。")  # type: ignore[assignment]


class Stale(Refusal):
    """`since` is what happened after the number that the page knew: verb, account, moment."""

    code = "stale"
    status = 409
    text = _("你打开页面以后，这件事又有了 {count} 条记录（{since}）。请看过再办。")  # type: ignore[assignment]


class CommandReused(Refusal):
    code = "command-reused"
    status = 409
    text = _("这个指令编号已经用在别的操作上。")  # type: ignore[assignment]


class BadCommand(Refusal):
    code = "bad-command"
    status = 400
    text = _("指令编号应为 UUID。")  # type: ignore[assignment]


class BadMatter(Refusal):
    code = "bad-matter"
    status = 400


class NotReported(Refusal):
    code = "may-not-report"
    status = 403
    text = _("“{kind}”不接受这样的上报。")  # type: ignore[assignment]


class NoOutsider(Refusal):
    code = "no-outsider"
    status = 409
    text = _("{unit}不能做这件事的责任单位：这样就没有别的单位能核查它。")  # type: ignore[assignment]


class DistrictDecides(Refusal):
    code = "district-decides"
    status = 409
    text = _("这件事已经退回过一次，第二次由区级兜底指定，不能再退。")  # type: ignore[assignment]


class PlanMissing(Refusal):
    code = "plan-missing"
    status = 409
    text = _("整改方案要写全：{parts}。")  # type: ignore[assignment]


class NoPlanYet(Refusal):
    code = "no-plan-yet"
    status = 409
    text = _("这一等级要先报整改方案，才能申请销号。")  # type: ignore[assignment]


class NotPublished(Refusal):
    code = "not-published"
    status = 409
    text = _("这一等级要由办公室挂牌公示以后，才能申请销号。")  # type: ignore[assignment]


class ClaimStands(Refusal):
    code = "claim-stands"
    status = 409


CLAIM_DRAWN = _("核查人已经抽定，申请不能再撤回。要说明情况，请写留言，核查的人看得到。")
CLAIM_LOCKED = _("申请已经锁定，进了抽核查人的名单，不能再撤回。要说明情况，请写留言，核查的人看得到。")
CLAIM_LATE = _("期限已经过了，申请不能撤回，等别的单位来看。要说明情况，请写留言，核查的人看得到。")
CLAIM_DISPUTED = _("申请以后，反映的人又补充了情况：这一件一定有别的单位去看，申请不能撤回。")
CLAIM_AGAIN = _("申请已经撤回过一次，再申请就不能撤回了。要说明情况，请写留言，核查的人看得到。")
CLAIM_ANSWERS = _("答复已经送给提问人，不能撤回。要改，等提问人说还缺什么，再答一次。")


class AnswerInstead(Refusal):
    code = "answer-instead"
    status = 409
    text = _("这是一个提问，不用申请销号：请写官方答复，答到没有由提问的人确认。")  # type: ignore[assignment]


class HelpersOpen(Refusal):
    code = "helpers-open"
    status = 409
    text = _("协办单位还没有完成：{units}。")  # type: ignore[assignment]


class ChildrenOpen(Refusal):
    code = "children-open"
    status = 409
    text = _("还有 {count} 件下级事项没有了结。")  # type: ignore[assignment]


class NotAsked(Refusal):
    code = "not-asked"
    status = 404
    text = _("“{kind}”没有这一问。")  # type: ignore[assignment]


class AnswersMissing(Refusal):
    code = "answers-missing"
    status = 409
    text = _("还有没写的：{questions}。")  # type: ignore[assignment]


class EvidenceMissing(Refusal):
    code = "evidence-missing"
    status = 409
    text = _("这一类要附{role}的照片。")  # type: ignore[assignment]


class NotExtendable(Refusal):
    code = "not-extendable"
    status = 409


class NotPaused(Refusal):
    code = "not-paused"
    status = 409
    text = _("这件事没有缓办。")  # type: ignore[assignment]


class AlreadyPaused(Refusal):
    code = "already-paused"
    status = 409
    text = _("这件事正在缓办。")  # type: ignore[assignment]


class NotPausable(Refusal):
    code = "not-pausable"
    status = 409


class Paused(Refusal):
    code = "paused"
    status = 409
    text = _("这件事正在缓办，先恢复办理。")  # type: ignore[assignment]


class NotOffered(Refusal):
    code = "not-offered"
    status = 409
    text = _("这件事没有转交给你们，或者转交已经有了答复。")  # type: ignore[assignment]


class AlreadyOffered(Refusal):
    code = "already-offered"
    status = 409
    text = _("这件事已经转交，等对方答复。")  # type: ignore[assignment]


class WatchOver(Refusal):
    code = "watch-over"
    status = 409
    text = _("这件事的观察期已过，不能撤销销号。请另报一件，系统会把两件连起来。")  # type: ignore[assignment]


class NotMended(Refusal):
    code = "not-mended"
    status = 409
    text = _("这件事不是以整改到位或未抽查结案的，没有销号可撤。")  # type: ignore[assignment]


class NotDrawn(Refusal):
    code = "not-drawn"
    status = 409
    text = _("这件事还没有抽定核查人。")  # type: ignore[assignment]


class Vouched(Refusal):
    code = "already-vouched"
    status = 409
    text = _("你已经核查过，等另一位。")  # type: ignore[assignment]


class NotMajor(Refusal):
    code = "no-plan-asked"
    status = 409
    text = _("这件事不需要整改方案。")  # type: ignore[assignment]


class MergeIntoItself(Refusal):
    code = "merge-into-itself"
    status = 409
    text = _("不能并到它自己，也不能并到已经并案的事项。")  # type: ignore[assignment]


class NothingToRedact(Refusal):
    code = "nothing-to-redact"
    status = 404
    text = _("这条记录没有可以删除的文字。")  # type: ignore[assignment]


class RungFired(Refusal):
    code = "rung-fired"
    status = 409
    text = _("这一级已经用过。")  # type: ignore[assignment]


class UnknownUnit(Refusal):
    code = "unknown-unit"
    status = 400
    text = _("没有代码为“{code}”的单位。")  # type: ignore[assignment]


TEXT_EMPTY = _("请写明情况。")
TEXT_LONG = _("最多 {limit} 个字，现在有 {count} 个。")
NO_PLACE = _("请选一个点位，或者写明地点。")
REASON = _("请写明理由。")
NOT_FOUND_LATER = _("发现时间不能晚于现在。")
HELPER_PAST = _("协办单位“{unit}”的期限已经过去。请选今天或以后的一天。")
HELPER_LATE = _("协办单位“{unit}”的期限比这件事的期限还晚，牵头单位会等不及。最晚 {last}。")
BAD_GRADE_CHOICE = _("这一类固定为“{grade}”。")
UNTIL_NOT_HERE = _("这一等级的期限由整改方案定，交办时不能另定。")
UNTIL_PAST = _("期限要晚于现在。")
UNTIL_FAR = _("办公室定的期限只能比规定的早，最晚 {until}。要放宽，由承办单位申请延期。")
EXTEND_NOT_HERE = _("“{kind}”不能延期。")
EXTEND_LATE = _("延期要在到期前 {span} 提出。")
EXTEND_OFTEN = _("这件事最多延期 {times} 次。")
EXTEND_FAR = _("最多延到 {until}。")
EXTEND_BACK = _("新的期限要晚于现在的期限。")
EXTEND_ASKED = _("已经有一份延期申请等待决定。")
EXTEND_NOT_ASKED = _("没有等待决定的延期申请。")
EXTEND_REASON = _("请从列出的理由里选一个。")
PAUSE_NOT_HERE = _("“{kind}”不能缓办。")
PAUSE_REASON = _("请从列出的缓办理由里选一个。")
PAUSE_FAR = _("缓办最多到 {until}。")
REVIEW_AT = _("请写明什么时候再看，要晚于现在。")
PLAN_UNTIL = _("请写明方案的完成日期，要晚于今天。")
SAME_UNIT = _("转交要给另一个单位。")
AFTER = _("整改后")
OWN = _("核查人自己拍")
WHO_REPORTER = _("能上报这一类的人")
WHO_OFFICE = _("交办的办公室")
WHO_LEAD = _("责任单位")
WHO_PART = _("责任单位或协办单位")
WHO_HELPER = _("协办单位")
WHO_TAKER = _("接手的单位")
WHO_VERIFIER = _("抽到的核查人")


class ReviewMissing(Refusal):
    code = "review-missing"
    status = 409
    text = _("这里一年内反弹了两次，要先立一件复盘，才能再申请销号。")  # type: ignore[assignment]
