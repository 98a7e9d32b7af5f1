"""Aggregate messages (RTMP 1.0, section 7.1.6): several FLV tags in one message."""

from collections.abc import Iterator

from xiangyue.media.ingest.chunks import Message
from xiangyue.media.ingest.errors import ProtocolError

HEADER = 11
"""Type, size 24, timestamp 24, timestamp's high byte, stream id 24: an FLV tag header. A back pointer of 32 follows."""

PLAIN = {8, 9, 15, 18}
"""What may be inside: sound, picture, data. A command or another aggregate hidden there is refused."""


def unpacked(message: Message) -> Iterator[Message]:
    """The messages inside, their times moved so that the first has the aggregate's own. Raises `ProtocolError`."""
    body, at, shift = message.body, 0, None
    while at < len(body):
        size = int.from_bytes(body[at + 1 : at + 4])
        start = at + HEADER
        if start + size > len(body) or body[at] not in PLAIN:
            raise ProtocolError("aggregate", "does not hold what it says")
        timestamp = int.from_bytes(body[at + 4 : at + 7]) | body[at + 7] << 24
        if shift is None:
            shift = message.timestamp - timestamp
        if size:
            yield Message(body[at], message.stream_id, (timestamp + shift) & 0xFFFFFFFF, body[start : start + size])
        at = start + size + 4
