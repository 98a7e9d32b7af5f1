"""Everything that changes evidence. An original is durable before a yes; the worker makes what is shown of it."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from xiangyue.files import actions as files
from xiangyue.files import pictures
from xiangyue.files import queries as kept
from xiangyue.files.pictures import Picture
from xiangyue.files.rules import Upload
from xiangyue.files.states import IMAGES, Kind
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.evidence import errors, queries, rules
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.rules import About, Claims
from xiangyue.ledger.evidence.states import Flag, Role, State

LEASE = timedelta(minutes=3)
"""How long a picture that was taken up is left to its worker."""

SOONEST, PATIENCE = timedelta(minutes=1), timedelta(days=2)
"""A picture whose making was interrupted is tried again when it has waited as long again as it has by now: after
minutes, then hours. What was interrupted through all of PATIENCE is broken.
"""


@transaction.atomic
def keep(upload: Upload, claims: Claims, *, command: str, by: str) -> Evidence:
    """Take in a picture with what is claimed of it. The same command gives the same picture.

    Raises `NotAPicture`, `TooManyPixels`, and what files refuse: `FileEmpty`, `FileTooLarge`, `WrongKind`.
    """
    named = uuid.UUID(command)
    if (before := Evidence.objects.filter(command=named).first()) is not None:
        return before
    name = ids.new_id()
    label = f"evidence/{name}/original"
    file = files.receive(upload, kinds=IMAGES, max_mb=settings.IMAGE_MB, label=label, by=by)
    rules.require_picture(upload.name, upload.content)
    place, now = claims.position, clock.now()
    return Evidence.objects.create(
        id=name, command=named, sha256=file.sha256, original=file, received_at=now, received_by=by,
        taken_at=claims.taken_at, due_at=now,
        taken_lat=place.latitude_e6 if place else None, taken_lon=place.longitude_e6 if place else None,
        taken_datum=place.datum.value if place else "",
    )  # fmt: skip


def attach(matter: str, names: Sequence[str], *, role: Role, about: About | None = None) -> list[list[Any]]:
    """Let pictures belong to a matter; what its event says of them: name, SHA-256 and role of each.

    Joins the caller's transaction. Raises `NoSuchPicture`, `TooManyPictures`.
    """
    if len(names) > rules.MOST:
        raise errors.TooManyPictures(limit=rules.MOST)
    wanted = list(dict.fromkeys(names))
    about = about or About()
    place = about.position
    moved = Evidence.objects.filter(pk__in=wanted, matter="").update(
        matter=matter, role=role.value, since_at=about.since_at, about_m=about.radius_m, due_at=clock.now(),
        about_lat=place.latitude_e6 if place else None, about_lon=place.longitude_e6 if place else None,
        about_datum=place.datum.value if place else "",
    )  # fmt: skip
    if moved != len(wanted):
        raise errors.NoSuchPicture
    marks = dict(Evidence.objects.filter(pk__in=wanted).values_list("pk", "sha256"))
    return [[name, marks[name], role.value] for name in wanted]


def mark(name: str, drawn: Sequence[Sequence[int]]) -> list[list[int]]:
    """Keep the arrows that were drawn over a picture, before it goes along with a verb; as they are kept.

    The picture itself stays as it came. Joins the caller's transaction. Raises `BadArrow`, `NoSuchPicture`.
    """
    kept = rules.arrows(drawn)
    if Evidence.objects.filter(pk=name, matter="").update(arrows=kept) != 1:
        raise errors.NoSuchPicture
    return kept


# ------------------------------------------------ the worker's part
def look_due(*, most: int = 8) -> int:
    """Make what is shown of pictures that wait, and say what is odd about them; how many were looked at. What came last
    comes first: somebody is waiting for it, while a queue of hundreds, as after an import, waits for nobody.
    """
    now, looked = clock.now(), 0
    for picture in Evidence.objects.filter(due_at__lte=now).order_by("-received_at")[:most]:
        taken = Evidence.objects.filter(pk=picture.pk, due_at=picture.due_at).update(due_at=now + LEASE)
        if taken != 1:
            continue
        picture.due_at = now + LEASE
        _look(picture)
        looked += 1
    return looked


def look_again() -> int:
    """When a worker starts: whatever cannot be seen yet is due at once, also what was once given up; how many."""
    unseen = Evidence.objects.exclude(state=State.READY)
    return unseen.update(due_at=clock.now())


def _look(picture: Evidence) -> None:
    new = picture.state != State.READY
    if new and not _render(picture):
        return
    row = _flagged(picture)
    # Attached meanwhile: it is due again, and looked at again.
    row.filter(due_at=picture.due_at).update(due_at=None)
    if new and picture.matter and picture.role == Role.BEFORE:
        # What came later was looked at first, when there was nothing to compare it with.
        for later in Evidence.objects.filter(matter=picture.matter, role=Role.AFTER, state=State.READY):
            _flagged(later)


def _flagged(picture: Evidence) -> QuerySet[Evidence]:
    row = Evidence.objects.filter(pk=picture.pk)
    row.update(flags=[flag.value for flag in _flags(picture)])
    return row


def _render(picture: Evidence) -> bool:
    """Both sizes without metadata, and what it looks like. What cannot be decoded is broken; what was only
    interrupted waits for another try.
    """
    try:
        sheet = pictures.render(kept.content(picture.original)).sheets[0]
    except pictures.Interrupted:
        now = clock.now()
        waited = now - picture.received_at
        if waited < PATIENCE:
            Evidence.objects.filter(pk=picture.pk).update(due_at=now + max(waited, SOONEST))
            return False
        Evidence.objects.filter(pk=picture.pk).update(state=State.BROKEN, due_at=None)
        return False
    except Refusal:
        Evidence.objects.filter(pk=picture.pk).update(state=State.BROKEN, due_at=None)
        return False
    picture.look = rules.dhash(sheet.small.content)
    picture.state = State.READY
    with transaction.atomic():
        Evidence.objects.filter(pk=picture.pk).update(
            state=State.READY,
            look=picture.look,
            large=_kept(picture, "large", sheet.large),
            small=_kept(picture, "small", sheet.small),
        )
    return True


def _kept(picture: Evidence, size: str, made: Picture) -> Any:
    label = f"evidence/{picture.pk}/{size}"
    # Without an address of its own: who sees it is asked by the page around it, each time.
    return files.keep(made.content, kind=Kind.WEBP, label=label, by=picture.received_by, size=made.size, served=False)


def _flags(picture: Evidence) -> list[Flag]:
    if not picture.matter:
        return []
    found = rules.odd(queries.claims(picture), queries.about(picture), is_after=picture.role == Role.AFTER)
    if queries.used_elsewhere(picture):
        found.append(Flag.REUSED)
    if picture.role == Role.AFTER and rules.alike(picture.look, queries.looks_before(picture.matter)):
        found.append(Flag.ALIKE)
    return sorted(found)
