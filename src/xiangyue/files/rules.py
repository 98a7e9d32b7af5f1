"""What may be brought: pure checks, by content."""

from collections.abc import Collection
from dataclasses import dataclass

from xiangyue.files import errors
from xiangyue.files.states import LABELS, Kind, told

MB = 1_000_000
"""As people and file managers count."""

MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody brought: the name it had on their machine, which decides nothing, and its bytes."""

    name: str
    content: bytes


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
