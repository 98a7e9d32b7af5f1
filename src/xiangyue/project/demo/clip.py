"""The demo's lecture, encoded once at the machine's own speed, as frames: what past lectures are made of."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import BinaryIO

import av

from xiangyue.media.frames import TIMESCALE, Codec, Frame, Kind
from xiangyue.project.publisher import SAMPLE_RATE, Programme

RATE = 10
"""Pictures per second: slides do not move, and a first demo should not take a minute to encode."""

SAMPLES = 1024


@dataclass(frozen=True, slots=True)
class Clip:
    """Frames in decoding order across both tracks, starting at 0; `length` in 90 kHz ticks."""

    codecs: tuple[Codec, ...]
    frames: tuple[Frame, ...]
    length: int

    def looped(self, ticks: int) -> Iterator[Frame]:
        """The clip over and over until so many ticks are full."""
        start = 0
        while start < ticks:
            for frame in self.frames:
                if start + frame.dts >= ticks:
                    return
                yield replace(frame, dts=start + frame.dts)
            start += self.length


def encode(programme: Programme, *, seconds: float) -> Clip:
    """So many seconds of a programme as frames."""
    file = io.BytesIO()
    with av.open(file, "w", format="flv", options={"flvflags": "no_duration_filesize"}) as output:
        video = output.add_stream("libx264", rate=RATE)
        video.width, video.height, video.pix_fmt = programme.width, programme.height, "yuv420p"
        video.gop_size = 2 * RATE
        video.options = {"preset": "veryfast", "tune": "zerolatency", "crf": "26", "sc_threshold": "0"}
        audio = output.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        audio.bit_rate = 64_000
        sample = 0
        for index in range(int(seconds * RATE)):
            picture = programme.picture(index * programme.rate // RATE)
            picture.pts, picture.time_base = index, Fraction(1, RATE)
            output.mux(video.encode(picture))
            while sample + SAMPLES < (index + 1) * SAMPLE_RATE // RATE:
                sound = av.AudioFrame("s16", "mono", SAMPLES)
                sound.planes[0].update(programme.sound(sample, SAMPLES).ljust(sound.planes[0].buffer_size, b"\0"))
                sound.pts, sound.sample_rate, sound.time_base = sample, SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
                output.mux(audio.encode(sound))
                sample += SAMPLES
        output.mux(video.encode(None))
        output.mux(audio.encode(None))
    file.seek(0)
    return read(file, round(seconds * TIMESCALE))


def read(file: BinaryIO, length: int) -> Clip:
    """An FLV file of H.264 and AAC as frames; `length` in 90 kHz ticks is what a loop of it lasts."""
    codecs: list[Codec] = []
    frames: list[Frame] = []
    with av.open(file, "r") as source:
        for track, kind, name in (
            (source.streams.video[0], Kind.VIDEO, "avc1"),
            (source.streams.audio[0], Kind.AUDIO, "mp4a"),
        ):
            codecs.append(Codec(kind, name, bytes(track.codec_context.extradata or b"")))
        for packet in source.demux():
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            kind = Kind.VIDEO if packet.stream.type == "video" else Kind.AUDIO
            dts, pts = (round(stamp * packet.time_base * TIMESCALE) for stamp in (packet.dts, packet.pts))
            frames.append(Frame(kind, dts, pts - dts, packet.is_keyframe or kind is Kind.AUDIO, bytes(packet)))
    frames.sort(key=lambda frame: frame.dts)
    return Clip(tuple(codecs), tuple(frames), length)
