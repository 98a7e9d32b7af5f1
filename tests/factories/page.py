"""What a studio page would send: Opus with clicks in it, and recordings as MediaRecorder makes them."""

import io
from array import array
from fractions import Fraction
from functools import lru_cache

import av

from xiangyue.media.ingest.records import Record, spell

RATE = 48_000
PACKET_US = 20_000


@lru_cache
def clicks(seconds: float = 3.0, every_s: float = 0.5, channels: int = 1) -> tuple[tuple[int, bytes], ...]:
    """Opus packets of 20 ms and their moments in µs: quiet, with a loud burst of 5 ms at each `every_s`."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "mono" if channels == 1 else "stereo", "s16"
    encoder.bit_rate, encoder.time_base = 64_000, Fraction(1, RATE)
    encoder.options = {"frame_duration": "20", "application": "lowdelay"}
    encoder.open()
    made = []
    samples = array("h", (_sample(index, every_s) for index in range(round(seconds * RATE))))
    for start in range(0, len(samples) - 959, 960):
        frame = av.AudioFrame("s16", encoder.layout.name, 960)
        piece = samples[start : start + 960]
        both = array("h", (value for value in piece for _ in range(channels)))
        frame.planes[0].update(both.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        made += encoder.encode(frame)
    return tuple((index * PACKET_US, bytes(packet)) for index, packet in enumerate(made))


def _sample(index: int, every_s: float) -> int:
    place = index % round(every_s * RATE)
    return (20_000 if (place // 24) % 2 else -20_000) if index >= every_s * RATE and place < 240 else 0


def onsets(codec: bytes, frames: list[tuple[int, bytes]]) -> list[float]:
    """The moments (seconds) at which AAC frames, played at their stamps (µs), become loud."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = codec
    found: list[float] = []
    for at_us, body in frames:
        packet = av.Packet(body)
        for frame in decoder.decode(packet):
            plane = array("f", bytes(frame.planes[0])[: frame.samples * 4])
            for index, value in enumerate(plane):
                moment = at_us / 1e6 + index / RATE
                if abs(value) > 0.2 and (not found or moment - found[-1] > 0.1):
                    found.append(moment)
    return found


@lru_cache
def recording(form: str = "matroska", video: str = "libx264", seconds: float = 4.0) -> bytes:
    """A recording of a grey picture that brightens, with a hum: 160x96, 30 a second, Opus (AAC in MP4)."""
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if form == "mp4" else {"live": "1"}
    with av.open(file, "w", format=form, options=options) as output:
        picture = output.add_stream(video, rate=30)
        picture.width, picture.height, picture.pix_fmt, picture.gop_size = 160, 96, "yuv420p", 60
        picture.options = {"preset": "ultrafast", "bf": "0"} if video == "libx264" else {"deadline": "realtime"}
        sound = output.add_stream("aac" if form == "mp4" else "libopus", rate=RATE)
        sound.layout = "mono"
        for index in range(round(seconds * 30)):
            frame = av.VideoFrame(160, 96, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([index & 0xFF]) * plane.buffer_size)
            frame.pts, frame.time_base = index, Fraction(1, 30)
            output.mux(picture.encode(frame))
            hum = av.AudioFrame("s16" if form != "mp4" else "fltp", "mono", 1600)
            hum.planes[0].update(bytes(hum.planes[0].buffer_size))
            hum.pts, hum.sample_rate, hum.time_base = index * 1600, RATE, Fraction(1, RATE)
            output.mux(sound.encode(hum))
        output.mux(picture.encode(None))
        output.mux(sound.encode(None))
    return file.getvalue()


class Page:
    """Numbers records as a page does."""

    def __init__(self) -> None:
        self.seq = 0

    def record(self, kind: Record, at_us: int, body: bytes) -> bytes:
        self.seq += 1
        return spell(kind, self.seq, at_us, body)
