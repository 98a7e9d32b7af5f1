"""The headers of Enhanced RTMP (Veovera, Enhanced RTMP v1 and v2): FourCC codecs, extensions, several tracks."""

from typing import NamedTuple

SEQUENCE_START, CODED_FRAMES, SEQUENCE_END = 0, 1, 2
CODED_FRAMES_X, VIDEO_METADATA = 3, 4
VIDEO_MULTITRACK, AUDIO_MULTITRACK = 6, 5
MOD_EX = 7
COMMAND_FRAME = 5
AUDIO = 9
"""The sound format whose low four bits are a packet type."""

ONE_TRACK, MANY_TRACKS, MANY_CODECS = 0, 1, 2

VIDEO_NAMES = {b"hvc1": "H.265/HEVC", b"av01": "AV1", b"vp08": "VP8", b"vp09": "VP9", b"vvc1": "H.266/VVC"}
AUDIO_NAMES = {b"Opus": "Opus", b"fLaC": "FLAC", b"ac-3": "Dolby AC-3", b"ec-3": "Dolby E-AC-3", b".mp3": "MP3"}


class Packet(NamedTuple):
    """One track's share of a message: `starts` says that `body` is its decoder's configuration."""

    track: int
    codec: bytes
    starts: bool
    cts: int
    body: bytes


def video(body: bytes) -> Packet | None:
    """The packet of track 0, or of the only track there is; None for what holds no picture, or is cut short."""
    if body[0] >> 4 & 7 == COMMAND_FRAME:
        return None
    packet = _packet(body, VIDEO_MULTITRACK)
    if packet is None or packet[0] not in (SEQUENCE_START, CODED_FRAMES, CODED_FRAMES_X):
        return None
    kind, track, codec, rest = packet
    # Composition time is written for codecs that reorder, and only where it is not zero.
    timed = kind == CODED_FRAMES and codec in (b"avc1", b"hvc1", b"vvc1")
    if timed and len(rest) < 3:
        return None
    return Packet(track, codec, kind == SEQUENCE_START, signed24(rest, 0) if timed else 0, rest[3:] if timed else rest)


def audio(body: bytes) -> Packet | None:
    """The packet of track 0, or of the only track there is; None for what holds no sound, or is cut short."""
    packet = _packet(body, AUDIO_MULTITRACK)
    if packet is None or packet[0] not in (SEQUENCE_START, CODED_FRAMES):
        return None
    kind, track, codec, rest = packet
    return Packet(track, codec, kind == SEQUENCE_START, 0, rest)


def signed24(raw: bytes, at: int) -> int:
    """A composition time: 24 bits, two's complement, milliseconds."""
    return int.from_bytes(raw[at : at + 3], signed=True)


def _packet(body: bytes, multitrack: int) -> tuple[int, int, bytes, bytes] | None:
    """Packet type, track, FourCC and the bytes after them; extensions are passed over."""
    kind, at = body[0] & 0x0F, 1
    while kind == MOD_EX:
        if at + 3 > len(body):
            return None
        size = body[at] + 1
        at += 1
        if size == 256:
            size = int.from_bytes(body[at : at + 2]) + 1
            at += 2
        at += size
        if at >= len(body):
            return None
        kind = body[at] & 0x0F
        at += 1
    if kind == multitrack:
        return _first_track(body, at)
    if at + 4 > len(body):
        return None
    return kind, 0, body[at : at + 4], body[at + 4 :]


def _first_track(body: bytes, at: int) -> tuple[int, int, bytes, bytes] | None:
    """Track 0 is the best of a ladder, and the one we play; the others stay in the message."""
    if at >= len(body):
        return None
    form, kind = body[at] >> 4, body[at] & 0x0F
    at += 1
    codec = b""
    if form != MANY_CODECS:
        codec = body[at : at + 4]
        at += 4
    while at < len(body):
        if form == MANY_CODECS:
            codec = body[at : at + 4]
            at += 4
        track = body[at : at + 1]
        size = len(body) if form == ONE_TRACK else int.from_bytes(body[at + 1 : at + 4])
        at += 1 if form == ONE_TRACK else 4
        if at > len(body) or len(codec) < 4:
            return None
        if track == b"\0":
            return kind, 0, codec, body[at : at + size]
        at += size
    return None
