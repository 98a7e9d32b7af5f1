"""What RTMP's audio and video messages hold (Adobe, FLV 10.1, annex E; Enhanced RTMP v2): codecs and frames.

Only H.264 and AAC go on, since they are what every phone plays; anything else is refused in words. The enhanced
headers are read in `enhanced`. Only frames move the clock: configurations often carry 0 whatever the time.
"""

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import enhanced, nal
from xiangyue.media.ingest.clock import Unwrapped
from xiangyue.media.ingest.errors import AudioCodec, VideoCodec

TICKS_PER_MS = 90
KEY_FRAME, COMMAND_FRAME = 1, 5
AVC, AAC = 7, 10

VIDEO_NAMES = {
    2: "H.263",
    3: "Screen Video",
    4: "VP6",
    5: "VP6",
    6: "Screen Video",
    8: "VP8",
    12: "H.265/HEVC",
    13: "AV1",
}
AUDIO_NAMES = {0: "PCM", 1: "ADPCM", 2: "MP3", 3: "PCM", 7: "G.711", 8: "G.711", 11: "Speex", 13: "Opus", 14: "MP3"}


class VideoTags:
    """The picture of one connection. `damaged` counts messages that were dropped because no decoder could read them."""

    def __init__(self, clock: Unwrapped) -> None:
        self._clock = clock
        self._record = b""
        self._length_size = 4
        self.damaged = 0
        self.early = 0
        """Frames dropped because no configuration had come before them."""

    def read(self, body: bytes, timestamp: int) -> Codec | Frame | None:
        """The one thing a message says; None for signs that carry no picture. Raises `VideoCodec`."""
        first = body[0]
        if first & 0x80:
            packet = enhanced.video(body)
            if packet is None or packet.track != 0:
                return None
            if packet.codec != b"avc1":
                raise VideoCodec(name=enhanced.VIDEO_NAMES.get(packet.codec, "?"))
            if packet.starts:
                return self._configured(packet.body)
            return self._frame(packet.body, timestamp, packet.cts)
        if first >> 4 == COMMAND_FRAME:
            return None
        if first & 0x0F != AVC:
            raise VideoCodec(name=VIDEO_NAMES.get(first & 0x0F, "?"))
        if len(body) < 5 or body[1] > 2:
            self.damaged += 1
            return None
        if body[1] == 0:
            return self._configured(body[5:])
        if body[1] == 2:
            return None
        return self._frame(body[5:], timestamp, enhanced.signed24(body, 2))

    def _configured(self, record: bytes) -> Codec | None:
        """ISO 14496-15, 5.3.3.1. Encoders repeat it with every key frame; only a change is news."""
        if record == self._record:
            return None
        if len(record) < 7 or record[0] != 1:
            self.damaged += 1
            return None
        self._record = record
        self._length_size = (record[4] & 3) + 1
        return Codec(Kind.VIDEO, "avc1", record)

    def _frame(self, payload: bytes, timestamp: int, cts: int) -> Frame | None:
        if not self._record:
            self.early += 1
            return None
        key = nal.holds_idr(payload, self._length_size)
        if key is None:
            self.damaged += 1
            return None
        return Frame(Kind.VIDEO, self._clock.at(timestamp) * TICKS_PER_MS, cts * TICKS_PER_MS, key, payload)


class AudioTags:
    """The sound of one connection."""

    def __init__(self, clock: Unwrapped) -> None:
        self._clock = clock
        self._record = b""
        self.damaged = 0
        self.early = 0

    def read(self, body: bytes, timestamp: int) -> Codec | Frame | None:
        """The one thing a message says; None for signs that carry no sound. Raises `AudioCodec`."""
        form = body[0] >> 4
        if form == enhanced.AUDIO:
            packet = enhanced.audio(body)
            if packet is None or packet.track != 0:
                return None
            if packet.codec != b"mp4a":
                raise AudioCodec(name=enhanced.AUDIO_NAMES.get(packet.codec, "?"))
            return self._configured(packet.body) if packet.starts else self._frame(packet.body, timestamp)
        if form != AAC:
            raise AudioCodec(name=AUDIO_NAMES.get(form, "?"))
        if len(body) < 2 or body[1] > 1:
            self.damaged += 1
            return None
        return self._frame(body[2:], timestamp) if body[1] else self._configured(body[2:])

    def _configured(self, record: bytes) -> Codec | None:
        """ISO 14496-3, 1.6.2.1."""
        if record == self._record:
            return None
        if len(record) < 2:
            self.damaged += 1
            return None
        self._record = record
        return Codec(Kind.AUDIO, "mp4a", record)

    def _frame(self, payload: bytes, timestamp: int) -> Frame | None:
        if not payload:
            return None  # ffmpeg flushes its encoder with an empty packet
        if not self._record:
            self.early += 1
            return None
        return Frame(Kind.AUDIO, self._clock.at(timestamp) * TICKS_PER_MS, 0, True, payload)
