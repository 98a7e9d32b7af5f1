"""What a line says no to, and what can go wrong beneath it."""

from xiangyue.kernel.errors import Fault, NotFound, Refusal


class UnknownLine(NotFound):
    code = "unknown-lecture"
    text = "没有这场宣讲。"


class UnknownPiece(NotFound):
    """A segment, snapshot or block that does not exist and is not about to."""

    code = "unknown-piece"
    text = "没有这一段记录。"


class NotYet(Refusal):
    """One of the next two segments. A reader waits for it; one that waited `hold_limit_ms` in vain is told this."""

    code = "not-yet"
    status = 503
    text = "这一段还没有生成，请稍后再试。"


class TooFar(Refusal):
    code = "too-far-ahead"
    status = 400
    text = "请求的段落太超前，请从最新一段开始。"


class Gone(Refusal):
    """An epoch that a decision has replaced."""

    code = "epoch-gone"
    status = 410
    text = "这一版记录已依决定更换，请重新打开宣讲页面。"


class WrongVersion(Refusal):
    code = "stale-command"
    status = 409
    text = "宣讲的状态刚刚有变化，请看过最新状态再操作。"


class WrongMoment(Refusal):
    code = "wrong-moment"
    status = 409
    text = "现在的阶段不能这样操作。"


class Over(Refusal):
    code = "lecture-over"
    status = 409
    text = "宣讲已经结束。"


class TooLate(Refusal):
    """A danmaku cannot be refused any more: it is public, or just being sealed."""

    code = "already-public"
    status = 409
    text = "这条弹幕已经公开，请改用撤回。"


class TooEarly(Refusal):
    """The answer is still awaited from those whose picture is late."""

    code = "too-early"
    status = 409
    text = "还有人没看到这道题，请再等 {seconds} 秒公布答案。"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)


class AlreadyAnswered(Refusal):
    code = "already-answered"
    status = 409
    text = "这道题您已经答过了，以第一次的答案为准。"


class AnswersClosed(Refusal):
    code = "answers-closed"
    status = 409
    text = "这道题的答题时间已经过了。"


class PollClosed(Refusal):
    code = "poll-closed"
    status = 409
    text = "这个投票已经结束。"


class AlreadyUp(Refusal):
    code = "already-up"
    status = 409
    text = "这个问题您已经支持过了。"


class BadEvent(Refusal):
    """Kind or content does not fit the table of kinds. The sentence is for a person, `detail` for the log."""

    code = "bad-event"
    status = 400
    text = "内容不符合要求。"

    def __init__(self, detail: str) -> None:
        super().__init__()
        self.detail = detail


class CannotErase(Refusal):
    code = "cannot-erase"
    status = 409
    text = "只能抹除公开内容中的发言、公告与撤回说明。"


class Damaged(Fault):
    """A file of a line is not what was written. Names the file and the place; nothing is dropped, nothing goes on."""

    def __init__(self, text: str) -> None:
        super().__init__(text, retry=False)


class DiskFailed(Fault):
    """The disk refused a write. What was not acknowledged is gone, what was acknowledged is not."""

    def __init__(self, text: str) -> None:
        super().__init__(text, retry=True)
