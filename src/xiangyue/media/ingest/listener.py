"""The encoders' door: listens, and holds everybody to the limits. One per process, in the loop's thread."""

import asyncio
import dataclasses
import logging

from xiangyue.kernel import clock
from xiangyue.media.frames import Desk
from xiangyue.media.ingest.complaints import Complaints
from xiangyue.media.ingest.encoder import Encoder
from xiangyue.media.ingest.limits import Limits

log = logging.getLogger(__name__)

TICK_S = 0.25
"""How often time-outs and allowances are looked at."""

BACKLOG = 128
"""Sockets the kernel holds before we accept them: all of a county's encoders coming back at once."""


class Listener:
    """Accepts encoders between `start` and `close`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.complaints = Complaints(log)
        self.port = 0
        """The port listened on, once started."""
        self._server: asyncio.Server | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._encoders: set[Encoder] = set()
        self._looked_at = 0.0

    @property
    def connections(self) -> int:
        """Sockets open now."""
        return len(self._encoders)

    @property
    def strangers(self) -> int:
        """Connections that no desk has admitted yet."""
        return sum(not encoder.session.admitted for encoder in self._encoders)

    async def start(self, desk: Desk, *, host: str, port: int, silence_s: float | None = None) -> None:
        """Listen; port 0 takes a free one. Raises OSError when the port is taken."""
        if silence_s is not None:
            self.limits = dataclasses.replace(self.limits, silence_s=silence_s)
        self._looked_at = clock.monotonic()
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Encoder(desk, self.limits, self.complaints, self._welcome, self._encoders.discard),
            host,
            port,
            backlog=BACKLOG,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._ticking = asyncio.create_task(self._run(), name="rtmp")

    async def close(self) -> None:
        """Stop accepting, and end every conversation with the reason "closed". Idempotent."""
        if self._server is None or self._ticking is None:
            return
        self._server.close()
        self._ticking.cancel()
        await asyncio.gather(self._ticking, return_exceptions=True)
        for encoder in tuple(self._encoders):
            encoder.close()
        await self._server.wait_closed()
        self._server = None

    def tick(self) -> None:
        """Look at the clock once: time-outs, allowances, the second's report of troubles."""
        now = clock.monotonic()
        passed_s, self._looked_at = now - self._looked_at, now
        for encoder in tuple(self._encoders):
            encoder.tick(now, passed_s)
        self.complaints.report()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                self.tick()
            except Exception:
                # One publication's accident must not take the time-outs of all others with it.
                log.exception("rtmp: a look at the clock failed")

    def _welcome(self, encoder: Encoder) -> bool:
        """Whether there is room for one more stranger, and for one more of this address."""
        limits = self.limits
        strangers = [other for other in self._encoders if not other.session.admitted]
        same = sum(other.peer == encoder.peer for other in strangers)
        if len(self._encoders) >= limits.connections or len(strangers) >= limits.strangers:
            return False
        if same >= limits.strangers_per_peer:
            return False
        self._encoders.add(encoder)
        return True
