"""A studio page's connection after its handshake: WebSocket frames to a conversation, and its words back.

Time-outs and allowances are looked at a few times a second; a peer that takes no answers is cut off.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from xiangyue.edge import websocket
from xiangyue.edge.request import Request
from xiangyue.edge.websocket import Close, Message, Op, Reader, WebSocketError
from xiangyue.kernel import clock
from xiangyue.media.ingest.browser import Pages
from xiangyue.media.ingest.errors import ProtocolError

LOOK_S = 0.25
"""How often a page hears which record is wanted next."""

GREETING_S = 10.0
"""From the handshake to an accepted greeting."""

SILENCE_S = 10.0
"""Without a message a page's connection counts as dead; the page speaks at least every two seconds."""

LINGER_S = 3.0
"""After a refusal, so that the sentence is read before the connection goes."""

UNSENT_BYTES = 64 * 1024
CONNECTIONS = 256
"""Pages at once, greeted or not."""

VERSION = b"13"


class Studios:
    """All pages' connections of one edge."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.open: set[StudioSocket] = set()

    def welcome(self, lecture: str, request: Request) -> bytes | None:
        """The head of the answer to a handshake; None for what is none, or when there is no room."""
        key = request.header(b"sec-websocket-key")
        asked = request.header(b"upgrade").lower() == b"websocket"
        version = request.header(b"sec-websocket-version") == VERSION
        if request.method != b"GET" or not asked or not version or not websocket.is_key(key) or not lecture:
            return None
        return websocket.accept(key) if len(self.open) < CONNECTIONS else None


class StudioSocket(asyncio.Protocol):
    """One connection. uvicorn's server holds it among its own and calls `shutdown`."""

    def __init__(self, studios: Studios, lecture: str, loop: Any, leave: Callable[["StudioSocket"], None]) -> None:
        self._studios, self._loop, self._leave = studios, loop, leave
        self._conversation = studios.pages.converse(lecture, self._say)
        self._reader = Reader(self._conversation.limit)
        self._transport: asyncio.Transport
        self._timer: asyncio.TimerHandle | None = None
        self._since = self._looked_at = clock.monotonic()
        self._received = 0
        self._ceiling = studios.pages.limits.burst_bytes
        self._paused = self._closing = False

    # ------------------------------------------------ asyncio's callbacks
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._studios.open.add(self)
        self._timer = self._loop.call_later(LOOK_S, self._look)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._closing:
            return
        try:
            for message in self._reader.receive(data):
                self._reader.limit = self._take(message)
                if not self._reader.limit:
                    return
        except WebSocketError as error:
            self._close(error.code)
        except ProtocolError:
            self._close(Close.POLICY)
        if self._received > self._ceiling and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio names it
        if self._timer is not None:
            self._timer.cancel()
        self._conversation.gone()
        self._studios.open.discard(self)
        self._leave(self)

    def shutdown(self) -> None:
        """The server stops; the page comes back to the next one by itself."""
        self._close(Close.RESTART)
        self._transport.close()

    # ------------------------------------------------
    def _take(self, message: Message) -> int:
        """Bytes of the next message at most; 0 when there is to be none."""
        match message.op:
            case Op.BINARY:
                self._conversation.binary(message.body)
            case Op.TEXT:
                self._conversation.text(message.body)
            case Op.PING:
                self._transport.write(websocket.frame(Op.PONG, message.body))
            case Op.CLOSE:
                self._close(Close.NORMAL)
                self._transport.close()
        if self._conversation.ended:
            self._close(4000 + self._conversation.status if self._conversation.status else Close.NORMAL)
        return 0 if self._closing else self._conversation.limit

    def _say(self, text: str) -> None:
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > UNSENT_BYTES:
            self._transport.abort()
        else:
            self._transport.write(websocket.frame(Op.TEXT, text.encode()))

    def _close(self, code: int) -> None:
        """Say goodbye once; the peer closes, or is cut off when it lingers."""
        if self._closing:
            return
        self._closing, self._since = True, clock.monotonic()
        self._conversation.gone()
        if not self._transport.is_closing():
            self._transport.write(websocket.goodbye(code))

    def _look(self) -> None:
        now = clock.monotonic()
        passed_s, self._looked_at = now - self._looked_at, now
        self._timer = self._loop.call_later(LOOK_S, self._look)
        limits, conversation = self._studios.pages.limits, self._conversation
        self._ceiling = min(self._received + limits.burst_bytes, self._ceiling + passed_s * limits.rate_bytes_s)
        if self._paused and self._received <= self._ceiling:
            self._paused = False
            self._transport.resume_reading()
        if self._closing:
            if now - self._since >= LINGER_S:
                self._transport.abort()
            return
        conversation.tick()
        if conversation.ended:  # sent away by the broadcast, between two messages
            self._close(4000 + (conversation.status or 403))
        elif not conversation.admitted and now - self._since >= GREETING_S:
            self._close(Close.POLICY)
        elif not self._paused and now - conversation.heard_at >= SILENCE_S:
            self._close(Close.GOING_AWAY)
