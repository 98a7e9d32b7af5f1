"""Everything that changes a studio and its keys. Each verb checks, writes, records."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyue.hall.studios import errors, permits
from xiangyue.hall.studios.models import StreamKey, Studio
from xiangyue.hall.studios.states import Kind
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock, ids
from xiangyue.org.access import rules
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

KEYS_PER_STUDIO = 8
"""Encoder, spare encoder, phone, visiting crew, twice over; more is a list nobody looks at."""


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key in the one moment in which it is known: `secret` goes to the person and nowhere else."""

    key: StreamKey
    secret: str


@transaction.atomic
def establish(
    code: str, name: str, *, unit: "Unit", kind: Kind, by: Member, description: str = "", position: int = 0
) -> Studio:
    """Set up a studio in a unit. Raises `Forbidden`, `CodeTaken`, `BadStudio`."""
    rules.require(by, Right.ESTABLISH, unit)
    studio = Studio(
        code=code, name=name.strip(), unit=unit, kind=kind, description=description.strip(), position=position
    )
    _clean(studio)
    if Studio.objects.filter(code=code).exists():
        raise errors.CodeTaken
    studio.save(force_insert=True)
    data = {"code": code, "name": studio.name, "unit": unit.code, "kind": kind.value}
    journal.record(_chain(studio), "establish", data, by=by.username)
    return studio


@transaction.atomic
def rename(studio: Studio, name: str, *, by: Member, description: str = "") -> None:
    """Give a studio another name and description. Raises `Forbidden`, `BadStudio`."""
    rules.require(by, Right.PLAN, studio.unit)
    studio.name, studio.description = name.strip(), description.strip()
    _clean(studio)
    studio.save(update_fields=["name", "description"])
    journal.record(_chain(studio), "rename", {"name": studio.name, "text": studio.description}, by=by.username)


@transaction.atomic
def make_key(studio: Studio, label: str, *, by: Member, secret: str | None = None) -> FreshKey:
    """Make a stream key; it opens at once what the studio has open. Raises `Forbidden`, `TooManyKeys`, `BadStudio`.

    `secret` is given only by a loader whose keys must stay the same, e.g. the demo's encoder.
    """
    rules.require(by, Right.KEY, studio.unit)
    Studio.objects.select_for_update().get(pk=studio.pk)
    if StreamKey.objects.filter(studio=studio, revoked_at__isnull=True).count() >= KEYS_PER_STUDIO:
        raise errors.TooManyKeys(limit=KEYS_PER_STUDIO)
    shown = secret or ids.new_secret()
    key = StreamKey(
        studio=studio,
        label=label.strip(),
        key_hash=ids.fingerprint(shown),
        made_at=clock.now(),
        made_by=by.username,
    )
    _clean(key)
    key.save(force_insert=True)
    permits.add_key(key)
    journal.record(_chain(studio), "make-key", {"label": key.label, "key": key.key_hash}, by=by.username)
    return FreshKey(key, shown)


@transaction.atomic
def revoke_key(key: StreamKey, *, by: Member) -> None:
    """Make a key worthless, at once, on air too. Raises `Forbidden`, `AlreadyRevoked`."""
    rules.require(by, Right.KEY, key.studio.unit)
    good = StreamKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    if good.update(revoked_at=clock.now(), revoked_by=by.username) != 1:
        raise errors.AlreadyRevoked
    permits.drop_key(key)
    journal.record(_chain(key.studio), "revoke-key", {"label": key.label, "key": key.key_hash}, by=by.username)


def _clean(row: Studio | StreamKey) -> None:
    try:
        row.clean_fields(exclude=["unit", "studio", "revoked_at", "revoked_by"])
    except ValidationError as wrong:
        raise errors.BadStudio(" ".join(wrong.messages)) from wrong


def _chain(studio: Studio) -> str:
    return f"studio/{studio.code}"
