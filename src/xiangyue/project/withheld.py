"""Which replays are kept back: the control tower's word, polled like the permits, and kept on disk beside them.

The state of a lecture's row is that word: ENDED is a lecture that is over and whose replay is not public.
"""

import asyncio
import logging
import sqlite3
from pathlib import Path

import psycopg

from xiangyue.kernel.errors import NotFound
from xiangyue.project import permits

logger = logging.getLogger(__name__)

QUERY = "SELECT id FROM hall_lecture WHERE state = 'ENDED'"


class ReplayWithheld(NotFound):
    code = "replay-withheld"
    text = "这场宣讲的回看没有公开。"


class Withheld:
    """The lectures whose picture and sound nobody is shown once they have ended."""

    def __init__(self, database: str, data: Path) -> None:
        self._database, self._sqlite, self._copy = database, data / "db.sqlite3", data / "withheld.json"
        self._held: frozenset[str] = frozenset()
        self._saved = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._held = frozenset(permits.read_copy(self._copy, list[str]))
        await self.refresh()
        self._task = asyncio.create_task(self._run(), name="withheld")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def __contains__(self, lecture: str) -> bool:
        return lecture in self._held

    async def refresh(self) -> None:
        """Ask the database once. While it is silent, what was kept back stays so; the permits say that it is."""
        try:
            rows = await asyncio.to_thread(permits.ask, self._database, self._sqlite, QUERY)
        except (sqlite3.Error, psycopg.Error):
            return
        held = frozenset(lecture for (lecture,) in rows)
        self._saved &= held == self._held
        self._held = held
        if not self._saved:
            self._saved = permits.write_copy(self._copy, sorted(held))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(permits.POLL_S)
            await self.refresh()
