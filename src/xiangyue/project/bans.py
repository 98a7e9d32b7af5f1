"""Which persons may neither speak nor win: the control tower's word, polled like the permits, and kept on disk."""

import asyncio
import sqlite3
from pathlib import Path

import psycopg

from xiangyue.project import permits

QUERY = "SELECT person FROM org_ban"


class Bans:
    """The keys of banned persons: `edge.hall.Hall.banned`. Nothing about who they are."""

    def __init__(self, database: str, data: Path) -> None:
        self._database, self._sqlite, self._copy = database, data / "db.sqlite3", data / "bans.json"
        self.persons: frozenset[str] = frozenset()
        self._saved = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.persons = frozenset(permits.read_copy(self._copy, list[str]))
        await self.refresh()
        self._task = asyncio.create_task(self._run(), name="bans")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def refresh(self) -> None:
        """Ask the database once. While it is silent, who was banned stays so."""
        try:
            rows = await asyncio.to_thread(permits.ask, self._database, self._sqlite, QUERY)
        except (sqlite3.Error, psycopg.Error):
            return
        held = frozenset(person for (person,) in rows)
        self._saved &= held == self.persons
        if held != self.persons:
            self.persons = held
        if not self._saved:
            self._saved = permits.write_copy(self._copy, sorted(held))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(permits.POLL_S)
            await self.refresh()
