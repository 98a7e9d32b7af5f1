"""Everything that changes what is kept. Bytes are durable before the row that names them is written."""

import hashlib
from collections.abc import Collection

from django.db import transaction

from xiangyue.files import naming, rules, shelf
from xiangyue.files.models import File
from xiangyue.files.rules import Upload
from xiangyue.files.states import Kind
from xiangyue.journal import actions as journal
from xiangyue.kernel import clock

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
) -> File:
    """Keep bytes of our own making, under a name derived from `label`. With the `size` of a picture it is served.

    The same label and bytes again give the same file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    name = naming.name_of(label, sha256)
    shelf.blobs().put(naming.blob_of(name), content)
    width, height = size or (0, 0)
    file, _made = File.objects.get_or_create(
        name=name,
        defaults={
            "label": label,
            "sha256": sha256,
            "kind": kind.name,
            "size": len(content),
            "width": width,
            "height": height,
            "served": size is not None,
            "original": original[: rules.MAX_NAME],
            "kept_at": clock.now(),
            "kept_by": by,
        },
    )
    return file


def drop(file: File) -> None:
    """Forget a file. Its bytes go after the commit, so that a row never names lost bytes."""
    File.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: shelf.blobs().delete(naming.blob_of(file.name)))
