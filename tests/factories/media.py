"""Real pictures and sound for tests: small encodes by libx264 and libav's AAC, made once and kept in memory."""

import gzip
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av

from xiangyue.kernel import clock
from xiangyue.media.answers import Answer
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.rendition import Rendition
from xiangyue.media.rules import MediaRules

TICKS = 90_000


@lru_cache
def video(
    seconds: float = 6.0, fps: int = 30, gop_s: float = 2.0, b_frames: int = 0, width: int = 160, height: int = 96
) -> tuple[Codec, tuple[Frame, ...]]:
    """A moving picture: decoder configuration and access units, dts from 0, as RTMP would carry them (whole ms)."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, fps), Fraction(fps, 1)
    encoder.gop_size, encoder.max_b_frames = round(gop_s * fps), b_frames
    encoder.options = {"preset": "ultrafast", "x264-params": f"scenecut=0:bframes={b_frames}:force-cfr=1"}
    encoder.flags |= av.codec.context.Flags.global_header
    packets = []
    for index in range(round(seconds * fps)):
        frame = av.VideoFrame(width, height, "yuv420p")
        for number, plane in enumerate(frame.planes):
            plane.update(bytes([(index * (5 + number)) & 0xFF]) * plane.buffer_size)
        frame.pts, frame.time_base = index, Fraction(1, fps)
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    first = packets[0].dts
    frames = []
    for packet in packets:
        dts, pts = (round((moment - first) * 1000 / fps) * 90 for moment in (packet.dts, packet.pts))
        frames.append(Frame(Kind.VIDEO, dts, pts - dts, packet.is_keyframe, _length_prefixed(bytes(packet))))
    return Codec(Kind.VIDEO, "avc1", _record(bytes(encoder.extradata))), tuple(frames)


@lru_cache
def audio(seconds: float = 6.0, rate: int = 48_000, channels: int = 2) -> tuple[Codec, tuple[Frame, ...]]:
    """A quiet hum: decoder configuration and AAC frames, dts from 0 in whole milliseconds."""
    encoder = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = rate, "stereo" if channels == 2 else "mono", "fltp"
    encoder.bit_rate, encoder.time_base = 64_000, Fraction(1, rate)
    encoder.open()
    frames = []
    for index in range(round(seconds * rate / 1024)):
        frame = av.AudioFrame("fltp", "stereo" if channels == 2 else "mono", 1024)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = rate, index * 1024, Fraction(1, rate)
        for packet in encoder.encode(frame):
            dts = round(len(frames) * 1024 * 1000 / rate) * 90
            frames.append(Frame(Kind.AUDIO, dts, 0, True, bytes(packet)))
    return Codec(Kind.AUDIO, "mp4a", bytes(encoder.extradata)), tuple(frames)


def programme(*tracks: tuple[Codec, tuple[Frame, ...]], start: int = 0) -> Iterator[Codec | Frame]:
    """The codecs, then all frames in the order a careful encoder sends them; `start` is added to every dts."""
    for codec, _ in tracks:
        yield codec
    frames = sorted((frame for _, frames in tracks for frame in frames), key=lambda frame: frame.dts)
    for frame in frames:
        yield shifted(frame, start)


def shifted(frame: Frame, by: int) -> Frame:
    """The same frame so many ticks later."""
    return Frame(frame.kind, frame.dts + by, frame.cts, frame.key, frame.payload)


def _units(stream: bytes) -> list[bytes]:
    """NAL units of a byte stream with start codes (H.264 annex B)."""
    return [unit for piece in stream.split(b"\0\0\1") if (unit := piece.rstrip(b"\0"))]


def _length_prefixed(payload: bytes) -> bytes:
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in _units(payload))


def _record(extradata: bytes) -> bytes:
    """An AVCDecoderConfigurationRecord from libx264's header."""
    units = _units(extradata)
    sps = next(unit for unit in units if unit[0] & 0x1F == 7)
    pps = next(unit for unit in units if unit[0] & 0x1F == 8)
    head = bytes((1, sps[1], sps[2], sps[3], 0xFF, 0xE1)) + len(sps).to_bytes(2, "big") + sps
    return head + b"\x01" + len(pps).to_bytes(2, "big") + pps


class Wire:
    """An encoder's connection as tests need it: what it was told stays to be read."""

    def __init__(self, peer: str = "192.0.2.10:40000") -> None:
        self.peer = peer
        self.refusals: list[tuple[str, str]] = []

    def refuse(self, code: str, text: str) -> None:
        self.refusals.append((code, text))


class SameThread(Executor):
    """Does at once what the disk's thread would do."""

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Studio:
    """One broadcast, its encoder and a stopped clock: feeds programmes at the speed of their stamps."""

    def __init__(
        self, root: Path, hands: clock.Hands, rules: MediaRules | None = None, lecture: str = "lecture"
    ) -> None:
        self.root, self.hands, self.rules, self.lecture = root, hands, rules or MediaRules(), lecture
        self.told: list[tuple[str, dict]] = []
        self.open()

    def open(self) -> None:
        """The broadcast of a new process over the same folder."""
        self.broadcast = Broadcast(
            self.lecture, self.root, self.rules, lambda *news: self.told.append(news), executor=SameThread()
        )

    def connect(self, peer: str = "192.0.2.10:40000") -> Wire:
        wire = Wire(peer)
        self.encoder = self.broadcast.admit(wire)
        return wire

    def send(self, items: Iterable[Codec | Frame], *, tick: bool = True) -> None:
        """Send, letting the clock go with the stamps; the roof's tick comes every 100 ms."""
        first = last = None
        for item in items:
            if isinstance(item, Codec):
                self.encoder.codec(item)
                continue
            first = item.dts if first is None else first
            moment = (item.dts - first) // 90
            if last is None or moment > last:
                self.pass_ms(moment - (last or 0), tick=tick)
                last = moment
            self.encoder.frame(item)

    def pass_ms(self, milliseconds: int, *, tick: bool = True) -> None:
        while milliseconds > 0:
            step = min(milliseconds, 100)
            self.hands.move(step)
            milliseconds -= step
            if tick:
                self.broadcast.tick(clock.now_ms())

    def live(self, seconds: float = 6.0, **options: object) -> "Studio":
        """On air with picture and sound for so long."""
        self.connect()
        self.broadcast.go_on_air()
        self.send(programme(video(seconds=seconds, **options), audio(seconds=seconds)))
        return self

    @property
    def source(self) -> Rendition:
        return self.broadcast.rendition("source")

    @property
    def sound(self) -> Rendition:
        return self.broadcast.rendition("audio")


def text(rendition: Rendition, **directives: object) -> str:
    """The playlist as a reader gets it now."""
    answer = rendition.playlist(**directives)
    assert isinstance(answer, Answer)
    assert gzip.decompress(answer.packed) == answer.body
    return answer.body.decode()
