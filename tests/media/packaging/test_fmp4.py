"""What we write, others must read: FFmpeg's demuxer and decoders judge the bytes."""

import io
import logging

import av
import pytest
from tests.factories import media

from xiangyue.media.packaging import aac, fmp4, h264
from xiangyue.media.packaging.aac import BadAudio
from xiangyue.media.packaging.fmp4 import Audio, AudioSample, Video, VideoSample
from xiangyue.media.packaging.h264 import BadVideo


def tracks(**options):
    (codec, pictures), (sound_codec, sounds) = media.video(seconds=2.0, **options), media.audio(seconds=2.0)
    video = Video(h264.picture(codec.record), codec.record)
    audio = Audio(aac.sound(sound_codec.record), sound_codec.record)
    ends = [frame.dts for frame in pictures[1:]] + [pictures[-1].dts + 3000]
    samples = [VideoSample(f.dts, f.cts, f.key, f.payload, end - f.dts) for f, end in zip(pictures, ends, strict=True)]
    return video, samples, audio, [AudioSample(f.dts, 1024 * index, f.payload) for index, f in enumerate(sounds)]


def decode(data, caplog):
    """Pictures and AAC frames with their presentation times; any complaint of FFmpeg fails."""
    av.logging.set_level(av.logging.WARNING)
    with caplog.at_level(logging.WARNING), av.open(io.BytesIO(data)) as container:
        frames = list(container.decode(video=0)) if container.streams.video else []
    with av.open(io.BytesIO(data)) as container:
        sounds = list(container.decode(audio=0)) if container.streams.audio else []
    av.logging.set_level(None)
    assert caplog.messages == []
    return frames, sounds


@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_movie_of_two_parts_decodes_whole(b_frames, caplog):
    video, pictures, audio, sounds = tracks(b_frames=b_frames)
    data = fmp4.init_segment(video, audio)
    data += fmp4.fragment(1, pictures[:30], sounds[:47]) + fmp4.fragment(2, pictures[30:], sounds[47:])
    frames, heard = decode(data, caplog)
    assert len(frames) == len(pictures)
    assert len(heard) == len(sounds)
    assert [round(frame.pts) for frame in frames] == sorted(sample.dts + sample.cts for sample in pictures)


def test_times_beyond_32_bits_survive(caplog):
    video, pictures, _, _ = tracks()
    far = 1 << 40
    late = [sample._replace(dts=sample.dts + far) for sample in pictures]
    frames, _ = decode(fmp4.init_segment(video, None) + fmp4.fragment(1, late, ()), caplog)
    assert frames[0].pts == far


def test_a_picture_may_be_shown_before_its_turn_to_be_decoded(caplog):
    """trun version 1: composition offsets are signed (ISO 14496-12 section 8.8.8)."""
    video, pictures, _, _ = tracks()
    early = [sample._replace(cts=-900, dts=sample.dts + 9000) for sample in pictures]
    body = fmp4.fragment(1, early, ())
    assert body[76:80] == b"\x01\x00\x0f\x01"
    assert body[100:104] == (-900).to_bytes(4, "big", signed=True)
    frames, _ = decode(fmp4.init_segment(video, None) + body, caplog)
    assert [frame.pts - frames[0].pts for frame in frames] == [sample.dts - 9000 for sample in early]


def test_sound_alone_decodes(caplog):
    _, _, audio, sounds = tracks()
    frames, heard = decode(fmp4.init_segment(None, audio) + fmp4.fragment(1, (), sounds), caplog)
    assert (frames, len(heard)) == ([], len(sounds))


@pytest.mark.parametrize(("width", "height"), [(160, 96), (176, 144), (320, 180), (90, 160)])
def test_the_picture_is_read_from_the_parameter_set(width, height):
    codec, _ = media.video(seconds=0.2, width=width, height=height)
    picture = h264.picture(codec.record)
    assert (picture.width, picture.height, picture.fps, picture.aspect) == (width, height, 30.0, (1, 1))


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 2), (44_100, 2), (22_050, 1), (16_000, 1)])
def test_the_sound_is_read_from_its_configuration(rate, channels):
    codec, _ = media.audio(seconds=0.2, rate=rate, channels=channels)
    assert aac.sound(codec.record) == aac.Sound("mp4a.40.2", rate, channels, 1024)


def test_high_efficiency_sound_keeps_the_clock_of_its_core():
    assert aac.sound(bytes.fromhex("2b098800")) == aac.Sound("mp4a.40.5", 24_000, 1, 1024)


def test_an_init_segment_can_be_read_back():
    video, _, audio, _ = tracks()
    assert fmp4.read_init(fmp4.init_segment(video, audio)) == (video, audio)
    assert fmp4.read_init(fmp4.init_segment(None, audio)) == (None, audio)


def test_records_that_lie_are_refused():
    record = media.video(seconds=0.2)[0].record
    for wrong in (b"", b"\1", record[:9], record[:6] + b"\xff\xff" + record[8:], b"\0" + record[1:], record[:12]):
        with pytest.raises(BadVideo):
            h264.picture(wrong)
    for wrong in (b"", b"\x12", b"\xff\xff\xff\xff", b"\x17\x90"):
        with pytest.raises(BadAudio):
            aac.sound(wrong)
