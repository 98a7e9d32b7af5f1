"""An encoder's side of RTMP for tests: the bytes it would send, with the quirks of real ones. No socket.

encoder = rtmp.Encoder(chunk_size=128)
wire = encoder.opening("key") + b"".join(map(encoder.send, programme(video(), audio())))
"""

from dataclasses import dataclass
from typing import Any

from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Codec, Connection, Frame, Kind
from xiangyue.media.ingest import amf
from xiangyue.media.ingest.chunks import ChunkReader, Message
from xiangyue.media.ingest.limits import Limits

SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, USER_CONTROL, WINDOW_SIZE = 1, 2, 3, 4, 5
AUDIO, VIDEO, DATA, COMMAND, AGGREGATE = 8, 9, 18, 20, 22
EXTENDED = 0xFFFFFF

RECORD = bytes.fromhex("0142c01effe1000a6742c01e9a740a0fc80801000468ce3c80")
"""An AVCDecoderConfigurationRecord: baseline, 4-byte NAL lengths. For tests that only carry it."""

SOUND = bytes.fromhex("1190")
"""An AudioSpecificConfig: AAC-LC, 48 kHz, stereo."""


@dataclass
class _Last:
    """The last header written on a chunk stream."""

    timestamp: int
    field: int
    length: int
    type_id: int
    stream_id: int


