"""One encoder's socket: hands bytes to its session, and closes so that the last sentence is still read."""

import asyncio
from collections.abc import Callable
from typing import cast

from xiangyue.kernel import clock
from xiangyue.media.frames import Desk
from xiangyue.media.ingest.complaints import Complaints
from xiangyue.media.ingest.gathering import Gathering
from xiangyue.media.ingest.limits import Limits
from xiangyue.media.ingest.session import Session

GOODBYES = {"", "closed", "timeout", "replaced", "revoked"}
"""Ends that are ordinary; the others are counted as trouble."""


class Encoder(asyncio.Protocol):
    """Time-outs are looked at in `tick`, called for all encoders by their listener; nothing here has a timer."""

    def __init__(
        self,
        desk: Desk,
        limits: Limits,
        complaints: Complaints,
        welcome: Callable[["Encoder"], bool],
        leave: Callable[["Encoder"], None],
    ) -> None:
        self.peer = ""
        self.session: Session
        self._desk, self._limits, self._complaints = desk, limits, complaints
        self._welcome, self._leave = welcome, leave
        self._transport: asyncio.Transport
        self._heard_at = self._stranger_at = self._frame_at = clock.monotonic()
        self._frames = 0
        self._was_admitted = False
        self._ceiling = limits.burst_bytes
        self._received = self._headers = 0
        self._paused = False
        self._leaving_at: float | None = None

    # ------------------------------------------------ asyncio's callbacks
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=self._limits.unsent_bytes)
        self._gathering = Gathering(transport.get_extra_info("socket"))
        name = transport.get_extra_info("peername")
        self.peer = str(name[0]).removeprefix("::ffff:") if name else "?"
        self.session = Session(self._desk, self.peer, self._transport.write, self._limits)
        if not self._welcome(self):
            self._complaints.count("crowded", self.peer)
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        session = self.session
        session.receive(data)
        if session.received > self._ceiling and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        if session.ended:
            self._hang_up()

    def pause_writing(self) -> None:
        """Called above `unsent_bytes`: a peer that takes no answers is broken or hostile."""
        self._complaints.count("deaf", self.peer)
        self.session.end("protocol")
        self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio names it
        self.session.end("closed")
        self._leave(self)

    # ------------------------------------------------ called by the listener
    def tick(self, now: float, passed_s: float) -> None:
        """Look at the clock: `now` is monotonic, `passed_s` the time since the last look."""
        limits, received = self._limits, self.session.received
        news, self._received = received - self._received, received
        if news:
            self._heard_at = now
        if self.session.admitted and passed_s > 0 and not self._paused:
            self._gathering.tick(news, passed_s)
        self._ceiling = min(received + limits.burst_bytes, self._ceiling + passed_s * limits.rate_bytes_s)
        if self._paused and received <= self._ceiling:
            self._paused = False
            self._transport.resume_reading()
        headers, self._headers = self.session.headers - self._headers, self.session.headers
        if not self.session.ended and headers > limits.headers_s * max(passed_s, 1.0):
            self._complaints.count("flood", self.peer)
            self.session.end("protocol")
        if not self.session.ended and self._is_late(now):
            self._complaints.count("timeout", self.peer)
            self.session.end("timeout")
        if self.session.ended:
            self._hang_up()
        if self._leaving_at is not None and now - self._leaving_at >= limits.linger_s:
            self._transport.abort()

    def close(self) -> None:
        """End the conversation and the socket; what is written is still sent."""
        self.session.end("closed")
        self._transport.close()

    def _is_late(self, now: float) -> bool:
        session, limits = self.session, self._limits
        if session.admitted != self._was_admitted:
            self._was_admitted = session.admitted
            self._stranger_at = self._frame_at = now
        if not session.admitted:
            return now - self._stranger_at >= limits.admission_s
        if session.frames != self._frames:
            self._frames, self._frame_at = session.frames, now
        # Bytes we chose not to read are not the encoder's silence.
        silent = not self._paused and now - self._heard_at >= limits.silence_s
        return silent or now - self._frame_at >= limits.starved_s

    def _hang_up(self) -> None:
        if self._leaving_at is not None:
            return
        self._leaving_at = clock.monotonic()
        reason = self.session.ended
        if reason not in GOODBYES:
            self._complaints.count(self.session.detail or reason, self.peer)
        # Closing with bytes unread would send a reset, which can overtake our last words on their way to the screen.
        if self._transport.can_write_eof() and not self._transport.is_closing():
            self._transport.write_eof()
