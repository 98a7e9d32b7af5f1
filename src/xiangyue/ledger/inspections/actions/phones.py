"""A plan on a phone: a copy that only a key opens, and the key is here. It locks, wipes itself, can be revoked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.inspections import errors, queries, vault
from xiangyue.ledger.inspections.actions import visiting
from xiangyue.ledger.inspections.actions.visiting import Opened
from xiangyue.ledger.inspections.models import Phone, Reading
from xiangyue.ledger.inspections.rules import KEPT_ON_PHONE, LOCKS_AFTER
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Pack:
    """What a phone gets: a name for its copy, the key, and until when it may keep it."""

    phone: str
    key: str
    wipe_at: datetime
    locks_after_s: int
    opened: Opened | None = None


@transaction.atomic
def hand_out(viewer: Member, name: str, *, purpose: Purpose) -> Pack:
    """Let a crew's phone take the plan along. Written down as a reading. Raises `NotFound`."""
    opened = visiting.look(viewer, name, purpose=purpose, what="phone")
    now, key, phone = clock.now(), vault.fresh_key(), ids.new_id()
    Phone.objects.create(
        id=phone, inspection=opened.row, person=viewer.username, key=vault.seal(name, f"phone/{phone}", key),
        made_at=now, opened_at=now, wipe_at=now + KEPT_ON_PHONE,
    )  # fmt: skip
    return Pack(phone, key.hex(), now + KEPT_ON_PHONE, round(LOCKS_AFTER.total_seconds()), opened)


@transaction.atomic
def unlock(viewer: Member, name: str, phone: str, *, purpose: Purpose) -> Pack:
    """The key again, for a copy that locked itself. Raises `NotFound`, `PhoneRevoked`."""
    row = queries.get(viewer, name)
    queries.require_outside(viewer, row, queries.standing(row))
    kept = Phone.objects.select_for_update().filter(pk=phone, inspection=row, person=viewer.username).first()
    if kept is None:
        raise NotFound
    now = clock.now()
    if kept.revoked_at is not None or not kept.key or now >= kept.wipe_at:
        raise errors.PhoneRevoked
    Phone.objects.filter(pk=phone).update(opened_at=now)
    Reading.objects.create(inspection=row, person=viewer.username, at=now, purpose=purpose, what="unlock")
    key = vault.unseal(name, f"phone/{phone}", bytes(kept.key))
    return Pack(phone, key.hex(), kept.wipe_at, round(LOCKS_AFTER.total_seconds()))


@transaction.atomic
def revoke(viewer: Member, name: str, phone: str) -> None:
    """Destroy the key of a phone that was lost: by the lead, or by who carried it. Raises `NotFound`."""
    row = queries.get(viewer, name)
    kept = Phone.objects.filter(pk=phone, inspection=row)
    if viewer.username != row.lead:
        kept = kept.filter(person=viewer.username)
    if kept.update(key=b"", revoked_at=clock.now()) != 1:
        raise NotFound


def forget_due() -> int:
    """Destroy the keys whose time is over; how many. For the worker."""
    return Phone.objects.filter(wipe_at__lte=clock.now()).exclude(key=b"").update(key=b"")