class Encoder:
    """Writes like ffmpeg and WeChat (`repeats`: extended timestamps again in type 3), or like old librtmp.

    `shortens`: uses headers of type 1 to 3 where it can; otherwise every message has type 0.
    """

    def __init__(self, *, chunk_size: int = 128, repeats: bool = True, shortens: bool = True) -> None:
        self.chunk_size = chunk_size
        self.repeats = repeats
        self.shortens = shortens
        self._written_size = 128
        self._last: dict[int, _Last] = {}

    # ------------------------------------------------ conversation
    def handshake(self) -> bytes:
        """C0, C1 and C2 at once, as nobody sends it but every server must take it."""
        return bytes([3]) + bytes(1536) + bytes(1536)

    def connect(self, app: str = "live", **wishes: Any) -> bytes:
        return self.command("connect", 1.0, {"app": app, "tcUrl": f"rtmp://host/{app}", "flashVer": "test", **wishes})

    def command(self, name: str, transaction: float, *values: Any, stream_id: int = 0) -> bytes:
        body = amf.encode(name, transaction, *values)
        return self.message(COMMAND, body, 0, channel=3 if stream_id == 0 else 8, stream_id=stream_id)

    def opening(self, key: str = "key", app: str = "live") -> bytes:
        """Everything up to the publish, in one go."""
        return self.handshake() + self.connect(app) + self.set_chunk_size() + self.publish(key)

    def publish(self, key: str) -> bytes:
        return (
            self.command("releaseStream", 2.0, None, key)
            + self.command("FCPublish", 3.0, None, key)
            + self.command("createStream", 4.0, None)
            + self.command("publish", 5.0, None, key, "live", stream_id=1)
        )

    def unpublish(self, key: str = "key") -> bytes:
        return self.command("FCUnpublish", 6.0, None, key) + self.command("deleteStream", 7.0, None, 1.0)

    def set_chunk_size(self) -> bytes:
        wire = self.message(SET_CHUNK_SIZE, self.chunk_size.to_bytes(4), 0, channel=2, stream_id=0)
        self._written_size = self.chunk_size
        return wire

    def metadata(self, **facts: Any) -> bytes:
        return self.message(DATA, amf.encode("@setDataFrame", "onMetaData", facts), 0, channel=4)

    # ------------------------------------------------ picture and sound
    def send(self, thing: Codec | Frame) -> bytes:
        """A codec or a frame as its legacy FLV tag; dts must be whole milliseconds."""
        if isinstance(thing, Codec):
            tag = b"\x17\0\0\0\0" if thing.kind is Kind.VIDEO else b"\xaf\0"
            return self.tag(thing.kind, tag + thing.record, 0)
        if thing.kind is Kind.AUDIO:
            return self.sound(thing.dts // 90, thing.payload)
        return self.picture(thing.dts // 90, thing.payload, key=thing.key, cts=thing.cts // 90)

    def configure(self) -> bytes:
        """Both sequence headers."""
        return self.tag(Kind.VIDEO, b"\x17\0\0\0\0" + RECORD, 0) + self.tag(Kind.AUDIO, b"\xaf\0" + SOUND, 0)

    def picture(self, ms: int, payload: bytes, *, key: bool = False, cts: int = 0) -> bytes:
        return self.tag(Kind.VIDEO, bytes([0x17 if key else 0x27, 1]) + cts.to_bytes(3, signed=True) + payload, ms)

    def sound(self, ms: int, payload: bytes) -> bytes:
        return self.tag(Kind.AUDIO, b"\xaf\x01" + payload, ms)

    def tag(self, kind: Kind, body: bytes, ms: int) -> bytes:
        """Any audio or video message."""
        video = kind is Kind.VIDEO
        return self.message(VIDEO if video else AUDIO, body, ms, channel=6 if video else 4)

    # ------------------------------------------------ chunks
    def message(self, type_id: int, body: bytes, ms: int, *, channel: int, stream_id: int = 1) -> bytes:
        """One message, cut into chunks."""
        return b"".join(self.chunks(type_id, body, ms, channel=channel, stream_id=stream_id))

    def chunks(self, type_id: int, body: bytes, ms: int, *, channel: int, stream_id: int = 1) -> list[bytes]:
        """One message as a list of chunks, for tests that interleave them."""
        kind, head, extended = self._head(type_id, len(body), ms & 0xFFFFFFFF, channel, stream_id)
        size = self._written_size
        pieces = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
        more = basic_header(3, channel) + (extended if self.repeats else b"")
        first_extended = extended if kind < 3 or self.repeats else b""
        return [
            basic_header(kind, channel) + head + first_extended + pieces[0],
            *(more + piece for piece in pieces[1:]),
        ]

    def _head(self, type_id: int, length: int, ms: int, channel: int, stream_id: int) -> tuple[int, bytes, bytes]:
        last = self._last.get(channel)
        value, kind = ms, 0
        if self.shortens and last and last.stream_id == stream_id and ms >= last.timestamp:
            value = ms - last.timestamp
            kind = 1
            if (last.length, last.type_id) == (length, type_id):
                kind = 3 if last.field == value else 2
        field = min(value, EXTENDED)
        self._last[channel] = _Last(ms, value, length, type_id, stream_id)
        head = field.to_bytes(3) + length.to_bytes(3) + bytes([type_id]) + stream_id.to_bytes(4, "little")
        extended = value.to_bytes(4) if field == EXTENDED else b""
        return kind, head[: (11, 7, 3, 0)[kind]], extended


def basic_header(kind: int, channel: int) -> bytes:
    """RTMP 1.0, section 5.3.1.1: one, two or three bytes."""
    if channel < 64:
        return bytes([kind << 6 | channel])
    if channel < 320:
        return bytes([kind << 6, channel - 64])
    return bytes([kind << 6 | 1]) + (channel - 64).to_bytes(2, "little")


def picture(*units: bytes) -> bytes:
    """Length-prefixed NAL units."""
    return b"".join(len(unit).to_bytes(4) + unit for unit in units)


def idr(size: int = 100) -> bytes:
    """The shape of a key picture: one IDR slice of `size` bytes."""
    return picture(b"\x65" + bytes(size - 1))


def slice_of(size: int = 50, fill: int = 7) -> bytes:
    """The shape of a picture between keys."""
    return picture(b"\x41" + bytes([fill]) * (size - 1))


def answers(wire: bytes) -> list[Message]:
    """What a server said after its part of the handshake."""
    return list(ChunkReader(Limits()).feed(wire[1 + 2 * 1536 :]))


def commands(wire: bytes) -> list[list[amf.Value]]:
    """The commands among a server's answers, decoded."""
    return [amf.decode(message.body) for message in answers(wire) if message.type_id == COMMAND]


def statuses(wire: bytes) -> list[tuple[object, object, object]]:
    """(level, code, description) of every `onStatus`."""
    found = [command[3] for command in commands(wire) if command[0] == "onStatus"]
    return [(info["level"], info["code"], info["description"]) for info in found if isinstance(info, dict)]


class Seen:
    """A publication that remembers everything, in order."""

    def __init__(self) -> None:
        self.codecs: list[Codec] = []
        self.frames: list[Frame] = []
        self.notes: dict[str, str | float] = {}
        self.closed: list[str] = []

    def codec(self, codec: Codec) -> None:
        self.codecs.append(codec)

    def frame(self, frame: Frame) -> None:
        self.frames.append(frame)

    def note(self, name: str, value: str | float) -> None:
        self.notes[name] = value

    def close(self, reason: str) -> None:
        self.closed.append(reason)


class KeyUnknown(Refusal):
    code = "key-unknown"
    status = 403
    text = "推流码不对。"


class OneKeyDesk:
    """Admits one key, any number of times."""

    def __init__(self, key: str = "key") -> None:
        self.key = key
        self.admitted: list[Seen] = []
        self.asked: list[str] = []
        self.connections: list[Connection] = []

    def admit(self, key: str, connection: Connection) -> Seen:
        self.asked.append(key)
        if key != self.key:
            raise KeyUnknown
        self.connections.append(connection)
        self.admitted.append(Seen())
        return self.admitted[-1]
