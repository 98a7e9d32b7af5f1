"""From an address to what is meant: split once, compare, no patterns. Each thing has one spelling, for the caches."""

from dataclasses import dataclass
from enum import Enum

from xiangyue.kernel import ids
from xiangyue.kernel.errors import NotFound

MAX_DIGITS = 9
"""A segment each half second makes 10^9 of them in sixteen years."""


class Kind(Enum):
    HEAD = "head"
    EVENTS = "e"
    SNAPSHOT = "s"
    BLOCK = "b"
    MASTER = "index.m3u8"
    PLAYLIST = "live.m3u8"
    INIT = "init"
    SEGMENT = "segment"
    PART = "part"
    DOWNLOAD = "lecture.mp4"
    SPEAK = "speak"
    STUDIO = "studio"
    PORT = "-"


VERBS = frozenset({"ticket", "say", "like", "beat", "ask", "up", "vote", "answer", "mine", "label"})
"""What a resident can do; POST only."""

EVENT_KINDS = {b"e": Kind.EVENTS, b"s": Kind.SNAPSHOT, b"b": Kind.BLOCK}
PREVIEW = "preview"
WHOLE = (b"index.m3u8", b"lecture.mp4")
"""What there is of a recording as a whole, beside its renditions."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address means. `name` is a rendition, a verb or an operation of the port; `token` opens a preview, or the
    recording that a studio keeps back.
    """

    kind: Kind
    lecture: str = ""
    epoch: int = 0
    name: str = ""
    number: int = 0
    part: int = 0
    token: str = ""


def find(path: bytes) -> Target:
    """The target of a path under /live/ (without query). Raises `NotFound`."""
    pieces = path.split(b"/")[2:]
    if not 2 <= len(pieces) <= 5 or not path.isascii():
        raise NotFound
    if pieces[0] == b"-" and len(pieces) == 2:
        return Target(Kind.PORT, name=pieces[1].decode())
    lecture = pieces[0].decode()
    if not ids.is_id(lecture):
        raise NotFound
    if len(pieces) == 2:
        return _of_lecture(lecture, pieces[1].decode())
    if pieces[1] == PREVIEW.encode() and len(pieces) > 3:
        return _of_preview(lecture, pieces[2].decode(), pieces[3:])
    if len(pieces) > 4:
        raise NotFound
    return _of_epoch(lecture, _number(pieces[1]), pieces[2:])


def _of_lecture(lecture: str, word: str) -> Target:
    if word == "head":
        return Target(Kind.HEAD, lecture)
    if word == "studio":
        return Target(Kind.STUDIO, lecture)
    if word in VERBS:
        return Target(Kind.SPEAK, lecture, name=word)
    raise NotFound


def _of_epoch(lecture: str, epoch: int, pieces: list[bytes]) -> Target:
    if len(pieces) == 1:
        if pieces[0] in WHOLE:
            return Target(Kind(pieces[0].decode()), lecture, epoch)
        raise NotFound
    if kind := EVENT_KINDS.get(pieces[0]):
        return Target(kind, lecture, epoch, number=_number(pieces[1]))
    if not pieces[0].isalnum():
        raise NotFound
    return _of_rendition(Target(Kind.PLAYLIST, lecture, epoch, pieces[0].decode()), pieces[1])


def _of_preview(lecture: str, token: str, pieces: list[bytes]) -> Target:
    """What the camera gives before air; and, once it is over, the recording by its own names."""
    if len(pieces) == 1 and pieces[0] in WHOLE:
        return Target(Kind(pieces[0].decode()), lecture, token=token)
    name = PREVIEW if len(pieces) == 1 else pieces[0].decode()
    if not name.isalnum() or (name == PREVIEW and len(pieces) > 1):
        raise NotFound
    return _of_rendition(Target(Kind.PLAYLIST, lecture, name=name, token=token), pieces[-1])


def _of_rendition(base: Target, file: bytes) -> Target:
    """live.m3u8, i{version}.mp4, {msn}.m4s, {msn}.{part}.m4s"""
    if file == b"live.m3u8":
        return base
    kind, number, part = Kind.SEGMENT, b"", b"0"
    if file.startswith(b"i") and file.endswith(b".mp4"):
        kind, number = Kind.INIT, file[1:-4]
    elif file.endswith(b".m4s"):
        number, dot, rest = file[:-4].partition(b".")
        if dot:
            kind, part = Kind.PART, rest
    return Target(kind, base.lecture, base.epoch, base.name, _number(number), _number(part), base.token)


def _number(digits: bytes) -> int:
    """A number in its one spelling: no sign, no leading zero. Raises `NotFound`."""
    if not digits.isdigit() or len(digits) > MAX_DIGITS or (digits[0] == 0x30 and len(digits) > 1):
        raise NotFound
    return int(digits)
