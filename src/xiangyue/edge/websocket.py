"""WebSocket as a server needs it for one purpose: bytes in, messages out (RFC 6455). No extensions, no socket.

Memory grows with bytes that came, never with a length announced; what is beyond the limit is refused before it comes.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from xiangyue.kernel.errors import Fault

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Section 1.3: shows that the answer comes from somebody who speaks the protocol."""

_CONTROL = 125
"""Bytes of a control frame at most (5.5)."""

_FRAGMENTS = 256
"""Frames of one message. Chromium cuts at 128 KiB; a peer that sends a byte a frame costs more than it sends."""


class Op(IntEnum):
    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


class Close(IntEnum):
    """Why a connection is closed (7.4.1); from 4000 on the number is ours: 4000 and an HTTP status."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL = 1002
    NOT_TEXT = 1007
    POLICY = 1008
    TOO_BIG = 1009
    RESTART = 1012


class WebSocketError(Fault):
    """The peer does not speak the protocol as we bear it; `code` is what it is told."""

    def __init__(self, code: Close, text: str) -> None:
        super().__init__(text, retry=False)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message, or one control frame."""

    op: Op
    body: bytes


def accept(key: bytes) -> bytes:
    """The head of the answer to an opening handshake with that Sec-WebSocket-Key (4.2.2)."""
    token = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n"
    )


def is_key(key: bytes) -> bool:
    """Whether this is a Sec-WebSocket-Key: sixteen bytes in base64."""
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except ValueError:
        return False


def frame(op: Op, body: bytes) -> bytes:
    """One whole message, as a server sends it: unmasked."""
    size = len(body)
    if size < 126:
        return bytes((0x80 | op, size)) + body
    if size < 1 << 16:
        return bytes((0x80 | op, 126)) + size.to_bytes(2) + body
    return bytes((0x80 | op, 127)) + size.to_bytes(8) + body


def goodbye(code: int) -> bytes:
    return frame(Op.CLOSE, code.to_bytes(2))


class Reader:
    """The client's half of one connection. `limit` is the size of a message in bytes and may be changed between two."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._buffer = bytearray()
        self._op: Op | None = None
        self._parts: list[bytes] = []

    def receive(self, data: bytes) -> Iterator[Message]:
        """Messages that are complete with these bytes. Raises `WebSocketError`."""
        self._buffer += data
        while (found := self._frame()) is not None:
            final, op, body = found
            if op >= Op.CLOSE:
                yield Message(op, body)
                continue
            if (op is Op.CONTINUATION) == (self._op is None):
                raise WebSocketError(Close.PROTOCOL, "a continuation out of place")
            self._op = op if self._op is None else self._op
            self._parts.append(body)
            if sum(map(len, self._parts)) > self.limit or len(self._parts) > _FRAGMENTS:
                raise WebSocketError(Close.TOO_BIG, "a message beyond the limit")
            if final:
                whole, self._op, self._parts = Message(self._op, b"".join(self._parts)), None, []
                yield whole

    def _frame(self) -> tuple[bool, Op, bytes] | None:
        """The next frame, taken off the buffer once it is whole (5.2)."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, second = buffer[0], buffer[1]
        if first & 0x70 or not second & 0x80:
            raise WebSocketError(Close.PROTOCOL, "a reserved bit, or no mask")
        try:
            op = Op(first & 0x0F)
        except ValueError as error:
            raise WebSocketError(Close.PROTOCOL, "an unknown kind of frame") from error
        size, at = second & 0x7F, 2
        if op >= Op.CLOSE and (size > _CONTROL or not first & 0x80):
            raise WebSocketError(Close.PROTOCOL, "a control frame in pieces")
        if size >= 126:
            width = 2 if size == 126 else 8
            if len(buffer) < at + width:
                return None
            size, at = int.from_bytes(buffer[at : at + width]), at + width
        if size > self.limit:
            raise WebSocketError(Close.TOO_BIG, "a frame beyond the limit")
        end = at + 4 + size
        if len(buffer) < end:
            return None
        body = _unmasked(bytes(buffer[at + 4 : end]), bytes(buffer[at : at + 4]))
        del buffer[:end]
        return bool(first & 0x80), op, body


def _unmasked(body: bytes, mask: bytes) -> bytes:
    """Section 5.3, as one long number: a key frame of 100 KB in 30 µs instead of 10 ms byte by byte."""
    size = len(body)
    pad = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(body) ^ int.from_bytes(pad)).to_bytes(size)
