"""Fragmented MP4 (ISO 14496-12), written by hand: an init segment per configuration, one moof and mdat per part."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xiangyue.media.frames import TIMESCALE
from xiangyue.media.packaging import aac, h264
from xiangyue.media.packaging.aac import Sound
from xiangyue.media.packaging.h264 import Picture

VIDEO_TRACK, AUDIO_TRACK = 1, 2

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_KEY, _DEPENDENT = 0x02000000, 0x01010000
"""sample_flags (section 8.8.3.1): depends on nothing; depends on others and is no sync sample."""


@dataclass(frozen=True, slots=True)
class Video:
    """A video track: what the sample entry holds."""

    picture: Picture
    record: bytes


@dataclass(frozen=True, slots=True)
class Audio:
    """A sound track: what the sample entry holds. Its timescale is the sample rate."""

    sound: Sound
    record: bytes


class VideoSample(NamedTuple):
    """One picture on the lecture's timeline: `dts`, `cts` and `duration` in 90 kHz ticks."""

    dts: int
    cts: int
    key: bool
    payload: bytes
    duration: int


class AudioSample(NamedTuple):
    """One AAC frame; `position` in samples of its own rate, `ticks` the same moment at 90 kHz."""

    ticks: int
    position: int
    payload: bytes


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of ISO 14496-12 section 4.2: size, four letters, content."""
    return struct.pack(">I4s", 8 + sum(map(len, content)), kind) + b"".join(content)


def full_box(kind: bytes, version: int, flags: int, *content: bytes) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


# ---------------------------------------------------------------- init segment
def init_segment(video: Video | None, audio: Audio | None) -> bytes:
    """What a player loads once before any part that refers to it: ftyp and an empty moov."""
    tracks, defaults = [], []
    if video:
        tracks.append(video_track(video, full_table(video_entry(video))))
        defaults.append(_extends(VIDEO_TRACK, 0, _DEPENDENT))
    if audio:
        tracks.append(audio_track(audio, full_table(audio_entry(audio))))
        defaults.append(_extends(AUDIO_TRACK, audio.sound.frame, _KEY))
    moov = box(b"moov", movie_header(0), *tracks, box(b"mvex", *defaults))
    return box(b"ftyp", b"iso6", struct.pack(">I", 0), b"iso6cmfcmp41") + moov


def read_init(body: bytes) -> tuple[Video | None, Audio | None]:
    """The tracks of an init segment made by `init_segment`."""
    video = audio = None
    if (at := body.find(b"avcC")) > 0:
        record = body[at + 4 : at - 4 + int.from_bytes(body[at - 4 : at], "big")]
        video = Video(h264.picture(record), record)
    if (at := body.find(b"esds")) > 0:
        # version 4, ES descriptor 5 + 3, decoder configuration 5 + 13, then tag 5 and its length in seven-bit groups
        size = (body[at + 37] & 0x7F) << 7 | body[at + 38]
        record = body[at + 39 : at + 39 + size]
        audio = Audio(aac.sound(record), record)
    return video, audio


def movie_header(duration: int) -> bytes:
    """mvhd version 1; `duration` in 90 kHz ticks, 0 for a fragmented file."""
    times = struct.pack(">QQIQ", 0, 0, TIMESCALE, duration)
    rest = struct.pack(">IHHQ", 0x10000, 0x0100, 0, 0) + _MATRIX + bytes(24) + struct.pack(">I", AUDIO_TRACK + 1)
    return full_box(b"mvhd", 1, 0, times, rest)


def video_track(video: Video, table: bytes, duration: int = 0, edits: bytes = b"") -> bytes:
    """The trak of a picture around a sample table; `duration` in 90 kHz ticks."""
    picture = video.picture
    shown = picture.width * picture.aspect[0] // picture.aspect[1]
    header = _track_header(VIDEO_TRACK, duration, 0, shown << 16, picture.height << 16)
    media = full_box(b"vmhd", 0, 1, bytes(8))
    return box(b"trak", header, edits, _media(TIMESCALE, duration, b"vide", media, table))


def audio_track(audio: Audio, table: bytes, duration: int = 0, edits: bytes = b"") -> bytes:
    """The trak of a sound around a sample table; `duration` in 90 kHz ticks."""
    rate = audio.sound.rate
    header = _track_header(AUDIO_TRACK, duration, 0x0100, 0, 0)
    media = full_box(b"smhd", 0, 0, bytes(4))
    return box(b"trak", header, edits, _media(rate, duration * rate // TIMESCALE, b"soun", media, table))


def full_table(entry: bytes) -> bytes:
    """The sample table of a fragmented file: the entry and four empty lists."""
    empty = full_box(b"stts", 0, 0, bytes(4)) + full_box(b"stsc", 0, 0, bytes(4))
    return box(
        b"stbl", descriptions(entry), empty, full_box(b"stsz", 0, 0, bytes(8)), full_box(b"stco", 0, 0, bytes(4))
    )


def descriptions(*entries: bytes) -> bytes:
    """The stsd of one or more sample entries."""
    return full_box(b"stsd", 0, 0, struct.pack(">I", len(entries)), *entries)


def video_entry(video: Video) -> bytes:
    """avc1 (ISO 14496-15 section 5.4.2.1), with pasp where samples are not square."""
    picture = video.picture
    size = struct.pack(">HH", picture.width, picture.height)
    head = bytes(6) + struct.pack(">H", 1) + bytes(16) + size + struct.pack(">IIIH", 0x480000, 0x480000, 0, 1)
    shape = box(b"pasp", struct.pack(">II", *picture.aspect)) if picture.aspect != (1, 1) else b""
    return box(b"avc1", head, bytes(32), struct.pack(">Hh", 24, -1), box(b"avcC", video.record), shape)


def audio_entry(audio: Audio) -> bytes:
    """mp4a with its elementary stream descriptor (ISO 14496-14 section 5.6)."""
    sound = audio.sound
    head = bytes(6) + struct.pack(">H", 1) + bytes(8)
    head += struct.pack(">HHII", sound.channels, 16, 0, (sound.rate & 0xFFFF) << 16)
    specific = _descriptor(5, audio.record)
    config = _descriptor(4, struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + specific)
    stream = _descriptor(3, struct.pack(">HB", AUDIO_TRACK, 0) + config + _descriptor(6, b"\x02"))
    return box(b"mp4a", head, full_box(b"esds", 0, 0, stream))


def _descriptor(tag: int, content: bytes) -> bytes:
    size = len(content)
    return (
        bytes((tag, 0x80 | size >> 21 & 0x7F, 0x80 | size >> 14 & 0x7F, 0x80 | size >> 7 & 0x7F, size & 0x7F)) + content
    )


def _track_header(track: int, duration: int, volume: int, width: int, height: int) -> bytes:
    times = struct.pack(">QQIIQ", 0, 0, track, 0, duration)
    shape = bytes(8) + struct.pack(">HHHH", 0, 0, volume, 0) + _MATRIX + struct.pack(">II", width, height)
    return full_box(b"tkhd", 1, 3, times, shape)


def _media(scale: int, duration: int, handler: bytes, header: bytes, table: bytes) -> bytes:
    mdhd = full_box(b"mdhd", 1, 0, struct.pack(">QQIQHH", 0, 0, scale, duration, 0x55C4, 0))
    hdlr = full_box(b"hdlr", 0, 0, bytes(4), handler, bytes(12), b"xiangyue\0")
    data = box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
    return box(b"mdia", mdhd, hdlr, box(b"minf", header, data, table))


def _extends(track: int, duration: int, flags: int) -> bytes:
    return full_box(b"trex", 0, 0, struct.pack(">5I", track, 1, duration, 0, flags))


# ---------------------------------------------------------------- parts
def fragment(number: int, video: Sequence[VideoSample], audio: Sequence[AudioSample]) -> bytes:
    """One moof and its mdat. `number` grows by one per fragment; at least one sample must be given.

    Composition offsets are signed (trun version 1), so pictures that are shown before they were sent keep their time.
    """
    video_size, audio_size = (20 + 16 * len(video) if video else 0), (20 + 4 * len(audio) if audio else 0)
    # mfhd 16; per traf: its own header 8, tfhd 16, tfdt 20, trun as above
    size = 8 + 16 + (44 + video_size if video else 0) + (44 + audio_size if audio else 0)
    offset = size + 8
    trafs = []
    if video:
        payloads = [sample.payload for sample in video]
        trafs.append(_video_run(video, offset))
        offset += sum(map(len, payloads))
    else:
        payloads = []
    if audio:
        trafs.append(_audio_run(audio, offset))
        payloads += [sample.payload for sample in audio]
    head = struct.pack(">I4sI4sII", size, b"moof", 16, b"mfhd", 0, number & 0xFFFFFFFF)
    mdat = struct.pack(">I4s", 8 + sum(map(len, payloads)), b"mdat")
    return b"".join((head, *trafs, mdat, *payloads))


def _video_run(samples: Sequence[VideoSample], offset: int) -> bytes:
    # first sample's flags and all others are written out: data offset, duration, size, flags, composition offset
    head = _run_head(VIDEO_TRACK, samples[0].dts, 16 * len(samples), 0x01000F01, len(samples), offset)
    numbers: list[int] = []
    for _, cts, key, payload, duration in samples:
        numbers += (duration, len(payload), _KEY if key else _DEPENDENT, cts & 0xFFFFFFFF)
    return head + struct.pack(f">{len(numbers)}I", *numbers)


def _audio_run(samples: Sequence[AudioSample], offset: int) -> bytes:
    # duration and flags come from trex: data offset, size
    head = _run_head(AUDIO_TRACK, samples[0].position, 4 * len(samples), 0x01000201, len(samples), offset)
    return head + struct.pack(f">{len(samples)}I", *[len(sample.payload) for sample in samples])


def _run_head(track: int, time: int, body: int, flags: int, count: int, offset: int) -> bytes:
    """traf, tfhd (data offsets count from the moof), tfdt version 1 (64 bit) and the start of trun."""
    return b"".join((
        struct.pack(">I4s", 64 + body, b"traf"),
        struct.pack(">I4sII", 16, b"tfhd", 0x020000, track),
        struct.pack(">I4sIQ", 20, b"tfdt", 0x01000000, time),
        struct.pack(">I4s", 20 + body, b"trun"),
        struct.pack(">III", flags, count, offset),
    ))  # fmt: skip
