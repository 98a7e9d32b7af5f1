"""Where blobs are kept. The roof puts a store in; everybody else in this room asks here."""

from xiangyue.kernel.errors import Fault
from xiangyue.storage.blobs import Blobs


class _Shelf:
    """Where the roof's store is kept."""

    def __init__(self) -> None:
        self.blobs: Blobs | None = None


_shelf = _Shelf()


def connect(blobs: Blobs | None) -> None:
    """Put in the store of this process, or take it out (None)."""
    _shelf.blobs = blobs


def blobs() -> Blobs:
    """The store. Raises `Fault` when the roof has put none in."""
    if _shelf.blobs is None:
        raise Fault("no store for files is connected", retry=False)
    return _shelf.blobs
