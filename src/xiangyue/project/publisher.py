"""A test encoder: sends a file, or a programme drawn on the fly, to an RTMP address at the speed of the clock.

Stands outside the live path: it is a client like OBS, in a process of its own.
"""

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av

RATE = 25
"""Pictures per second of a drawn programme."""

SAMPLE_RATE = 48_000
GOP_S = 2
VIDEO_BITS = 1_500_000
AUDIO_BITS = 96_000
TICKS = 90_000


class Programme(Protocol):
    """What a drawn programme must answer: the picture and the sound at a time, counted from its start."""

    width: int
    height: int
    rate: int

    def picture(self, index: int) -> av.VideoFrame:
        """The picture number `index`, at RATE per second, as yuv420p."""

    def sound(self, start: int, count: int) -> bytes:
        """`count` samples from `start`, signed 16 bit, one channel, SAMPLE_RATE."""


def publish_programme(programme: Programme, url: str, *, seconds: float | None = None, b_frames: int = 0) -> None:
    """Draw, encode and send until `seconds` are over, or for ever. Raises `av.FFmpegError` when the server refuses."""
    with av.open(url, "w", format="flv", options={"flvflags": "no_duration_filesize"}) as output:
        video = output.add_stream("libx264", rate=RATE)
        video.width, video.height, video.pix_fmt = programme.width, programme.height, "yuv420p"
        video.bit_rate, video.gop_size, video.max_b_frames = VIDEO_BITS, GOP_S * RATE, b_frames
        video.options = {"preset": "ultrafast", "sc_threshold": "0"}
        if not b_frames:
            video.options["tune"] = "zerolatency"
        audio = output.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        audio.bit_rate = AUDIO_BITS
        started, index, sample = time.monotonic(), 0, 0
        while seconds is None or index < seconds * RATE:
            _wait_until(started + index / RATE)
            picture = programme.picture(index)
            picture.pts, picture.time_base = index, Fraction(1, RATE)
            output.mux(video.encode(picture))
            index += 1
            while sample < index * SAMPLE_RATE // RATE:
                frame = av.AudioFrame("s16", "mono", 1024)
                frame.planes[0].update(programme.sound(sample, 1024).ljust(frame.planes[0].buffer_size, b"\0"))
                frame.pts, frame.sample_rate, frame.time_base = sample, SAMPLE_RATE, Fraction(1, SAMPLE_RATE)
                output.mux(audio.encode(frame))
                sample += 1024
        output.mux(video.encode(None))
        output.mux(audio.encode(None))


def publish_file(path: Path, url: str, *, loop: bool = False) -> None:
    """Send a file: H.264 and AAC as they are, anything else encoded on the way. `loop` begins again at the end."""
    with av.open(url, "w", format="flv", options={"flvflags": "no_duration_filesize"}) as output:
        with av.open(str(path)) as source:
            tracks = [track for kind in ("video", "audio") for track in getattr(source.streams, kind)[:1]]
            lanes: dict[int, _Lane] = {track.index: _Lane(output, track) for track in tracks}
        started, offset = time.monotonic(), 0.0
        while True:
            end = offset
            with av.open(str(path)) as source:
                for packet in source.demux([source.streams[index] for index in lanes]):
                    for ready in lanes[packet.stream.index].take(packet, offset):
                        _wait_until(started + float(ready.dts * ready.time_base))
                        end = max(end, float((ready.dts + (ready.duration or 0)) * ready.time_base))
                        output.mux(ready)
            if not loop:
                return
            offset = end


class _Lane:
    """One track on its way out: copied where the wire can carry it, else encoded."""

    def __init__(self, output: Any, track: Any) -> None:
        self._copies = track.codec_context.name in {"h264", "aac"}
        self._last = -1
        self._decoder = None if self._copies else track.codec_context
        if self._copies:
            self.stream = output.add_stream_from_template(track)
        elif track.type == "video":
            self.stream = output.add_stream("libx264", rate=track.average_rate or RATE)
            self.stream.width, self.stream.height = track.codec_context.width, track.codec_context.height
            self.stream.pix_fmt, self.stream.gop_size = "yuv420p", GOP_S * int(track.average_rate or RATE)
            self.stream.options = {"preset": "veryfast", "tune": "zerolatency"}
        else:
            self.stream = output.add_stream("aac", rate=track.codec_context.sample_rate)

    def take(self, packet: Any, offset: float) -> Iterator[Any]:
        """The packets to send for one read, moved by `offset` seconds and kept in order across loops."""
        if self._copies:
            packets = [packet] if packet.dts is not None else []
        else:
            packets = [out for frame in packet.decode() for out in self.stream.encode(frame)]
        for ready in packets:
            shift = round(offset / ready.time_base)
            ready.dts, ready.pts = ready.dts + shift, ready.pts + shift
            if ready.dts <= self._last:
                continue  # the overlap of a loop's seam; libav refuses a step back
            self._last = ready.dts
            ready.stream = self.stream
            yield ready


def _wait_until(moment: float) -> None:
    ahead = moment - time.monotonic()
    if ahead > 0:
        time.sleep(ahead)
