"""A lecture survives its encoder and the server: same lecture, same numbering, one replay (P8)."""

import io
import re
from itertools import pairwise

import av
import pytest
from tests.factories import media
from tests.factories.media import text

from xiangyue.kernel import clock
from xiangyue.media.answers import NoMedia
from xiangyue.media.broadcast import Broadcast, master
from xiangyue.media.frames import Codec
from xiangyue.media.takeover import BadName, Ended

NOON_MS = 1_795_000_000_000


def words(studio):
    return [state for state, _ in studio.told]


def numbers(rendition):
    return [int(msn) for msn in re.findall(r"\n(\d+)\.m4s", text(rendition))]


def sound_of(seconds):
    return len(media.audio(seconds=float(seconds))[1])


def play(rendition):
    """What FFmpeg decodes of all that can be loaded: pictures and sound frames."""
    pictures = sounds = 0
    playlist = text(rendition)
    for block in playlist.split("#EXT-X-MAP:")[1:]:
        version = int(re.match(r'URI="i(\d+)', block)[1])
        chunks = re.findall(r"((?:#EXT-X-GAP\n)?)#EXTINF:[\d.]+,\n(\d+)\.m4s", block)
        data = rendition.init(version) + b"".join(rendition.segment(int(msn)) for gap, msn in chunks if not gap)
        with av.open(io.BytesIO(data)) as container:
            for packet in container.demux():
                pictures += packet.stream.type == "video" and packet.size > 0
                sounds += packet.stream.type == "audio" and packet.size > 0
    return pictures, sounds


# ------------------------------------------------ before, on and after air
def test_before_air_there_is_only_a_rehearsal(studio):
    studio.connect()
    studio.send(media.programme(media.video(), media.audio()))
    assert "#EXT-X-PART:" in text(studio.broadcast.rendition("preview"))
    assert (studio.broadcast.state, studio.told) == ("none", [])
    with pytest.raises(NoMedia):
        studio.broadcast.rendition("source")
    assert list(studio.root.iterdir()) == []


@pytest.mark.slow  # encodes three programmes
def test_air_begins_at_the_next_key_frame(studio):
    studio.connect()
    studio.send(media.programme(media.video(seconds=3), media.audio(seconds=3)))
    studio.broadcast.go_on_air()
    tail = [
        item for item in media.programme(media.video(seconds=9), media.audio(seconds=9)) if not isinstance(item, Codec)
    ]
    studio.send(item for item in tail if item.dts >= 3 * 90_000)
    assert words(studio) == ["published"]
    assert studio.told[0][1]["pdt"] == pytest.approx(NOON_MS + 4000, abs=80)
    assert text(studio.broadcast.rendition("preview")).endswith("#EXT-X-ENDLIST\n")
    assert play(studio.source)[0] == 120


def test_the_renditions_are_offered_with_codecs_and_measured_rates(studio):
    with pytest.raises(NoMedia):
        master(studio.broadcast)
    studio.live(6)
    offered = re.sub(r"BANDWIDTH=\d+", "BANDWIDTH=n", master(studio.broadcast))
    assert offered.splitlines()[2:] == [
        '#EXT-X-STREAM-INF:BANDWIDTH=n,AVERAGE-BANDWIDTH=n,CODECS="avc1.42c00b,mp4a.40.2",RESOLUTION=160x96,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE',
        "source/live.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=n,AVERAGE-BANDWIDTH=n,CODECS="mp4a.40.2"',
        "audio/live.m3u8",
    ]


def test_ending_completes_the_list_and_tells_the_encoder(studio):
    studio.live(5)
    wire = studio.encoder._connection
    studio.broadcast.end()
    studio.broadcast.end()
    assert words(studio) == ["published", "ended"]
    assert wire.refusals == [("lecture-ended", "这场宣讲已经结束，请停止推流。")]
    assert text(studio.source).endswith("#EXT-X-ENDLIST\n")
    assert play(studio.source) == (150, sound_of(5))
    with pytest.raises(Ended):
        studio.connect()


# ------------------------------------------------ encoders come and go
def test_an_encoder_that_returns_continues_the_same_lecture(studio):
    studio.live(4)
    studio.encoder.close("timeout")
    studio.pass_ms(2000)
    studio.connect()
    studio.send(media.programme(media.video(), media.audio(), start=7_000_000))
    studio.broadcast.end()
    assert words(studio) == ["published", "away", "back", "ended"]
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 1
    assert text(studio.source).count("#EXT-X-MAP") == 1
    assert numbers(studio.source) == list(range(len(numbers(studio.source))))
    assert play(studio.source) == (120 + 180, sound_of(4) + sound_of(6))


def test_silence_on_an_open_wire_is_told_as_away_after_a_target_duration(studio):
    studio.live(4)
    studio.pass_ms(3900)
    assert (studio.broadcast.state, words(studio)) == ("live", ["published"])
    studio.pass_ms(200)
    assert (studio.broadcast.state, words(studio)) == ("away", ["published", "away"])
    assert studio.told[1][1]["pdt"] == pytest.approx(NOON_MS + 4000, abs=40)


