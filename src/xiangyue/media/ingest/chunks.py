"""RTMP's chunk streams (Adobe, RTMP 1.0, section 5.3): bytes in, whole messages out; and the way back.

The reader never waits for a whole chunk and never copies a header: payload goes to its message as it comes, and a run
of continuation chunks is unwrapped in one stroke, because encoders that keep the default chunk size of 128 bytes
send 2,400 chunks a second at 2.5 Mbit/s.
"""

from collections.abc import Iterator
from typing import NamedTuple

from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.limits import Limits

DEFAULT_CHUNK_SIZE = 128
EXTENDED = 0xFFFFFF
"""A timestamp field of this value says that 32 bits follow the header (section 5.3.1.3)."""

SET_CHUNK_SIZE, ABORT = 1, 2
RUN = 512
"""Continuation headers compared at once: bounds what a hostile interleaving costs per chunk."""

NEAR_MS = 60_000
"""An extended "delta" that lies this close to the running timestamp is an absolute time written by mistake."""

HEADER_SIZES = (11, 7, 3, 0)


class Message(NamedTuple):
    """One whole message; `timestamp` in milliseconds modulo 2^32."""

    type_id: int
    stream_id: int
    timestamp: int
    body: bytes


class _Stream:
    """What one chunk stream remembers: the last header, and the message under way (`missing` bytes of it to come)."""

    __slots__ = ("body", "extended", "field", "length", "missing", "stream_id", "timestamp", "type_id")

    def __init__(self) -> None:
        self.timestamp = self.field = self.length = self.type_id = self.stream_id = self.missing = 0
        self.extended = b""
        self.body = bytearray()


