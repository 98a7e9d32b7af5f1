"""Everything that changes what is kept. Bytes are durable before the row that names them is written."""

import hashlib
import uuid
from collections.abc import Collection

from django.db import transaction

from xiangyue.files import errors, naming, rules, shelf
from xiangyue.files.models import Arrival, File, Piece
from xiangyue.files.rules import Part, Upload
from xiangyue.files.states import Kind
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound

CHAIN = "files"


@transaction.atomic
def receive(upload: Upload, *, kinds: Collection[Kind], max_mb: int, label: str, by: str) -> File:
    """Take in what somebody brought, as it came, without an address.

    Raises `FileEmpty`, `FileTooLarge`, `WrongKind`.
    """
    kind = rules.require(upload, kinds, max_mb=max_mb)
    file = keep(upload.content, kind=kind, label=label, by=by, original=upload.name)
    data = {"label": label, "sha256": file.sha256, "size": file.size, "kind": kind.name}
    journal.record(CHAIN, "receive", data, by=by)
    return file


def keep(
    content: bytes,
    *,
    kind: Kind,
    label: str,
    by: str,
    original: str = "",
    size: tuple[int, int] | None = None,
    served: bool = True,
) -> File:
    """Keep bytes of our own making, under a name derived from `label`. With the `size` of a picture it is served to
    whoever has its name, unless it is not to be `served` but by a page that asks who is looking.

    The same label and bytes again give the same file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    name = naming.name_of(label, sha256)
    blob = naming.blob_of(name)
    shelf.blobs().put(blob, content)
    width, height = size or (0, 0)
    file, _made = File.objects.get_or_create(
        name=name,
        defaults={
            "label": label,
            "blob": blob,
            "sha256": sha256,
            "kind": kind.name,
            "size": len(content),
            "width": width,
            "height": height,
            "served": served and size is not None,
            "original": original[: rules.MAX_NAME],
            "kept_at": clock.now(),
            "kept_by": by,
        },
    )
    return file


@transaction.atomic
def keep_again(file: File, *, label: str, by: str) -> File:
    """Keep the same bytes under another name, which nobody who knows the first can work out."""
    # Locked, so that whoever drops the first name meanwhile finds this one before the bytes go.
    first = File.objects.select_for_update().get(pk=file.pk)
    again, _made = File.objects.get_or_create(
        name=naming.name_of(label, first.sha256),
        defaults={
            "label": label,
            "blob": first.blob,
            "sha256": first.sha256,
            "kind": first.kind,
            "size": first.size,
            "width": first.width,
            "height": first.height,
            "served": first.served,
            "kept_at": clock.now(),
            "kept_by": by,
        },
    )
    return again


def drop(file: File) -> None:
    """Forget a file. Its bytes go with the last name they have, after the commit: no row ever names lost bytes."""
    File.objects.filter(pk=file.pk).delete()

    def forget() -> None:
        if not File.objects.filter(blob=file.blob).exists():
            shelf.blobs().delete(file.blob)

    transaction.on_commit(forget)


def drop_under(prefix: str) -> None:
    """Forget every file whose label begins so, with a keeper that goes itself."""
    for file in File.objects.filter(label__startswith=prefix):
        drop(file)


# ------------------------------------------------ uploads in pieces
@transaction.atomic
def arrive(name: uuid.UUID, part: Part, *, by: str) -> int:
    """Take in a piece of an upload; how many bytes are there now. A piece that came before is not kept twice.

    Raises `NotFound` for an upload of somebody else, `BadPiece`, `Gap`, `TooManyArrivals`.
    """
    row = Arrival.objects.select_for_update().filter(pk=name).first()
    if row is None:
        if Arrival.objects.filter(by=by).count() >= rules.MOST_ARRIVALS:
            raise errors.TooManyArrivals
        row = Arrival.objects.create(pk=name, by=by, size=part.size, begun_at=clock.now())
    if row.by != by:
        raise NotFound
    if row.size != part.size:
        raise errors.BadPiece
    if part.offset + len(part.content) <= row.have:
        return row.have
    rules.require_part(part, have=row.have)
    Piece.objects.create(arrival=row, offset=part.offset, content=part.content)
    have = row.have + len(part.content)
    Arrival.objects.filter(pk=row.pk).update(have=have)
    return have


@transaction.atomic
def assemble(name: uuid.UUID, *, by: str) -> bytes:
    """The whole of an upload that is complete; its pieces go with the caller's transaction. Raises `NotFound`."""
    row = Arrival.objects.select_for_update().filter(pk=name, by=by).first()
    if row is None or row.have != row.size:
        raise NotFound
    whole = b"".join(bytes(piece.content) for piece in row.pieces.order_by("offset"))
    Arrival.objects.filter(pk=row.pk).delete()
    return whole


def forget_arrivals() -> int:
    """Delete uploads that nobody finished; how many. Called by the work child."""
    gone, _each = Arrival.objects.filter(begun_at__lt=clock.now() - rules.ARRIVAL_KEPT).delete()
    return gone
