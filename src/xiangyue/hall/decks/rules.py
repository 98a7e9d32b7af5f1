"""What may be uploaded together, and in which order: pure."""

import re
from collections.abc import Sequence

from xiangyue.files.rules import Upload
from xiangyue.files.states import Kind, told
from xiangyue.hall.decks import errors

MAX_ALT = 300


def sorted_as_read(uploads: Sequence[Upload]) -> list[Upload]:
    """By name, with numbers as numbers: page 10 after page 9."""
    return sorted(uploads, key=lambda upload: [_key(part) for part in re.split(r"(\d+)", upload.name)])


def _key(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)


def require_together(uploads: Sequence[Upload], *, most: int) -> None:
    """Pass, or raise `NothingBrought`, `Mixed`, `TooManyPages`. What each one is, is for the files to say."""
    if not uploads:
        raise errors.NothingBrought
    if len(uploads) > 1 and any(told(upload.content) is Kind.PDF for upload in uploads):
        raise errors.Mixed
    if len(uploads) > most:
        raise errors.TooManyPages(pages=len(uploads), limit=most)
