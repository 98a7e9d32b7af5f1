"""Bytes under a name, written once and never changed, through obstore.

A blob is on the disk before `put` returns. Who keeps something under a name that is taken gets a yes when the bytes are
the same and `BlobDiffers` when they are not: a retry after a crash is harmless, an overwrite does not happen.
"""

import os
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore

from xiangyue.kernel.errors import Fault


class BlobMissing(Fault):
    """There is no blob of that name, though somebody remembers one."""

    def __init__(self, name: str) -> None:
        super().__init__(f"文件库里没有 {name}。", retry=False)


class BlobDiffers(Fault):
    """The name is taken by other bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(f"文件库里的 {name} 是另一份内容，没有覆盖。", retry=False)


class StoreFailed(Fault):
    """Disk or network did not do what was asked; the raw text is for the log."""

    def __init__(self, text: str) -> None:
        super().__init__(text, retry=True)


class Blobs:
    """A store of blobs. `folder` is given for a local one, whose files must be synced to be durable."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store, self._folder = store, folder

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name. Raises `BlobDiffers`, `StoreFailed`."""
        try:
            obstore.put(self._store, name, content, mode="create")
        except AlreadyExistsError:
            if self.get(name) != content:
                raise BlobDiffers(name) from None
        except (BaseError, OSError, ValueError) as error:
            raise StoreFailed(str(error)) from error
        if self._folder is not None:
            _sync(self._folder, name)

    def get(self, name: str) -> bytes:
        """The bytes under a name. Raises `BlobMissing`, `StoreFailed`."""
        try:
            return obstore.get(self._store, name).bytes().to_bytes()
        except FileNotFoundError:
            raise BlobMissing(name) from None
        except (BaseError, OSError, ValueError) as error:
            raise StoreFailed(str(error)) from error

    def has(self, name: str) -> bool:
        """Whether there is a blob of that name."""
        try:
            obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Forget a blob; one that is not there is forgotten already."""
        try:
            obstore.delete(self._store, name)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise StoreFailed(str(error)) from error


def local(folder: Path) -> Blobs:
    """Blobs in a folder of this machine, made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return Blobs(LocalStore(prefix=str(folder.resolve())), folder)


def _sync(folder: Path, name: str) -> None:
    """obstore renames a finished file into place and leaves syncing to the system; a promise needs more."""
    path = folder / name
    try:
        for place in (path, *path.parents):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            if place == folder:
                return
    except OSError as error:
        raise StoreFailed(str(error)) from error
