"""What real encoders sent, played back to a session. `tests/captures/record_rtmp.py` makes the files again."""

import random
from itertools import pairwise
from pathlib import Path

import av
import pytest
from tests.factories import rtmp

from xiangyue.media.frames import Frame, Kind
from xiangyue.media.ingest.session import Session

FOLDER = Path(__file__).parents[2] / "captures" / "rtmp"
PLAYED = ["ffmpeg", "ffmpeg-late", "ffmpeg-border", "obs", "pyav"]
REFUSED = {"pyav-hevc": "video-codec", "pyav-opus": "audio-codec"}


class Played:
    """A capture, told to a session in one piece or in many."""

    def __init__(self, name: str, sizes: random.Random | None = None) -> None:
        wire = (FOLDER / f"{name}.bin").read_bytes()
        self.desk, self.out = rtmp.OneKeyDesk("capture"), bytearray()
        self.session = Session(self.desk, "10.0.0.1", self.out.extend)
        while wire:
            size = sizes.randrange(1, 3000) if sizes else len(wire)
            self.session.receive(wire[:size])
            wire = wire[size:]
        self.seen = self.desk.admitted[0]

    def frames(self, kind: Kind) -> list[Frame]:
        return [frame for frame in self.seen.frames if frame.kind is kind]


@pytest.mark.parametrize("name", PLAYED)
def test_a_real_encoder_is_understood_to_the_end(name):
    played = Played(name)
    assert sorted(codec.name for codec in played.seen.codecs) == ["avc1", "mp4a"]
    assert played.seen.notes.keys() >= {"encoder", "client", "width", "height", "framerate", "video_kbps", "audio_kbps"}
    assert not played.seen.notes.keys() & {"damaged", "early"}
    assert (played.session.ended, played.session.detail) == ("", "")
    # OBS was cut off; the others took their leave.
    assert played.seen.closed == ([] if name == "obs" else ["closed"])
    pictures, sounds = played.frames(Kind.VIDEO), played.frames(Kind.AUDIO)
    assert pictures[0].key
    assert all(0 < after.dts - before.dts <= 9000 for before, after in pairwise(pictures))
    assert all(0 < after.dts - before.dts <= 2700 for before, after in pairwise(sounds))
    assert abs(pictures[-1].dts - sounds[-1].dts) < 45_000


@pytest.mark.slow  # libav decodes three seconds of picture and sound
@pytest.mark.parametrize("name", PLAYED)
def test_what_comes_out_is_what_a_decoder_can_play(name):
    played = Played(name)
    for codec in played.seen.codecs:
        decoder = av.CodecContext.create({"avc1": "h264", "mp4a": "aac"}[codec.name], "r")
        decoder.extradata = codec.record
        sent = played.frames(codec.kind)
        shown = [image for frame in sent for image in decoder.decode(av.Packet(frame.payload))]
        shown += decoder.decode(None)
        assert len(shown) == len(sent)


@pytest.mark.parametrize("name", [*PLAYED, *REFUSED])
def test_a_capture_in_pieces_tells_the_same(name):
    whole, pieces = Played(name), Played(name, random.Random(name))
    assert pieces.seen.frames == whole.seen.frames
    assert pieces.seen.codecs == whole.seen.codecs
    assert (pieces.seen.notes, pieces.seen.closed) == (whole.seen.notes, whole.seen.closed)


@pytest.mark.parametrize(
    ("name", "start_ms"), [("ffmpeg", 0), ("ffmpeg-late", 17_000_000), ("ffmpeg-border", 16_775_700)]
)
def test_time_begins_where_the_encoder_says(name, start_ms):
    pictures = Played(name).frames(Kind.VIDEO)
    assert len(pictures) == 45
    assert abs(pictures[0].dts - start_ms * 90) < 200 * 90
    if name == "ffmpeg-border":
        assert pictures[0].dts < 0xFFFFFF * 90 < pictures[-1].dts


def test_b_frames_keep_their_order_of_showing():
    pictures = Played("ffmpeg").frames(Kind.VIDEO)
    shown = sorted(frame.dts + frame.cts for frame in pictures)
    assert len({frame.cts for frame in pictures}) > 2
    assert all(5900 <= after - before <= 6100 for before, after in pairwise(shown))


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_an_enhanced_codec_is_refused_in_words(name, code):
    played = Played(name)
    level, status, text = rtmp.statuses(bytes(played.out))[-1]
    assert (level, status) == ("error", "NetStream.Publish.Denied")
    assert {"video-codec": "H.265/HEVC", "audio-codec": "Opus"}[code] in str(text)
    assert (played.seen.closed, played.session.ended) == ([code], code)
