"""Who may publish now: the control tower's permits, polled with our own SQL so that the live role needs no Django.

A copy is kept on disk: while the database is away, what was permitted stays permitted.
"""

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast
from urllib.parse import quote

import msgspec
import psycopg

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal

logger = logging.getLogger(__name__)

Row = TypeVar("Row")

POLL_S = 1.0
"""A revoked key reaches the encoder within this time."""

QUERY = "SELECT lecture_id, studio_code, title, key_hash, opens_at, closes_at, revoked, serial FROM hall_permit"
_Columns: TypeAlias = tuple[str, str, str, str, int, int, bool, int]


class WrongKey(Refusal):
    code = "key-unknown"
    status = 403
    text = "推流码不对，或者已经作废。请到直播间页面重新生成。 Stream key unknown or revoked."


class NothingOpen(Refusal):
    code = "nothing-open"
    status = 409
    text = "这个直播间现在没有打开的宣讲。请先在直播间页面点“打开候场”。 No lecture of this studio is open now."


class Permit(msgspec.Struct, frozen=True):
    """That a key may publish into a lecture between two moments (milliseconds since the epoch)."""

    lecture: str
    studio: str
    title: str
    key_hash: str
    opens_ms: int
    closes_ms: int
    revoked: bool
    serial: int


class Permits:
    """The permits in force, and news of what changed."""

    def __init__(self, database: str, data: Path, *, changed: Callable[[Permit], None]) -> None:
        self._database = database
        self._sqlite = data / "db.sqlite3"
        self._copy = data / "permits.json"
        self._changed = changed
        self._held: dict[tuple[str, str], Permit] = {}
        self._task: asyncio.Task[None] | None = None
        self._unsaved = False
        self.failures = 0
        """Polls in a row that the database did not answer: a number for the operator."""

    async def start(self) -> None:
        self._hold(read_copy(self._copy, list[Permit]))
        await self.refresh()
        self._task = asyncio.create_task(self._run(), name="permits")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def admit(self, key_hash: str) -> Permit:
        """The permit a key opens now. Raises `WrongKey`, or `NothingOpen` for a good key without a lecture."""
        mine = [permit for permit in self._held.values() if permit.key_hash == key_hash and not permit.revoked]
        if not mine:
            raise WrongKey
        now = clock.now_ms()
        current = [permit for permit in mine if permit.opens_ms <= now < permit.closes_ms]
        if not current:
            raise NothingOpen
        return max(current, key=lambda permit: permit.opens_ms)

    async def refresh(self) -> None:
        """Ask the database once. Its silence changes nothing but `failures`."""
        try:
            rows = await asyncio.to_thread(ask, self._database, self._sqlite, QUERY)
        except (sqlite3.Error, psycopg.Error) as error:
            self.failures += 1
            if self.failures == 1:  # said once a trouble, not once a second
                logger.warning("permits: the database does not answer, what was permitted stays so: %s", error)
            return
        self.failures = 0
        self._hold([Permit(*row[:6], bool(row[6]), row[7]) for row in cast("list[_Columns]", rows)])
        self._keep()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            await self.refresh()

    def _hold(self, permits: list[Permit]) -> None:
        fresh = {(permit.lecture, permit.key_hash): permit for permit in permits}
        if fresh == self._held:
            return
        before, self._held, self._unsaved = self._held, fresh, True
        for name, permit in fresh.items():
            if before.get(name) != permit:
                self._tell(permit)
        for name in before.keys() - fresh.keys():
            self._tell(msgspec.structs.replace(before[name], revoked=True))

    def _tell(self, permit: Permit) -> None:
        try:
            self._changed(permit)
        except Exception:
            # One broadcast that stumbles over its news must not make us deaf to every later revocation.
            logger.exception("permits: the change of %s could not be passed on", permit.lecture)

    def _keep(self) -> None:
        """Write the copy if it is behind. A full disk costs the copy only: revocations go on being heard."""
        if self._unsaved:
            self._unsaved = not write_copy(self._copy, list(self._held.values()))


def ask(database: str, sqlite: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of the control tower's database. For a thread; raises what the driver raises."""
    if database:
        with psycopg.connect(database, connect_timeout=3) as connection:
            return connection.execute(query.encode()).fetchall()
    address = f"file:{quote(str(sqlite.absolute()))}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=3)) as lite:
        return lite.execute(query).fetchall()


def read_copy(copy: Path, shape: type[list[Row]]) -> list[Row]:
    """The copy on disk; one that a power cut tore says nothing, and must not keep a county off the air."""
    try:
        return msgspec.json.decode(copy.read_bytes(), type=shape)
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as error:
        logger.warning("%s cannot be read and is made anew: %s", copy, error)
        return []


def write_copy(copy: Path, rows: list[Row]) -> bool:
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
