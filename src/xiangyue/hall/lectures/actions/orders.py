"""What a director says into a lecture that runs: words on its line, which change no row."""

from typing import TYPE_CHECKING

from xiangyue.hall import stage
from xiangyue.hall.lectures import errors
from xiangyue.hall.lectures.actions import evening
from xiangyue.hall.lectures.states import OPEN, State
from xiangyue.hall.scripts.states import Part
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture


def begin(lecture: "Lecture", *, by: Member) -> stage.Receipt:
    """On air, and with it the first part that people see: from here on parts are counted. Raises as `go_on_air`."""
    evening.go_on_air(lecture, by=by)
    title, command = str(Part.LEAD.label), stage.command(lecture.pk, "air/part")
    return part(lecture, Part.LEAD, title=title, by=by, command=command)


def part(
    lecture: "Lecture", number: int, *, by: Member, command: str, title: str = "", expected: int | None = None
) -> stage.Receipt:
    """Begin one of the six parts: chapters of the replay. Raises `Forbidden`, `WrongMoment`, `BadLecture`."""
    if number not in Part.values:
        raise errors.BadLecture(str(errors.PART))
    data: dict[str, object] = {"p": int(number)} | ({"title": title.strip()} if title.strip() else {})
    return _order(lecture, "part", data, Right.RUN, by=by, command=command, expected=expected)


def notice(lecture: "Lecture", text: str, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Pin a sentence above the talk; an empty one takes it down."""
    return _order(lecture, "notice", {"text": text.strip()}, by=by, command=command, expected=expected)


def silence(lecture: "Lecture", on: bool, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let nobody speak (全员禁言), or let them again."""
    return _order(lecture, "silence", {"on": on}, by=by, command=command, expected=expected)


def slow(lecture: "Lecture", seconds: int, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Let everybody speak once in so many seconds; 0 ends it."""
    return _order(lecture, "slow", {"s": seconds}, by=by, command=command, expected=expected)


def redact(lecture: "Lecture", number: int, reason: str, *, by: Member, command: str) -> stage.Receipt:
    """Take a sentence back: by its number on the line, with the reason that the record keeps."""
    return _order(lecture, "redact", {"i": number, "reason": reason.strip()}, by=by, command=command)


def _order(
    lecture: "Lecture",
    kind: str,
    data: dict[str, object],
    right: Right = Right.MODERATE,
    *,
    by: Member,
    command: str,
    expected: int | None = None,
) -> stage.Receipt:
    access.require(by, right, lecture.studio.unit)
    if lecture.state not in OPEN:
        raise errors.WrongMoment(state=State(lecture.state).label)
    return stage.order(lecture.pk, kind, data, by=by.username, command=command, expected=expected)