def test_the_newest_connection_wins_once(studio):
    studio.live(4)
    first = studio.encoder._connection
    wire = studio.connect("198.51.100.7:5000")
    assert first.refusals == [("BadName", "另一台设备已接管直播。")]
    studio.send(media.programme(media.video(), media.audio()))
    with pytest.raises(BadName):
        studio.broadcast.admit(media.Wire("192.0.2.10:40001"))
    assert wire.refusals == []
    assert studio.broadcast.state == "live"
    assert "away" not in words(studio)


def test_late_bytes_of_a_displaced_encoder_change_nothing(studio):
    studio.live(4)
    old = studio.encoder
    studio.connect("198.51.100.7:5000")
    studio.send(media.programme(media.video(seconds=2), media.audio(seconds=2)))
    before = text(studio.source)
    for item in media.programme(media.video(), media.audio()):
        old.codec(item) if isinstance(item, Codec) else old.frame(item)
    old.close("closed")
    assert text(studio.source) == before


def test_a_revoked_key_sends_the_publisher_away(studio):
    studio.live(4)
    wire = studio.encoder._connection
    studio.broadcast.revoke()
    assert wire.refusals[0][0] == "key-revoked"
    assert studio.broadcast.state == "away"


# ------------------------------------------------ odd streams
@pytest.mark.slow  # encodes a larger picture
def test_a_changed_picture_gets_a_new_init_segment(studio):
    studio.live(4)
    studio.send(media.programme(media.video(width=320, height=180), media.audio(), start=4 * 90_000))
    playlist = text(studio.source)
    assert playlist.count("#EXT-X-DISCONTINUITY\n") == 1
    assert re.findall(r'MAP:URI="(.*)"', playlist) == ["i1.mp4", "i2.mp4"]
    assert re.findall(r'MAP:URI="(.*)"', text(studio.sound)) == ["i1.mp4"]
    studio.broadcast.end()
    assert play(studio.source)[0] == 120 + 180


def test_a_clock_that_jumps_is_a_discontinuity_and_dates_stay_in_order(studio):
    studio.live(4)
    for start in (90_000_000, 1000, 50_000_000):
        studio.send(list(media.programme(media.video(seconds=4), media.audio(seconds=4), start=start))[2:])
    playlist = text(studio.source)
    assert playlist.count("#EXT-X-DISCONTINUITY\n") == 3
    dates = re.findall("DATE-TIME:(.*)", playlist)
    assert dates == sorted(dates)
    assert words(studio) == ["published"]


def test_picture_without_sound(studio):
    studio.connect()
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.video()))
    assert 'CODECS="avc1.42c00b",' in master(studio.broadcast)
    assert "audio/" not in master(studio.broadcast)
    studio.broadcast.end()
    assert play(studio.source) == (180, 0)


def test_sound_without_picture(studio):
    studio.connect()
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.audio()))
    studio.broadcast.end()
    assert play(studio.source) == play(studio.sound) == (0, sound_of(6))


def test_sound_from_before_the_first_picture_that_comes_late_is_left_out(studio):
    """A converter hands sound over a little later than the picture it belongs to."""
    studio.connect()
    studio.broadcast.go_on_air()
    (video, pictures), (audio, sounds) = media.video(), media.audio()
    late = [media.shifted(sound, -4500) for sound in sounds]
    studio.encoder.codec(video)
    studio.encoder.codec(audio)
    for picture in pictures[:15]:
        studio.encoder.frame(picture)
    for frame in sorted((*pictures[15:], *late), key=lambda frame: frame.dts + 4500 * (frame in late)):
        studio.encoder.frame(frame)
    studio.broadcast.end()
    assert play(studio.source) == (180, sound_of(6) - 3)


def test_sound_that_comes_late_joins_at_a_key_frame(studio):
    studio.connect()
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.video(seconds=3)))
    codec, sounds = media.audio(seconds=9)
    pictures = media.video(seconds=9)
    studio.encoder.codec(codec)
    both = media.programme((pictures[0], pictures[1][90:]), (codec, sounds[141:]))
    studio.send(both)
    studio.broadcast.end()
    assert re.findall(r'MAP:URI="(.*)"', text(studio.source)) == ["i1.mp4", "i2.mp4"]
    assert play(studio.source)[0] == 270
    assert play(studio.source)[1] > 200


@pytest.mark.slow  # twenty seconds of media
def test_a_picture_that_dies_leaves_the_sound_on_air_and_may_return(studio):
    studio.live(4)
    _, sounds = media.audio(seconds=20)
    studio.send(frame for frame in sounds if 4 * 90_000 <= frame.dts < 14 * 90_000)
    assert studio.broadcast.state == "live"
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 1
    pictures = [media.shifted(frame, 14 * 90_000) for frame in media.video()[1]]
    rest = [frame for frame in sounds if frame.dts >= 14 * 90_000]
    studio.send(sorted([*pictures, *rest], key=lambda frame: frame.dts))
    studio.broadcast.end()
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 2
    assert play(studio.source)[0] == 120 + 180


