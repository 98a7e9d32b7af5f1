"""What directors must know of a running line beyond what is public: values for the control tower."""

import msgspec

from xiangyue.timeline.course import Course
from xiangyue.timeline.events import Accepted


class Desk(msgspec.Struct, frozen=True):
    """As accepted, not as sealed. `version` is what `expected` is held against; `length` the number of the last record;
    `waiting` the sentences that are not public yet; `muted` who may not speak, until when (ms); `nets` where a muted
    person came from, until when newcomers from there are asked who they are; `words` what holds a sentence back.
    """

    version: int
    length: int
    phase: str
    at: int
    delay_s: int
    review: bool
    silence: bool
    waiting: tuple[int, ...]
    muted: dict[str, int]
    nets: dict[str, int]
    words: int


class Followed(msgspec.Struct, frozen=True):
    """The desk, and records of the kinds that were asked for, in the order of their numbers."""

    desk: Desk
    notes: list[Accepted]


class Raw(msgspec.Struct, frozen=True):
    """A record as it is kept, for evidence: all of it hex, but header and body, which are text. An erased one has no
    salt.
    """

    seq: int
    link: str
    header: str
    salt: str
    body: str


def of(course: Course, *, length: int, at: int, waiting: tuple[int, ...]) -> Desk:
    """The desk of a course; what has run out by `at` is left away."""
    return Desk(
        course.version,
        length,
        course.phase,
        at,
        course.delay_ms // 1000,
        course.review,
        course.silence,
        waiting,
        {who: until for who, until in course.muted.items() if until > at},
        {net: until for net, (_since, until) in course.nets.items() if until > at},
        len(course.words),
    )