class ChunkReader:
    """The receiving half of a connection after the handshake."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._most = limits.buffered_bytes
        self._streams: dict[int, _Stream] = {}
        self._chunk_size = DEFAULT_CHUNK_SIZE
        self._rest = b""
        self._current: _Stream | None = None
        self._marker = b""
        self._left = 0
        self._empty = 0
        self.buffered = 0
        """Bytes of unfinished messages now held."""
        self.headers = 0
        """Chunk headers read one by one: what a peer costs us."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Every message that these bytes complete, in order. Raises `ProtocolError`; the reader is then spent."""
        if self._rest:
            data, self._rest = self._rest + data, b""
        at, end = 0, len(data)
        while at < end:
            stream = self._current
            if stream is None:
                after = self._header(data, at)
                if after < 0:
                    self._rest = data[at:]
                    return
                at = after
                stream = self._current
                assert stream is not None
            left = self._left
            if left:
                piece = data[at : at + left]
                taken = len(piece)
                at += taken
                stream.body += piece
                stream.missing -= taken
                self.buffered += taken
                if self.buffered > self._most:
                    raise ProtocolError("size", "too much unfinished")
                if taken < left:
                    self._left = left - taken
                    return
            if stream.missing > self._chunk_size:
                at = self._run(stream, data, at)
            self._current = None
            if not stream.missing:
                message = self._finish(stream)
                if message is not None:
                    yield message

    def _run(self, stream: _Stream, data: bytes, at: int) -> int:
        """Unwrap the whole continuation chunks of this message that follow without a break; the new position."""
        header = self._marker + stream.extended
        stride = self._chunk_size + len(header)
        whole = min((stream.missing - 1) // self._chunk_size, (len(data) - at) // stride, RUN)
        if whole < 2:
            return at
        for index, byte in enumerate(header):
            # The same byte of every header at once; what is left after stripping is where the run breaks.
            column = data[at + index : at + whole * stride : stride]
            whole = len(column) - len(column.lstrip(bytes([byte])))
        block = bytearray(data[at : at + whole * stride])
        for index in range(len(header)):
            del block[:: stride - index]
        stream.body += block
        stream.missing -= len(block)
        self.buffered += len(block)
        return at + whole * stride

    def _header(self, data: bytes, at: int) -> int:
        """Read one chunk header: the position of its payload, or -1 (and nothing changed) while it is not all there."""
        first = data[at]
        kind, channel = first >> 6, first & 0x3F
        start = at + 1
        if channel < 2:
            start += channel + 1
            if len(data) < start:
                return -1
            # Section 5.3.1.1: one byte more, or two of which the second counts 256s.
            channel = 64 + data[at + 1] + (data[at + 2] << 8 if channel else 0)
        stream = self._streams.get(channel)
        if stream is None and kind > 1:
            # Types 2 and 3 leave the length to a header before. Type 1 as the first is librtmp's habit and harmless.
            raise ProtocolError("chunk", f"type {kind} opens chunk stream {channel}")
        after = self._announced(channel, kind, data, start) if kind < 3 else self._continued(stream, data, start)
        if after >= 0:
            self.headers += 1
            stream = self._streams[channel]
            self._current = stream
            self._marker = bytes([first | 0xC0]) + data[at + 1 : start]
            self._left = min(stream.missing, self._chunk_size)
        return after

    def _announced(self, channel: int, kind: int, data: bytes, at: int) -> int:
        """A header of type 0, 1 or 2: a message begins, and an unfinished one before it is given up."""
        body = at + HEADER_SIZES[kind]
        if len(data) < body:
            return -1
        packed, extended = int.from_bytes(data[at : at + 7]), b""
        # Types 0 and 1 begin alike: 24 bits of time, 24 of length, 8 of type.
        field = packed >> 32 if kind < 2 else int.from_bytes(data[at : at + 3])
        if field == EXTENDED:
            extended = data[body : body + 4]
            if len(extended) < 4:
                return -1
            body += 4
            field = int.from_bytes(extended)
        stream = self._streams.get(channel) or self._open(channel)
        if stream.missing:
            self._forget(stream)
        if kind < 2:
            stream.length, stream.type_id = packed >> 8 & 0xFFFFFF, packed & 0xFF
        if kind == 0:
            stream.stream_id = int.from_bytes(data[at + 7 : at + 11], "little")
        stream.timestamp = field if kind == 0 else advanced(stream.timestamp, field)
        stream.field, stream.extended = field, extended
        self._begin(stream)
        return body

    def _continued(self, stream: _Stream | None, data: bytes, at: int) -> int:
        """A header of type 3: more of a message, or a new one like the last, later by the same delta."""
        assert stream is not None
        if stream.extended:
            # FMLE, ffmpeg and WeChat repeat the extended timestamp here, old librtmp does not: only looking tells.
            seen = data[at : at + 4]
            if seen == stream.extended:
                at += 4
            elif stream.extended.startswith(seen):
                return -1
        if not stream.missing:
            stream.timestamp = advanced(stream.timestamp, stream.field)
            self._begin(stream)
        return at

    def _open(self, channel: int) -> _Stream:
        if len(self._streams) >= self._limits.chunk_streams:
            raise ProtocolError("chunk", "too many chunk streams")
        return self._streams.setdefault(channel, _Stream())

    def _begin(self, stream: _Stream) -> None:
        if stream.length > self._limits.message_bytes:
            raise ProtocolError("size", f"a message of {stream.length} bytes")
        stream.missing = stream.length

    def _forget(self, stream: _Stream) -> None:
        self.buffered -= len(stream.body)
        stream.body = bytearray()
        stream.missing = 0

    def _finish(self, stream: _Stream) -> Message | None:
        """The message that is now whole; None when it was for this reader itself."""
        body = bytes(stream.body)
        self._forget(stream)
        if not body:
            self._empty += 1
            if self._empty > self._limits.empty_messages:
                raise ProtocolError("size", "nothing but empty messages")
            return None
        if stream.type_id == SET_CHUNK_SIZE:
            self._set_chunk_size(body)
        elif stream.type_id == ABORT:
            aborted = self._streams.get(int.from_bytes(body[:4]))
            if aborted is not None:
                self._forget(aborted)
        else:
            return Message(stream.type_id, stream.stream_id, stream.timestamp, body)
        return None

    def _set_chunk_size(self, body: bytes) -> None:
        size = int.from_bytes(body[:4])
        if len(body) < 4 or not 1 <= size < 0x80000000:
            raise ProtocolError("chunk", f"chunk size {size}")
        # No message is longer than 24 bits can say, so a larger chunk means the same (section 5.4.1).
        self._chunk_size = min(size, 0xFFFFFF)


def advanced(timestamp: int, delta: int) -> int:
    """A timestamp moved on by a delta, modulo 2^32.

    Whether an extended field of types 1 to 3 is a delta or an absolute time is argued to this day. A true delta that
    large is a jump of four hours and more; one that lands beside the running timestamp is an absolute time.
    """
    if delta >= EXTENDED and abs(delta - timestamp) < NEAR_MS:
        return delta
    return (timestamp + delta) & 0xFFFFFFFF


def written(message: Message, *, channel: int, chunk_size: int) -> bytes:
    """A message as chunks: one header of type 0, the rest type 3. `channel` is a chunk stream id from 2 to 63."""
    type_id, stream_id, timestamp, body = message
    extended = timestamp.to_bytes(4) if timestamp >= EXTENDED else b""
    head = min(timestamp, EXTENDED).to_bytes(3) + len(body).to_bytes(3) + bytes([type_id])
    pieces = [bytes([channel]) + head + stream_id.to_bytes(4, "little") + extended + body[:chunk_size]]
    more = bytes([0xC0 | channel]) + extended
    pieces += [more + body[at : at + chunk_size] for at in range(chunk_size, len(body), chunk_size)]
    return b"".join(pieces)
