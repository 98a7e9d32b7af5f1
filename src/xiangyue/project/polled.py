"""Lists that the control tower keeps and the live role asks for each second, with our own SQL: it needs no Django.

A copy is kept on disk: while the database is away, what was last said stays so, also for a process that starts anew.
"""

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import quote

import msgspec

from xiangyue.kernel.errors import Fault

logger = logging.getLogger(__name__)

POLL_S = 1.0
"""A revoked key reaches the encoder within this time."""

Row = TypeVar("Row")


class Silence(Fault):
    """The database did not answer; says why."""


class Polled(Generic[Row]):
    """One list. A subclass says how it is called, what is asked, and what its copy holds: rows that can be sorted."""

    name: ClassVar[str]
    query: ClassVar[str]
    shape: ClassVar[Any]

    def __init__(self, database: str, data: Path) -> None:
        self._database, self._sqlite, self._copy = database, data / "db.sqlite3", data / f"{self.name}.json"
        self.rows: frozenset[Row] = frozenset()
        """What holds now: another object each time it changes, and only then."""
        self.failures = 0
        """Polls in a row that the database did not answer: a number for the operator."""
        self._is_kept = False
        self._asking = asyncio.Lock()
        """An answer that was asked for earlier must not come after a later one, and take back what it said."""
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._hold(read_copy(self._copy, self.shape))
        await self.refresh()
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def refresh(self) -> None:
        """Ask the database once. Its silence changes nothing but `failures`."""
        async with self._asking:
            await self._refresh()

    async def _refresh(self) -> None:
        try:
            found = await asyncio.to_thread(ask, self._database, self._sqlite, self.query)
        except Silence as error:
            self.failures += 1
            if self.failures == 1:  # said once a trouble, not once a second
                logger.warning("%s: the database does not answer, what it said last stays so: %s", self.name, error)
            return
        self.failures = 0
        self._hold(self.read(*columns) for columns in found)
        # A full disk costs the copy only: what changes goes on being heard.
        self._is_kept = self._is_kept or write_copy(self._copy, sorted(cast("frozenset[Any]", self.rows)))

    def read(self, *columns: Any) -> Row:
        """A row of ours from one of the database's: its one column."""
        [row] = columns
        return cast("Row", row)

    def heard(self, before: frozenset[Row]) -> None:
        """The list has changed: for who has to do something about it."""

    def _hold(self, rows: Iterable[Row]) -> None:
        fresh = frozenset(rows)
        if fresh == self.rows:
            return
        before, self.rows, self._is_kept = self.rows, fresh, False
        self.heard(before)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            await self.refresh()


def ask(database: str, sqlite: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of the control tower's database. For a thread; raises `Silence`."""
    if database:
        return _ask_postgres(database, query)
    address = f"file:{quote(str(sqlite.absolute()))}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=3)) as lite:
            return lite.execute(query).fetchall()
    except sqlite3.Error as error:
        raise Silence(str(error), retry=True) from error


def _ask_postgres(database: str, query: str) -> list[tuple[Any, ...]]:
    import psycopg  # noqa: PLC0415 - 26 MiB that an installation on SQLite never needs

    try:
        with psycopg.connect(database, connect_timeout=3) as connection:
            return connection.execute(query.encode()).fetchall()
    except psycopg.Error as error:
        raise Silence(str(error), retry=True) from error


def read_copy(copy: Path, shape: type[list[Row]]) -> list[Row]:
    """The copy on disk; one that a power cut tore says nothing, and must not keep a county off the air."""
    try:
        return msgspec.json.decode(copy.read_bytes(), type=shape)
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as error:
        logger.warning("%s cannot be read and is made anew: %s", copy, error)
        return []


def write_copy(copy: Path, rows: list[Any]) -> bool:
    """Put a copy on disk, whole or not at all; whether it is there now."""
    draft = copy.with_suffix(".new")
    try:
        with draft.open("wb") as file:
            file.write(msgspec.json.encode(rows))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(copy)
    except OSError as error:
        logger.warning("%s could not be written: %s", copy, error)
        return False
    return True