@pytest.mark.parametrize("b_frames", [0, 2])
def test_every_frame_that_came_can_be_played(studio, b_frames):
    studio.live(6, b_frames=b_frames)
    studio.broadcast.end()
    assert play(studio.source) == (180, sound_of(6))
    assert play(studio.sound) == (0, sound_of(6))


def test_parts_put_together_are_the_segment(studio):
    studio.live(8)
    for rendition in (studio.source, studio.sound):
        for msn in range(3):
            parts = [rendition.part(msn, index) for index in range(6)]
            assert b"".join(parts) == rendition.segment(msn)
    durations = [float(item) for item in re.findall(r"DURATION=([\d.]+),URI=\"1\.", text(studio.source))]
    assert sum(durations) == pytest.approx(2.0)


@pytest.mark.slow  # a minute of media
def test_dates_follow_the_clock_of_the_wall_slowly(studio):
    """An encoder whose clock runs 3 % slow: dates are mended by at most one hundredth, and never go back."""
    studio.connect()
    studio.broadcast.go_on_air()
    for item in media.programme(media.video(seconds=60), media.audio(seconds=60)):
        if isinstance(item, Codec):
            studio.encoder.codec(item)
        else:
            wall = NOON_MS + item.dts // 90 * 103 // 100
            studio.pass_ms(wall - clock.now_ms(), tick=False)
            studio.encoder.frame(item)
    dates = [
        float(minute) * 60 + float(second)
        for minute, second in re.findall(r"T\d\d:(\d\d):([\d.]+)Z", text(studio.source))
    ]
    steps = [after - before for before, after in pairwise(dates)]
    assert min(steps) >= 1.98
    assert max(steps) <= 2.021
    assert steps[-1] > 2.01


# ------------------------------------------------ the server goes and comes back
def test_a_restart_goes_on_with_the_next_number(studio):
    studio.live(5)
    listed = text(studio.source)
    bodies = {msn: studio.source.segment(msn) for msn in (0, 1)}
    studio.hands.move(7000)
    studio.open()
    assert studio.broadcast.state == "away"
    again = text(studio.source)
    for line in re.findall(r'URI="(\d+\.\d+)\.m4s"', listed.split("#EXT-X-PRELOAD")[0]):
        assert f'"{line}.m4s"' in again
    assert {msn: studio.source.segment(msn) for msn in (0, 1)} == bodies
    assert studio.source.part(2, 1)
    last = studio.source.last[0]
    studio.connect()
    studio.send(media.programme(media.video(), media.audio()))
    assert numbers(studio.source)[:4] == [0, 1, 2, 3]
    after = text(studio.source).split("#EXT-X-DISCONTINUITY\n")[1]
    assert int(re.search(r'URI="(\d+)\.0\.m4s"', after)[1]) > last
    assert re.search("DATE-TIME:(.*)", after)[1] >= "2026-11-18T11:06:51.9"
    studio.broadcast.end()
    assert play(studio.source)[0] == 140 + 180, "ten pictures were not yet listed when the process died"


def test_a_finished_lecture_is_the_same_when_opened_again(studio):
    studio.live(8)
    studio.broadcast.end()
    again = Broadcast.load(studio.lecture, studio.root, studio.rules)
    assert again.state == "ended"
    assert text(again.rendition("source")) == text(studio.source)
    assert text(again.rendition("audio")) == text(studio.sound)
    assert master(again) == master(studio.broadcast)
    assert again.rendition("source").init(1) == studio.source.init(1)
    assert play(again.rendition("source")) == (240, sound_of(8))


def test_targets_stay_as_they_were_begun(studio):
    studio.live(4)
    studio.rules = media.MediaRules(part_ms=500, target_s=6)
    studio.open()
    assert "#EXT-X-TARGETDURATION:4\n" in text(studio.source)
    assert "PART-TARGET=0.334\n" in text(studio.source)


def test_the_report_is_complete(studio):
    studio.live(6)
    studio.encoder.note("encoder", "obs-output module (libobs version 30.2)")
    report = studio.broadcast.report()
    assert report["encoder"] == "obs-output module (libobs version 30.2)"
    assert (report["state"], report["since_ms"], report["advice"]) == ("live", NOON_MS, [])
    assert {**report["video"], "kbps": 0} == {
        "codec": "avc1.42c00b",
        "width": 160,
        "height": 96,
        "fps": 30.0,
        "gop_s": 2.0,
        "kbps": 0,
    }
    assert report["audio"]["rate"] == 48_000
    studio.encoder.close("closed")
    assert [item["code"] for item in studio.broadcast.report()["advice"]] == ["publisher-away"]


def test_frames_without_a_configuration_are_passed_over(studio):
    studio.connect()
    studio.broadcast.go_on_air()
    for frame in media.video()[1]:
        studio.encoder.frame(frame)
    assert studio.broadcast.state == "none"
    assert studio.broadcast._codecs == {}
