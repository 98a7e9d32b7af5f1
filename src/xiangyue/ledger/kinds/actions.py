"""Everything that changes kinds: versions are added, never touched; fields get who answers for them."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.ledger.kinds import errors, queries
from xiangyue.ledger.kinds.folder import Folder
from xiangyue.ledger.kinds.models import Edition, Field
from xiangyue.ledger.kinds.parsing import Source
from xiangyue.ledger.kinds.rules import Kind
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Committee, Unit


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder changed: kinds with a new version, those that stayed, fields that are new or renamed."""

    new: tuple[Kind, ...]
    same: tuple[Kind, ...]
    fields: tuple[str, ...]


@transaction.atomic
def load(folder: Folder, *, by: Member) -> Loaded:
    """Take in a folder of kinds, all or nothing. The same one twice changes nothing.

    Raises `Forbidden`, `VersionNotRaised`, `VersionWentBack`.
    """
    _require(by)
    renamed = tuple(row.code for place, row in enumerate(folder.fields) if _load_field(place, folder, by=by))
    new: list[Kind] = []
    same: list[Kind] = []
    for source, kind in folder.kinds:
        (new if _load_kind(source, kind, by=by) else same).append(kind)
    return Loaded(tuple(new), tuple(same), renamed)


@transaction.atomic
def entrust(field: Field, *, unit: "Unit | None", committee: "Committee | None", by: Member) -> None:
    """Say which department answers for a field, and which committee sits over it. Raises `Forbidden`."""
    _require(by)
    row = Field.objects.select_for_update().get(pk=field.pk)
    row.unit, row.committee = unit, committee
    row.save(update_fields=["unit", "committee"])
    stated = {"unit": unit.code if unit else None, "committee": committee.code if committee else None}
    journal.record(f"field/{row.code}", "entrust", stated, by=by.username)


def _require(by: Member) -> None:
    if not by.is_house:
        access.require(by, Right.ESTABLISH, units.root())


def _load_field(place: int, folder: Folder, *, by: Member) -> bool:
    row = folder.fields[place]
    wanted = {"name": row.name, "name_en": row.name_en, "position": place}
    known = Field.objects.filter(code=row.code).first()
    if known is not None and all(getattr(known, key) == value for key, value in wanted.items()):
        return False
    Field.objects.update_or_create(code=row.code, defaults=wanted)
    journal.record(f"field/{row.code}", "load", wanted, by=by.username)
    return True


def _load_kind(source: Source, kind: Kind, *, by: Member) -> bool:
    """Add a version, or find that it is there already."""
    fingerprint = hashlib.sha256(f"{source.rules}\0{source.table}".encode()).hexdigest()
    latest = queries.editions(kind.code).select_for_update().first()
    if latest is not None and kind.version <= latest.version:
        _require_same(kind, latest, fingerprint)
        return False
    Edition.objects.create(
        kind=kind.code,
        version=kind.version,
        name=kind.name,
        effective_on=kind.effective_on,
        fingerprint=fingerprint,
        rules=source.rules,
        table=source.table,
        loaded_at=clock.now(),
    )
    stated = {
        "version": kind.version,
        "name": kind.name,
        "from": kind.effective_on.isoformat(),
        "fingerprint": fingerprint,
        "rules": source.rules,
        "table": source.table,
    }
    journal.record(f"kind/{kind.code}", "load", stated, by=by.username)
    return True


def _require_same(kind: Kind, latest: Edition, fingerprint: str) -> None:
    if kind.version < latest.version:
        raise errors.VersionWentBack(where=kind.code, version=kind.version, latest=latest.version)
    if latest.fingerprint != fingerprint:
        raise errors.VersionNotRaised(where=kind.code, version=kind.version, next=kind.version + 1)
