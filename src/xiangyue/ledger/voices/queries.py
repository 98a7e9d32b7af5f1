"""Reads of recordings. Whoever asks has been given their matter: `matters.queries` is the door."""

import uuid

from xiangyue.files import queries as files
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.voices.models import Voice


def of_matter(matter: str) -> list[Voice]:
    """What was said of a matter, in the order it came."""
    return list(Voice.objects.filter(matter=matter).select_related("original").order_by("received_at", "pk"))


def get(name: str) -> Voice:
    """One recording that belongs to a matter. Raises `NotFound`."""
    found = Voice.objects.filter(pk=name).exclude(matter="").select_related("original").first()
    if found is None:
        raise NotFound
    return found


def sent(command: uuid.UUID, *, by: str) -> Voice | None:
    """What somebody uploaded under a command."""
    return Voice.objects.filter(command=command, received_by=by).first()


def content(voice: Voice) -> bytes:
    """The recording itself."""
    return files.content(voice.original)
