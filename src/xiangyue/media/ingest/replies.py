"""What a server says to an encoder: control messages and command answers, as bytes ready for the wire."""

from collections.abc import Mapping
from typing import Any

from xiangyue.kernel.errors import Refusal
from xiangyue.media.ingest import amf
from xiangyue.media.ingest.chunks import Message, written

CHUNK_SIZE = 4096
"""Ours, outgoing: every answer in one chunk."""

WINDOW = 2_500_000
"""Bytes between acknowledgements, both ways; what FMS announces, so every encoder knows it."""

CONTROL, COMMAND = 2, 3
"""Chunk streams: 2 is prescribed for control (section 5.4), 3 is custom for commands."""

ACKNOWLEDGEMENT, USER_CONTROL, WINDOW_SIZE, PEER_BANDWIDTH, INVOKE = 3, 4, 5, 6, 20
STREAM_BEGIN, PING_RESPONSE = 0, 7
DYNAMIC = 2

BAD_NAME, DENIED = "NetStream.Publish.BadName", "NetStream.Publish.Denied"
ABOUT_THE_KEY = {403, 404, 409}
"""Statuses that say this key, here, now: encoders show BadName for them. Anything else is Denied."""


def greeting() -> bytes:
    """Before the answer to `connect`: windows and our chunk size."""
    return b"".join(
        (
            _control(WINDOW_SIZE, WINDOW.to_bytes(4)),
            _control(PEER_BANDWIDTH, WINDOW.to_bytes(4) + bytes([DYNAMIC])),
            _control(1, CHUNK_SIZE.to_bytes(4)),
        )
    )


def connected(transaction: float, *, enhanced: bool) -> bytes:
    """`_result` of connect. An encoder that speaks Enhanced RTMP is told which codecs we can use."""
    info: dict[str, amf.Value] = {
        "level": "status",
        "code": "NetConnection.Connect.Success",
        "description": "Connection succeeded.",
        "objectEncoding": 0.0,
    }
    if enhanced:
        # Flag 1: can decode. capsEx 4: ModEx is passed over. Multitrack is understood, not asked for: one track plays.
        info |= {"fourCcList": ["avc1", "mp4a"], "videoFourCcInfoMap": {"avc1": 1.0}, "capsEx": 4.0}
        info["audioFourCcInfoMap"] = {"mp4a": 1.0}
    return invoke("_result", transaction, {"fmsVer": "FMS/3,5,7,7009", "capabilities": 31.0, "mode": 1.0}, info)


def rejected(transaction: float, refusal: Refusal) -> bytes:
    """`_error` of connect, with a sentence."""
    info: dict[str, amf.Value] = {
        "level": "error",
        "code": "NetConnection.Connect.Rejected",
        "description": refusal.sentence,
    }
    return invoke("_error", transaction, None, info)


def invoke(name: str, transaction: float, *values: "amf.Value", stream_id: int = 0) -> bytes:
    """A command."""
    body = amf.encode(name, transaction, *values)
    return written(Message(INVOKE, stream_id, 0, body), channel=COMMAND, chunk_size=CHUNK_SIZE)


def status(code: str, description: str, *, stream_id: int, level: str = "status") -> bytes:
    """`onStatus` on a message stream; encoders show `description` when `level` is "error"."""
    info: Mapping[str, Any] = {"level": level, "code": code, "description": description}
    return invoke("onStatus", 0.0, None, dict(info), stream_id=stream_id)


def refused(refusal: Refusal, *, stream_id: int) -> bytes:
    """`onStatus` that ends a publish, in the refusal's own words."""
    code = BAD_NAME if refusal.status in ABOUT_THE_KEY else DENIED
    return status(code, refusal.sentence, stream_id=stream_id, level="error")


def began(stream_id: int) -> bytes:
    """User control: the message stream is there (section 6.1.7)."""
    return _control(USER_CONTROL, STREAM_BEGIN.to_bytes(2) + stream_id.to_bytes(4))


def pong(timestamp: bytes) -> bytes:
    """The answer to a ping, which carries the ping's four bytes."""
    return _control(USER_CONTROL, PING_RESPONSE.to_bytes(2) + timestamp)


def acknowledgement(received: int) -> bytes:
    """How many bytes came so far, modulo 2^32."""
    return _control(ACKNOWLEDGEMENT, (received & 0xFFFFFFFF).to_bytes(4))


def _control(type_id: int, body: bytes) -> bytes:
    return written(Message(type_id, 0, 0, body), channel=CONTROL, chunk_size=CHUNK_SIZE)
