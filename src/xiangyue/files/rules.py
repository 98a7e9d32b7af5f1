"""What may be brought: pure checks, by content."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from xiangyue.files import errors
from xiangyue.files.states import LABELS, Kind, told

MB = 1_000_000
"""As people and file managers count."""

MAX_NAME = 120

MAX_PIECE = 1_000_000
"""Bytes of one piece of an upload."""

MOST_ARRIVALS = 60
"""Unfinished uploads of one person: a phone sends one after the other, so more is somebody filling the disk."""

ARRIVAL_KEPT = timedelta(days=7)
"""How long an unfinished upload is waited for. The phone has the whole and begins again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody brought: the name it had on their machine, which decides nothing, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an upload of `size` bytes: what begins at `offset`."""

    size: int
    offset: int
    content: bytes


def require_part(part: Part, *, have: int) -> None:
    """Pass a piece that follows what is there. Raises `BadPiece`, `Gap`."""
    if not 0 < len(part.content) <= MAX_PIECE or part.offset + len(part.content) > part.size:
        raise errors.BadPiece
    if part.offset != have:
        raise errors.Gap(have=have)


def require(upload: Upload, kinds: Collection[Kind], *, max_mb: int) -> Kind:
    """The kind of an upload. Raises `FileEmpty`, `FileTooLarge`, `WrongKind`."""
    name, size = upload.name, len(upload.content)
    if not size:
        raise errors.FileEmpty(name=name)
    if size > max_mb * MB:
        raise errors.FileTooLarge(name=name, limit=max_mb, size=-(-size // MB))
    kind = told(upload.content)
    if kind is None or kind not in kinds:
        allowed = "、".join(sorted(str(LABELS[each]) for each in kinds))
        raise errors.WrongKind(name=name, kinds=allowed)
    return kind
