"""Real pictures and sound for tests: small encodes by libx264 and libav's AAC, made once and kept in memory."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import av

from xiangyue.media.frames import Codec, Frame, Kind

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
