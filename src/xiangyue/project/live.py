"""The live role: lines, broadcasts and the encoders' door in one loop. Starts without Django.

What the control tower wants arrives as permits and as events on a line; this room follows both. Whoever starts a
task here owns it and waits for its end.
"""

import asyncio
import contextlib
import shutil
import sqlite3
import uuid
from pathlib import Path
from typing import Any

from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Refusal
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Connection, Publication
from xiangyue.media.ingest.listener import Listener
from xiangyue.media.rules import MediaRules
from xiangyue.project.config import Config
from xiangyue.project.permits import Permit, Permits
from xiangyue.timeline.events import Accepted
from xiangyue.timeline.line import Line, Lines
from xiangyue.timeline.rules import LineRules

MEDIA_TICK_S = 0.1
"""Broadcasts look at the clock ten times a second: a third of the default part, so a gap starts on time."""


class Live:
    """Everything that is on air in one county. Given to the edge as its hall, to the encoders as their desk."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.lines = Lines(config.data / "lines", line_rules(config))
        self.lines.on_event.append(self._heard)
        self.permits = Permits(config.database, config.data, changed=self._permit_changed)
        self._broadcasts: dict[str, Broadcast] = {}
        self._listener = Listener()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        self._config.data.mkdir(parents=True, exist_ok=True)
        await self.lines.start()
        await self.permits.start()
        for line in self.lines.unfinished():
            self._open_broadcast(line)
        await self._listener.start(
            self, host=self._config.host, port=self._config.rtmp_port, silence_s=self._config.encoder_timeout_s
        )
        self._own(self._tick_broadcasts())

    async def close(self) -> None:
        await self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for broadcast in self._broadcasts.values():
            broadcast.close()
        await self.permits.close()
        await self.lines.close()

    # ------------------------------------------------ the encoders' desk
    def admit(self, key: str, connection: Connection) -> Publication:
        """The publication a stream key opens now. Raises the refusals of `permits` and of `Broadcast.admit`."""
        permit = self.permits.admit(ids.fingerprint(key))
        return self.broadcast(permit.lecture).admit(connection)
