"""Opus in, AAC out, in step: for the converter's process, never for the live loop.

Stamps are the page's; between them samples are counted. A hole becomes silence, an overlap is left out, and a clock
that runs a little differently from the samples is followed slowly.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from av.audio.codeccontext import AudioCodecContext

from xiangyue.media.ingest.records import Record

RATE = 48_000
FRAME = 1024
"""Samples of an AAC frame."""

BITS = {1: 64_000, 2: 128_000}
"""Speech in one channel is clear at 64 kbit/s."""

HOLE = RATE // 10
"""Samples by which stamp and count may differ: a tenth of a second is a hole, less is jitter."""

LONGEST = 10 * RATE
"""A longer hole is no silence but a new beginning."""

SLEW = 64
"""Of a difference between stamps and counted samples, one part in so many is made up for with each packet."""

Emit = Callable[[Record, int, bytes], None]


class Sound:
    """One stretch of sound after another. `emit` gets kind, microseconds, body."""

    def __init__(self, channels: int, emit: Emit) -> None:
        self.damaged = 0
        self._channels, self._emit = channels, emit
        self._layout = "mono" if channels == 1 else "stereo"
        self._decoder = self._new_decoder()
        self._origin: int | None = None
        self._given = self._encoded = 0
        self._skew = 0.0
        self._begin()

    def packet(self, at_us: int, body: bytes) -> None:
        """One Opus packet and the moment of its first sample."""
        try:
            frames = self._decoder.decode(av.Packet(body))
        except av.FFmpegError:
            self.damaged += 1
            self._decoder = self._new_decoder()
            return
        for frame in frames:
            self.samples(at_us, frame)
            at_us += frame.samples * 1_000_000 // RATE

    def samples(self, at_us: int, frame: av.AudioFrame) -> None:
        """Decoded sound at 48 kHz, planes of floats."""
        if self._origin is None:
            self._origin = at_us
        ahead = at_us - (self._origin + self._given * 1_000_000 // RATE + round(self._skew))
        samples = ahead * RATE // 1_000_000
        if samples < -HOLE:
            return
        if samples > LONGEST:
            self.flush()
            self._begin()
            self._origin = at_us
        elif samples > HOLE:
            self._feed(self._silence(samples))
        else:
            self._skew += ahead / SLEW
        self._feed(frame)

    def flush(self) -> None:
        """Everything held goes out; nothing may follow in this stretch."""
        for packet in self._encoder.encode(None):
            self._out(packet)

    # ------------------------------------------------
    def _new_decoder(self) -> AudioCodecContext:
        decoder = av.CodecContext.create("opus", "r")
        assert isinstance(decoder, AudioCodecContext)
        decoder.sample_rate, decoder.layout = RATE, self._layout
        return decoder

    def _begin(self) -> None:
        encoder = av.CodecContext.create("aac", "w")
        assert isinstance(encoder, AudioCodecContext)
        encoder.sample_rate, encoder.layout, encoder.format = RATE, self._layout, "fltp"
        encoder.bit_rate, encoder.time_base = BITS[self._channels], Fraction(1, RATE)
        encoder.open()
        self._encoder = encoder
        self._fifo = av.AudioFifo()
        self._origin, self._given, self._encoded, self._skew = None, 0, 0, 0.0
        self._emit(Record.SOUND_CODEC, 0, bytes(encoder.extradata or b""))

    def _feed(self, frame: av.AudioFrame) -> None:
        frame.pts = None
        self._given += frame.samples
        self._fifo.write(frame)
        while (chunk := self._fifo.read(FRAME)) is not None:
            chunk.pts, chunk.time_base = self._encoded, Fraction(1, RATE)
            self._encoded += chunk.samples
            for packet in self._encoder.encode(chunk):
                self._out(packet)

    def _out(self, packet: "av.Packet[Any]") -> None:
        """The encoder stamps its first packet before the first sample: what it primes a decoder with."""
        assert self._origin is not None
        at = self._origin + (packet.pts or 0) * 1_000_000 // RATE + round(self._skew)
        if at >= 0:
            self._emit(Record.SOUND, at, bytes(packet))

    def _silence(self, samples: int) -> av.AudioFrame:
        frame = av.AudioFrame("fltp", self._layout, samples)
        frame.sample_rate = RATE
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        return frame
