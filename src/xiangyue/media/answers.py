"""What a reader is given: bytes with their cache time, or the thing to wait for. And the ways of saying no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from xiangyue.kernel.errors import Refusal

IMMUTABLE = "public, max-age=31536000, immutable"
"""Parts, segments and init segments: a number is never used twice."""


class BadDirective(Refusal):
    code = "bad-directive"
    status = 400
    text = "播放请求的参数不正确。"


class NoMedia(Refusal):
    code = "no-media"
    status = 404
    text = "没有这一段视频。"


class TooLate(Refusal):
    code = "media-late"
    status = 503
    text = "直播信号暂时没有更新，请稍候。"


@dataclass(frozen=True, slots=True)
class Answer:
    """A playlist: raw, gzipped, and the value of Cache-Control. The same bytes go to everybody who waited for them."""

    body: bytes
    packed: bytes
    cache: str


@dataclass(frozen=True, slots=True)
class Wait:
    """What a reader must wait for: a playlist (`skip` or whole) that has this part, or the part itself."""

    msn: int
    part: int
    skip: bool = False
    media: bool = False


class Waiter(Protocol):
    """A reader who waits. `wake` is called once, in the loop's thread; `result` then answers or raises a refusal."""

    def cancel(self) -> None: ...

    def result(self) -> Answer | bytes: ...


Wake = Callable[[], None]
