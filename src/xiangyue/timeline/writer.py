"""One thread that makes bytes durable for every line of a process, so that the event loop never waits for a disk.

Group commit: the first job opens a window; what arrives within it is written together, one fdatasync for each file.
Only then are the jobs' owners told, in the loop, in the order in which they asked.
"""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from xiangyue.timeline.errors import DiskFailed

logger = logging.getLogger(__name__)

Outcome = Callable[[Any, Exception | None], None]
"""Told in the loop: a result, or what went wrong."""


class AppendFile:
    """A file that grows at its end. `length` counts durable bytes; only the writer's thread changes it.

    After a failed write nothing that was queued behind it may be written, because it builds on what failed: such jobs
    carry an older `generation` and fail too.
    """

    def __init__(self, path: Path, length: int) -> None:
        self.path = path
        self.length = length
        self.generation = 0
        self.fd = os.open(path, os.O_RDWR)

    def extend(self, data: bytes) -> None:
        """Write and make durable, or leave the file as it was and raise `OSError`."""
        try:
            _write(self.fd, data, self.length)
            os.fdatasync(self.fd)
        except OSError:
            self.generation += 1
            os.ftruncate(self.fd, self.length)
            raise
        self.length += len(data)

    def follow(self) -> None:
        """If another file has taken this one's name, write to that one from now on."""
        if not os.path.samestat(self.path.stat(), os.fstat(self.fd)):
            os.close(self.fd)
            self.fd = os.open(self.path, os.O_RDWR)
            self.length = os.fstat(self.fd).st_size

    def close(self) -> None:
        os.close(self.fd)


@dataclass(frozen=True, slots=True)
class _Append:
    file: AppendFile
    data: bytes
    generation: int
    told: Outcome


@dataclass(frozen=True, slots=True)
class _Work:
    run: Callable[[], Any]
    told: Outcome


_Told = tuple[Outcome, Any, Exception | None]


class Writer:
    """`syncs` counts fdatasyncs and `commits` the windows; operators and tests want the same numbers."""

    def __init__(self, window_ms: int) -> None:
        self.syncs = 0
        self.commits = 0
        self._window_s = window_ms / 1000
        self._jobs: deque[_Append | _Work] = deque()
        self._ready = threading.Condition()
        self._closing = threading.Event()
        self._outstanding = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def outstanding(self) -> int:
        """Jobs whose owners have not been told yet."""
        return self._outstanding

    def start(self) -> None:
        """Begin to write. Called in the loop that is to be told."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="line-writer", daemon=True)
        self._thread.start()

    async def drain(self) -> None:
        """Wait until everything asked for is written and told, and what that led its owners to ask for."""
        while True:
            told = asyncio.Event()
            self.work(lambda: None, told=partial(_set, told))
            await told.wait()
            await asyncio.sleep(0)  # a receipt's own callbacks run in the loop's next round
            if not self._outstanding:
                return

    async def close(self) -> None:
        """Drain, then stop."""
        if self._thread is None:
            return
        await self.drain()
        self._closing.set()
        with self._ready:
            self._ready.notify()
        await asyncio.to_thread(self._thread.join)
        self._thread = None

    def append(self, file: AppendFile, data: bytes, *, generation: int, told: Outcome) -> None:
        """Add `data` to the file's end; the result is the offset where it begins."""
        self._put(_Append(file, data, generation, told))

    def work(self, run: Callable[[], Any], *, told: Outcome) -> None:
        """Run something slow that touches files, in its turn; the result is what it returns."""
        self._put(_Work(run, told))

    def _put(self, job: _Append | _Work) -> None:
        if self._closing.is_set():
            raise DiskFailed("the writer is closed")
        self._outstanding += 1
        with self._ready:
            self._jobs.append(job)
            self._ready.notify()

    def _run(self) -> None:
        while jobs := self._next():
            told = self._commit(jobs)
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._tell, told)

    def _next(self) -> list[_Append | _Work]:
        with self._ready:
            while not self._jobs and not self._closing.is_set():
                self._ready.wait()
        if self._jobs and self._window_s:
            self._closing.wait(self._window_s)
        with self._ready:
            jobs = list(self._jobs)
            self._jobs.clear()
        return jobs

    def _commit(self, jobs: list[_Append | _Work]) -> list[_Told]:
        self.commits += 1
        told: list[_Told] = []
        waiting: dict[AppendFile, list[_Append]] = {}
        for job in jobs:
            if isinstance(job, _Append):
                waiting.setdefault(job.file, []).append(job)
                continue
            told += self._flush(waiting)
            waiting = {}
            told.append(_do(job))
        return told + self._flush(waiting)

    def _tell(self, told: list[_Told]) -> None:
        for tell, result, error in told:
            self._outstanding -= 1
            try:
                tell(result, error)
            except Exception:
                # One owner's mistake must not keep the others from learning that their bytes are safe.
                logger.exception("a line could not take in the outcome of a write")

    def _flush(self, waiting: dict[AppendFile, list[_Append]]) -> list[_Told]:
        return [told for file, appends in waiting.items() for told in self._extend(file, appends)]

    def _extend(self, file: AppendFile, appends: list[_Append]) -> list[_Told]:
        sound = [job for job in appends if job.generation == file.generation]
        told: list[_Told] = [
            (job.told, None, DiskFailed(f"{file.path.name}: an earlier write failed"))
            for job in appends
            if job.generation != file.generation
        ]
        if not sound:
            return told
        offset = file.length
        try:
            file.extend(b"".join(job.data for job in sound))
        except OSError as error:
            fault = DiskFailed(f"{file.path}: {error}")
            return told + [(job.told, None, fault) for job in sound]
        self.syncs += 1
        for job in sound:
            told.append((job.told, offset, None))
            offset += len(job.data)
        return told


def _set(told: asyncio.Event, _result: None, _error: Exception | None) -> None:
    told.set()


def _do(job: _Work) -> _Told:
    try:
        return job.told, job.run(), None
    except OSError as error:
        return job.told, None, DiskFailed(str(error))
    except Exception as error:  # noqa: BLE001 - handed to its owner in the loop, who is loud about it
        return job.told, None, error


def _write(fd: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        done = os.pwrite(fd, view, offset)
        view = view[done:]
        offset += done


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable: a created or renamed file is lost with its folder's entry."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_once(path: Path, data: bytes) -> None:
    """A whole file that is there completely or not at all, durable on return."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    sync_folder(path.parent)
