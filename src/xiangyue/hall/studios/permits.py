"""Writing permits: what the live role may let in. Always inside the transaction of the act that changes them.

With its end the live role is told to look: an encoder is often started in the second in which its key was made.
"""

from django.db import transaction
from django.db.models import QuerySet

from xiangyue.hall import stage
from xiangyue.hall.studios.models import Opening, Permit, PermitSerial, StreamKey, Studio
from xiangyue.kernel import clock

OPEN_MS = 12 * 3600 * 1000
"""How long a lobby may stay open before its permits lapse by themselves: a forgotten one ends the same day."""

KEEP_MS = 7 * 24 * 3600 * 1000
"""How long a closed permit stays in sight, so that a late encoder hears "nothing open" and not "unknown key".

The live role reads the whole table each second: swept, it holds a week.
"""


def open_for(lecture: str, *, studio: Studio, title: str) -> None:
    """Let every good key of the studio publish into the lecture, from now on."""
    now = clock.now_ms()
    Opening.objects.filter(closes_at__lt=now - KEEP_MS).delete()
    Permit.objects.filter(closes_at__lt=now - KEEP_MS).delete()
    opening = Opening.objects.create(
        studio=studio, lecture_id=lecture, title=title, opens_at=now, closes_at=now + OPEN_MS
    )
    for key in StreamKey.objects.filter(studio=studio, revoked_at__isnull=True):
        _issue(opening, key, studio)
    _tell()


def close(lecture: str) -> None:
    """Nobody publishes into an ended lecture any more."""
    now = clock.now_ms()
    Opening.objects.filter(lecture_id=lecture, closes_at__gt=now).update(closes_at=now)
    _change(Permit.objects.filter(lecture_id=lecture, closes_at__gt=now), closes_at=now)
    _tell()


def add_key(key: StreamKey) -> None:
    """Let a new key into whatever its studio has open."""
    for opening in Opening.objects.filter(studio=key.studio, closes_at__gt=clock.now_ms()):
        _issue(opening, key, key.studio)
    _tell()


def drop_key(key: StreamKey) -> None:
    """Shut a revoked key out of everything; the live role cuts its encoder at once, or within a second."""
    _change(Permit.objects.filter(key_hash=key.key_hash, revoked=False), revoked=True)
    _tell()


def _tell() -> None:
    transaction.on_commit(stage.look_again)


def _issue(opening: Opening, key: StreamKey, studio: Studio) -> None:
    Permit.objects.create(
        lecture_id=opening.lecture_id,
        studio_code=studio.code,
        title=opening.title,
        key_hash=key.key_hash,
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        serial=_next_serial(),
    )


def _change(permits: QuerySet[Permit], **fields: int | bool) -> None:
    for number in list(permits.values_list("pk", flat=True)):
        Permit.objects.filter(pk=number).update(serial=_next_serial(), **fields)


def _next_serial() -> int:
    row, _made = PermitSerial.objects.select_for_update().get_or_create(pk=1, defaults={"last": 0})
    PermitSerial.objects.filter(pk=row.pk).update(last=row.last + 1)
    return row.last + 1
