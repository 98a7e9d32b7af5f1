"""Everything that changes recordings. The bytes are durable before a yes."""

import uuid
from typing import Any

from django.db import transaction

from xiangyue.files import actions as files
from xiangyue.files.rules import Upload
from xiangyue.files.states import SOUNDS
from xiangyue.kernel import clock, ids
from xiangyue.ledger.voices import errors
from xiangyue.ledger.voices.models import Voice

LONGEST_S = 60
"""One sentence, said twice over."""

MAX_MB = 3
"""A minute in the worst codec a phone records in."""


@transaction.atomic
def keep(upload: Upload, seconds: int, *, command: uuid.UUID, by: str) -> Voice:
    """Take in a recording. The same command gives the same one.

    Raises `TooLong`, and what files refuse: `FileEmpty`, `FileTooLarge`, `WrongKind`.
    """
    if (before := Voice.objects.filter(command=command).first()) is not None:
        return before
    if not 0 <= seconds <= LONGEST_S:
        raise errors.TooLong(limit=LONGEST_S)
    name = ids.new_id()
    file = files.receive(upload, kinds=SOUNDS, max_mb=MAX_MB, label=f"voice/{name}", by=by)
    return Voice.objects.create(
        id=name, command=command, seconds=seconds, original=file, received_at=clock.now(), received_by=by
    )


def attach(matter: str, command: uuid.UUID, *, by: str) -> list[Any]:
    """Let a recording belong to a matter; what the matter's chain says of it: name, SHA-256, seconds.

    Joins the caller's transaction. Raises `NoSuchVoice`.
    """
    mine = Voice.objects.filter(command=command, received_by=by, matter="")
    voice = mine.select_related("original").first()
    if voice is None or mine.update(matter=matter) != 1:
        raise errors.NoSuchVoice
    return [voice.pk, voice.original.sha256, voice.seconds]
