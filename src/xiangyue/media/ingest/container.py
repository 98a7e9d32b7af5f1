"""A recording in a container, as MediaRecorder makes it, read while it grows: for the converter's process.

H.264 goes through as it is, anything else (VP8, VP9, AV1) is decoded and encoded anew; AAC goes through, Opus becomes
AAC. Nothing here knows WebM from MP4: FFmpeg does.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from xiangyue.media.ingest import nal, opus
from xiangyue.media.ingest.records import Record

KEY_US = 2_000_000
"""Between key frames where we encode ourselves."""

OPEN = {"analyzeduration": "400000", "probesize": "131072"}
"""Microseconds and bytes looked at before the first packet comes out: enough for a header and a key frame."""

BITS = 2_000_000
MICRO = Fraction(1, 1_000_000)

Emit = Callable[[Record, int, int, bytes], None]
"""Kind, microseconds, composition offset in microseconds, body."""


class Source(Protocol):
    def read(self, count: int) -> bytes: ...


def convert(source: Source, emit: Emit) -> None:
    """Until the recording ends. Raises `av.FFmpegError` for what is none."""
    with av.open(source, "r", options=OPEN) as container:
        lanes: dict[int, _Lane] = {}
        for stream in container.streams:
            if stream.type == "video" and not any(isinstance(lane, _Copied | _Encoded) for lane in lanes.values()):
                lanes[stream.index] = _Copied(stream, emit) if stream.codec.name == "h264" else _Encoded(stream, emit)
            elif stream.type == "audio" and not any(isinstance(lane, _Sound) for lane in lanes.values()):
                lanes[stream.index] = _Sound(stream, emit)
        for packet in container.demux():
            if packet.size and packet.stream.index in lanes and packet.pts is not None:
                lanes[packet.stream.index].take(packet)


class _Lane(Protocol):
    def take(self, packet: "av.Packet[Any]") -> None: ...


def _us(moment: int, base: Fraction) -> int:
    return int(moment * base * 1_000_000)


class _Copied:
    """H.264, whichever way its units are told apart."""

    def __init__(self, stream: Any, emit: Emit) -> None:
        self._emit = emit
        extra = bytes(stream.codec_context.extradata or b"")
        self._prefixed = extra[:1] == b"\x01"
        self._known = b""
        if self._prefixed:
            self._configure(extra)

    def take(self, packet: "av.Packet[Any]") -> None:
        body = bytes(packet)
        if not self._prefixed:
            self._configure(nal.record(body))
            body = nal.length_prefixed(body)
        pts = packet.pts or 0
        dts = pts if packet.dts is None else packet.dts
        kind = Record.KEY if packet.is_keyframe else Record.PICTURE
        base = packet.time_base
        self._emit(kind, _us(dts, base), _us(pts - dts, base), body)

    def _configure(self, record: bytes) -> None:
        if record and record != self._known:
            self._known = record
            self._emit(Record.PICTURE_CODEC, 0, 0, record)


class _Encoded:
    """Anything else, by way of its pictures."""

    def __init__(self, stream: Any, emit: Emit) -> None:
        self._emit, self._stream = emit, stream
        self._encoder: VideoCodecContext | None = None
        self._size = (0, 0)
        self._key_us = -KEY_US

    def take(self, packet: "av.Packet[Any]") -> None:
        for frame in packet.decode():
            if frame.pts is None or frame.time_base is None:
                continue
            at = _us(frame.pts, frame.time_base)
            encoder = self._fitting(frame.width & ~1, frame.height & ~1)
            picture = frame.reformat(*self._size, format="yuv420p")
            picture.pts, picture.time_base = at, MICRO
            key = at - self._key_us >= KEY_US
            picture.pict_type = PictureType.I if key else PictureType.NONE
            if key:
                self._key_us = at
            for made in encoder.encode(picture):
                kind = Record.KEY if made.is_keyframe else Record.PICTURE
                self._emit(kind, made.pts or 0, 0, nal.length_prefixed(bytes(made)))

    def _fitting(self, width: int, height: int) -> VideoCodecContext:
        if self._encoder is None or (width, height) != self._size:
            self._size, self._key_us = (width, height), -KEY_US
            encoder = av.CodecContext.create("libx264", "w")
            assert isinstance(encoder, VideoCodecContext)
            encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
            encoder.time_base, encoder.bit_rate = MICRO, BITS
            encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "forced-idr": "1", "sc_threshold": "0"}
            encoder.gop_size = 600
            encoder.flags |= av.codec.context.Flags.global_header
            encoder.open()
            self._encoder = encoder
            self._emit(Record.PICTURE_CODEC, 0, 0, nal.record(bytes(encoder.extradata or b"")))
        return self._encoder


class _Sound:
    def __init__(self, stream: Any, emit: Emit) -> None:
        self._emit, self._stream = emit, stream
        self._copied = stream.codec.name == "aac"
        self._sound: opus.Sound | None = None
        self._resampler = av.AudioResampler("fltp", None, opus.RATE)
        if self._copied:
            emit(Record.SOUND_CODEC, 0, 0, bytes(stream.codec_context.extradata or b""))

    def take(self, packet: Any) -> None:
        at = _us(packet.pts or 0, packet.time_base)
        if self._copied:
            self._emit(Record.SOUND, at, 0, bytes(packet))
            return
        for frame in packet.decode():
            for even in self._resampler.resample(frame):
                channels = 1 if even.layout.nb_channels == 1 else 2
                if self._sound is None:
                    self._sound = opus.Sound(channels, lambda kind, us, body: self._emit(kind, us, 0, body))
                self._sound.samples(at, even)
                at += even.samples * 1_000_000 // opus.RATE
