"""Tags, byte by byte: the old header, and the enhanced one in all its forms."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import rtmp

from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import enhanced
from xiangyue.media.ingest.clock import Unwrapped
from xiangyue.media.ingest.errors import AudioCodec, VideoCodec
from xiangyue.media.ingest.flv import AudioTags, VideoTags

PICTURE = Codec(Kind.VIDEO, "avc1", rtmp.RECORD)
SOUND = Codec(Kind.AUDIO, "mp4a", rtmp.SOUND)
IDR = rtmp.idr(20)
WHOLE = len(IDR).to_bytes(3)


def video(body: bytes, *, record: bytes = rtmp.RECORD) -> Codec | Frame | None:
    tags = VideoTags(Unwrapped())
    assert tags.read(b"\x17\0\0\0\0" + record, 0) == Codec(Kind.VIDEO, "avc1", record)
    return tags.read(body, 1000)


def audio(body: bytes) -> Codec | Frame | None:
    tags = AudioTags(Unwrapped())
    assert tags.read(b"\xaf\0" + rtmp.SOUND, 0) == SOUND
    return tags.read(body, 1000)


def a_frame(cts: int = 0) -> Frame:
    return Frame(Kind.VIDEO, 90_000, cts * 90, True, IDR)


@pytest.mark.parametrize(
    ("head", "body", "cts"),
    [
        ("17 01 000050", IDR, 80),
        ("17 01 ffffd8", IDR, -40),
        ("91 61766331 000050", IDR, 80),  # CodedFrames
        ("93 61766331", IDR, 0),  # CodedFramesX
        ("97 00 00 01 61766331 000050", IDR, 80),  # ModEx of one byte, then CodedFrames
        ("97 02 000000 07 01 0000 03 61766331", IDR, 0),  # ModEx twice, then CodedFramesX
        ("96 01 61766331 00 000050", IDR, 80),  # Multitrack, one track
        ("96 13 61766331 01 000001 aa 00", WHOLE + IDR, 0),  # many tracks of one codec, ours second
        ("96 23 68766331 01 000001 aa 61766331 00", WHOLE + IDR + b"hvc1\2\0\0\1\xaa", 0),  # many codecs
    ],
)
def test_a_picture_is_read_from_every_header(head, body, cts):
    assert video(bytes.fromhex(head) + body) == a_frame(cts)


def test_a_long_extension_is_passed_over():
    head = bytes.fromhex("97 ff 0123") + bytes(0x124) + bytes.fromhex("03 61766331")
    assert video(head + IDR) == a_frame()


@pytest.mark.parametrize("head", ["90 61766331", "96 00 61766331 00", "97 00 00 00 61766331"])
def test_a_configuration_is_read_from_the_enhanced_header(head):
    tags = VideoTags(Unwrapped())
    assert tags.read(bytes.fromhex(head) + rtmp.RECORD, 0) == PICTURE
    assert tags.read(bytes.fromhex(head) + rtmp.RECORD, 0) is None


@pytest.mark.parametrize(
    "hexed",
    [
        "57 00",  # a command frame: seek begins
        "d1 61766331 00",  # the same, enhanced
        "17 02 000000",  # end of sequence
        "92 61766331",  # the same, enhanced
        "94 61766331 02 0009",  # metadata
        "96 01 61766331 01 000000 00000001 65",  # a ladder's lower step alone
        "91 6176",
        "97 ff 01",
        "97 05 00",
        "96 11",
        "96 11 61766331 01 ffffff 00",
    ],
)
def test_what_holds_no_picture_for_us_is_nothing(hexed):
    assert video(bytes.fromhex(hexed)) is None


@pytest.mark.parametrize(
    ("hexed", "out"),
    [
        ("af 01 6161", Frame(Kind.AUDIO, 90_000, 0, True, b"aa")),
        ("91 6d703461 6161", Frame(Kind.AUDIO, 90_000, 0, True, b"aa")),
        ("95 01 6d703461 00 6161", Frame(Kind.AUDIO, 90_000, 0, True, b"aa")),
        ("90 6d703461 1210", Codec(Kind.AUDIO, "mp4a", b"\x12\x10")),
        ("90 6d703461 1190", None),
        ("94 6d703461 00 02", None),  # multichannel layout
        ("92 6d703461", None),
        ("af 01", None),  # ffmpeg's flush
    ],
)
def test_sound_is_read_from_both_headers(hexed, out):
    assert audio(bytes.fromhex(hexed)) == out


@pytest.mark.parametrize(
    ("units", "key"),
    [
        ([b"\x67sps", b"\x68pps", b"\x06sei", b"\x65idr"], True),
        ([b"\x06sei", b"\x41slice"], False),
        ([b"", b"\x25idr"], True),
    ],
)
@pytest.mark.parametrize("flag", [0x17, 0x27])
def test_a_key_is_an_idr_slice_whatever_the_tag_says(units, key, flag):
    frame = video(bytes([flag, 1, 0, 0, 0]) + rtmp.picture(*units))
    assert isinstance(frame, Frame)
    assert frame.key is key


def test_nal_lengths_may_be_of_two_bytes():
    record = rtmp.RECORD[:4] + b"\xfd" + rtmp.RECORD[5:]
    assert video(b"\x17\1\0\0\0\0\3\x65ab", record=record) == Frame(Kind.VIDEO, 90_000, 0, True, b"\0\3\x65ab")


@pytest.mark.parametrize("payload", [b"", b"\0", b"\0\0\0\x05\x65", b"\0\0\0\1\x65\0", b"\xff\xff\xff\xff\x65"])
def test_nal_lengths_that_lie_are_counted_and_dropped(payload):
    tags = VideoTags(Unwrapped())
    tags.read(b"\x17\0\0\0\0" + rtmp.RECORD, 0)
    assert tags.read(b"\x17\1\0\0\0" + payload, 0) is None
    assert tags.damaged == 1


@given(st.binary(min_size=1, max_size=60))
def test_any_bytes_are_a_tag_or_a_refusal(body):
    for read, refusal in ((video, VideoCodec), (audio, AudioCodec)):
        thing = None
        with contextlib.suppress(refusal):
            thing = read(body)
        assert thing is None or isinstance(thing, Codec | Frame)


def test_signed_times():
    assert [enhanced.signed24(bytes.fromhex(raw), 0) for raw in ("000000", "7fffff", "800000", "ffffff")] == [
        0,
        8_388_607,
        -8_388_608,
        -1,
    ]
