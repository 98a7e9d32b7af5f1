"""What people are told about draws."""

from django.utils.translation import gettext_lazy as _

from xiangyue.kernel.errors import Refusal


class BadDraw(Refusal):
    code = "bad-draw"
    status = 400


class SameTitle(Refusal):
    code = "draw-same-title"
    status = 409
    text = _("这一场已经有一次抽奖叫“{title}”。请换一个名字，居民和导播才分得清是哪一次。")  # type: ignore[assignment]


class WrongMoment(Refusal):
    code = "draw-wrong-moment"
    status = 409
    text = _("现在是“{state}”，这一步还不能做，或者已经做过。")  # type: ignore[assignment]


class Busy(Refusal):
    code = "draw-busy"
    status = 409
    text = _("刚才有人正在操作这次抽奖，请再按一次。")  # type: ignore[assignment]


class LectureNotOpen(Refusal):
    code = "lecture-not-open"
    status = 409
    text = _("这一步要在宣讲进行时做。")  # type: ignore[assignment]


class QuizNotFinished(Refusal):
    code = "quiz-not-finished"
    status = 409
    text = _("还有 {count} 道题没有公布答案。先公布答案，再锁名单。")  # type: ignore[assignment]


class NobodyEligible(Refusal):
    code = "nobody-eligible"
    status = 409
    text = _("还没有人合乎条件，名单是空的。可以再等等，或者作废这次抽奖。")  # type: ignore[assignment]


class TooWeak(Refusal):
    code = "sources-too-weak"
    status = 409
    text = _(  # type: ignore[assignment]
        "随机数不够：{count} 人里抽 {wanted} 人，至少要 {need} 位，公布的来源只有 {have} 位。"
        "请作废，加上“掷骰子”再立一次规矩。"
    )


class WeakPlan(TooWeak):
    """The same while it is only prepared: nothing is void, it is changed on the form."""

    text = _(
        "随机数不够：从 {count} 个号码里抽 {wanted} 个，至少要 {need} 位，选的来源只有 {have} 位。"
        "请勾上“镜头前掷骰子”，或者再加一种彩票。"
    )


class SecretLost(Refusal):
    code = "secret-lost"
    status = 409
    text = _("封好的密码打不开了。按公布的规矩，这次抽奖只能作废。")  # type: ignore[assignment]


class ReadingsDiffer(Refusal):
    code = "readings-differ"
    status = 409
    text = _("两个人录入的不一样：{places}。请各自再看一遍，重新录入。")  # type: ignore[assignment]


class NeedsColleague(Refusal):
    code = "needs-colleague"
    status = 403
    text = _("录入随机数的人要先登录，并且在本区有职务。")  # type: ignore[assignment]


class NotReproducedError(Exception):
    """A result that does not survive its own examination: our mistake, never to be published."""


TITLE = _("请给抽奖起个名字，40 个字以内。")
PRIZES = _("请至少写一样奖品，每样 1 到 1000 件，最多 20 样。")
LEAST = _("请写明至少答对几题，1 到 100。")
SOURCES = _("请选一样公开的随机数：勾上掷骰子，或者写一种彩票，最多 5 样；骰子粒数由人数定的，放在最后。")
CLAIM = _("请写明到哪里、在什么时候领奖，200 个字以内。")
DAYS = _("领奖期限是 1 到 365 天。")
REASON = _("请写明作废的原因，500 个字以内。")
