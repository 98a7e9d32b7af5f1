"""A picture that says when it was taken: 40 bits of the wall clock in milliseconds and a checksum, as a barcode.

Encoded once and sent to several addresses, so that two servers are measured with the same frames.
"""

import os
import time
from fractions import Fraction

import av

WIDTH, HEIGHT, RATE = 1280, 720, 30
CELLS = 48
STRIP = 48
NOISE = 160
"""Lines of the barcode; the rest of the picture moves, so that the encoder has work."""


class Clockface:
    """Frames of noise that scrolls, under a strip of light and dark cells."""

    def __init__(self) -> None:
        # Soft noise: random 16x16 blocks, which x264 turns into about 2.5 Mbit/s as a real scene would.
        rows = [b"".join(bytes([40 + os.urandom(1)[0] // 2]) * 16 for _ in range(WIDTH * 2 // 16)) for _ in range(64)]
        self._rows = rows
        # A band of fine noise, new in every frame, keeps the rate near the wanted bits whatever the encoder guesses.
        self._noise = bytes(100 + byte // 8 for byte in os.urandom(WIDTH * NOISE * 3))
        self._grey = bytes([128]) * (WIDTH * HEIGHT // 4)

    def frame(self, index: int) -> av.VideoFrame:
        picture = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        shift = index * 4 % WIDTH
        body = b"".join(
            self._rows[(line // 16 + index // 8) % 64][shift : shift + WIDTH] for line in range(HEIGHT - STRIP - NOISE)
        )
        start = index * 7919 % (len(self._noise) - WIDTH * NOISE)
        body += self._noise[start : start + WIDTH * NOISE]
        _fill(picture.planes[0], strip(time.time_ns() // 1_000_000) * STRIP + body, WIDTH)
        for plane in picture.planes[1:]:
            _fill(plane, self._grey, WIDTH // 2)
        return picture


def _fill(plane: "av.video.plane.VideoPlane", data: bytes, width: int) -> None:
    if plane.line_size == width:
        plane.update(data)
    else:
        pad = bytes(plane.line_size - width)
        plane.update(b"".join(data[at : at + width] + pad for at in range(0, len(data), width)))


def strip(moment_ms: int) -> bytes:
    """One line of the barcode: 40 bits of time, most significant first, then the sum of its five bytes, 8 bits."""
    value = moment_ms & (1 << 40) - 1
    check = sum(value.to_bytes(5, "big")) & 255
    bits = value << 8 | check
    edges = [round(cell * WIDTH / CELLS) for cell in range(CELLS + 1)]
    return b"".join(
        (b"\xeb" if bits >> (CELLS - 1 - cell) & 1 else b"\x10") * (edges[cell + 1] - edges[cell])
        for cell in range(CELLS)
    )


def publish(urls: list[str], *, seconds: float, gop_s: float = 2, b_frames: int = 0, bits: int = 2_500_000) -> None:
    """Draw, encode once, send to every address, at the speed of the clock."""
    face = Clockface()
    outputs = [av.open(url, "w", format="flv", options={"flvflags": "no_duration_filesize"}) for url in urls]
    lanes = []
    master = None
    for output in outputs:
        video = output.add_stream("libx264", rate=RATE)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.bit_rate, video.gop_size, video.max_b_frames = bits, int(gop_s * RATE), b_frames
        video.options = {"preset": "superfast", "sc_threshold": "0", "maxrate": str(bits), "bufsize": str(bits)}
        video.options |= {} if b_frames else {"tune": "zerolatency"}
        audio = output.add_stream("aac", rate=48_000, layout="mono")
        audio.bit_rate = 96_000
        output.start_encoding()
        lanes.append((output, video, audio))
    master = lanes[0]
    started, index, sample = time.monotonic(), 0, 0
    while index < seconds * RATE:
        ahead = started + index / RATE - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        picture = face.frame(index)
        picture.pts, picture.time_base = index, Fraction(1, RATE)
        packets = [(1, packet) for packet in master[1].encode(picture)]
        index += 1
        while sample < index * 48_000 // RATE:
            sound = av.AudioFrame("s16", "mono", 1024)
            sound.planes[0].update(bytes(sound.planes[0].buffer_size))
            sound.pts, sound.sample_rate, sound.time_base = sample, 48_000, Fraction(1, 48_000)
            packets += [(2, packet) for packet in master[2].encode(sound)]
            sample += 1024
        for which, packet in packets:
            raw = (bytes(packet), packet.pts, packet.dts, packet.duration, packet.is_keyframe)
            for lane in lanes:
                copy = av.Packet(raw[0])
                copy.pts, copy.dts, copy.duration, copy.is_keyframe = raw[1], raw[2], raw[3], raw[4]
                copy.time_base = packet.time_base
                copy.stream = lane[which]
                lane[0].mux_one(copy)
    for output in outputs:
        output.close()
