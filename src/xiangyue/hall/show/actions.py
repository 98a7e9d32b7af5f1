"""What a director changes for everybody. Each act is a record on the lecture's line, under the name of who did it."""

from xiangyue.hall import stage
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OPEN, State
from xiangyue.hall.show import errors
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

MAX_DELAY_S = 60
MAX_COVER = 60
"""Letters on the slate."""


def delay(lecture: Lecture, seconds: int, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Show everything so many seconds late. Raises `Forbidden`, `BadDelay`, `WrongMoment`."""
    access.require(by, Right.RUN, lecture.studio.unit)
    if not 0 <= seconds <= MAX_DELAY_S:
        raise errors.BadDelay
    return _order(lecture, "delay", {"s": seconds}, by=by, command=command, expected=expected)


def close_poll(
    lecture: Lecture, number: int, *, by: Member, command: str, expected: int | None = None
) -> stage.Receipt:
    """Close a poll that is open, whoever prepared it. Raises `Forbidden`, `WrongMoment`, and the line's refusal."""
    access.require(by, Right.RUN, lecture.studio.unit)
    return _order(lecture, "poll_close", {"i": number}, by=by, command=command, expected=expected)


def cover(lecture: Lecture, on: bool, *, by: Member, command: str, text: str = "") -> stage.Receipt:
    """Replace picture and sound for everybody at once, or lift that. Whoever directs or moderates may: a mishap on air
    waits for nobody, so no version is asked for either. Raises `Forbidden`, `WrongMoment`.
    """
    if not access.may(by, Right.RUN, lecture.studio.unit):
        access.require(by, Right.MODERATE, lecture.studio.unit)
    data = {"on": on, **({"text": text.strip()[:MAX_COVER]} if on and text.strip() else {})}
    return _order(lecture, "cover", data, by=by, command=command)


def _order(
    lecture: Lecture, kind: str, data: dict[str, object], *, by: Member, command: str, expected: int | None = None
) -> stage.Receipt:
    if lecture.state not in OPEN:
        raise WrongMoment(state=State(lecture.state).label)
    return stage.order(lecture.pk, kind, data, by=by.username, command=command, expected=expected)
