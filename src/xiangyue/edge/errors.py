"""What the edge answers when it says no. Codes are stable; sentences are for residents."""

from xiangyue.kernel.errors import Refusal


class Malformed(Refusal):
    code = "malformed"
    status = 400
    text = "请求的内容不完整或格式不对，请刷新页面再试。"


class HeadTooLarge(Refusal):
    code = "head-too-large"
    status = 431
    text = "请求头太大，请清理浏览器后再试。"


class BodyTooLarge(Refusal):
    code = "body-too-large"
    status = 413
    text = "发送的内容太长了。"


class TooSlow(Refusal):
    code = "too-slow"
    status = 408
    text = "网络太慢，请求没有发完整，请再试一次。"


class WrongMethod(Refusal):
    code = "wrong-method"
    status = 405
    text = "这个地址不支持这种操作。"

    def __init__(self, allow: str) -> None:
        self.allow = allow
        """Value of the Allow header (RFC 9110 section 10.2.1)."""
        super().__init__()


class NotThisWay(Refusal):
    code = "studio-only"
    status = 426
    text = "这个地址只供直播页面连接，请打开直播间管理里的“用这台手机或电脑直播”。"


class NotJson(Refusal):
    code = "not-json"
    status = 415
    text = "请用 JSON 格式发送。"


class TooFarAhead(Refusal):
    code = "too-far-ahead"
    status = 400
    text = "这一段还没有开始，请从当前进度读起。"


class Finished(Refusal):
    code = "line-finished"
    status = 404
    text = "这场宣讲已经结束，后面没有内容了。"


class BadRange(Refusal):
    code = "bad-range"
    status = 416
    text = "请求的范围超出了文件。"

    def __init__(self, length: int) -> None:
        self.length = length
        """Bytes of the whole file, for Content-Range (RFC 9110 section 15.5.17)."""
        super().__init__()


class Later(Refusal):
    """A no that time heals: `retry_s` becomes Retry-After, in whole seconds."""

    def __init__(self, retry_s: float = 1.0) -> None:
        self.retry_s = retry_s
        super().__init__()


class NotReady(Later):
    code = "not-ready"
    status = 503
    text = "内容还没有准备好，请稍候。"


class Restarting(Later):
    code = "restarting"
    status = 503
    text = "系统正在重新启动，马上回来。"


class Accident(Later):
    code = "accident"
    status = 500
    text = "系统出了点问题，我们已经记录下来，请稍后再试。"
