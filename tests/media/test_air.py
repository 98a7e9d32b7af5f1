"""The broadcast delay and the cover: what the public gets, when, and what it never gets."""

import re
from datetime import datetime
from itertools import pairwise

import pytest
from tests.factories import media
from tests.factories.media import text

from xiangyue.kernel import clock
from xiangyue.media import air
from xiangyue.media.air import Arrivals
from xiangyue.media.answers import NoMedia
from xiangyue.media.frames import Codec, Kind

NOON_MS = 1_795_000_000_000


def words(studio):
    return [(state, facts.get("reason", "")) for state, facts in studio.told]


def bodies(rendition):
    """Every byte of the programme, in order, gaps left out."""
    found = re.findall(r"((?:#EXT-X-GAP\n)?)#EXTINF:[\d.]+,\n(\d+)\.m4s", text(rendition))
    return [rendition.segment(int(msn)) for gap, msn in found if not gap]


def dates(rendition):
    return re.findall("DATE-TIME:(.*)", text(rendition))


def tail(seconds, after):
    """What an encoder sends after its first `after` seconds, without a configuration."""
    whole = media.programme(media.video(seconds=seconds), media.audio(seconds=seconds))
    return [item for item in whole if not isinstance(item, Codec) and item.dts >= after * 90_000]


def twin(studio, tmp_path, hands):
    return media.Studio(tmp_path / "twin", hands)


# ------------------------------------------------ delay
@pytest.mark.slow  # sends two programmes
@pytest.mark.parametrize("delay_s", [1, 10, 60])
def test_a_delayed_programme_is_the_same_bytes_so_much_later(studio, tmp_path, hands, delay_s):
    studio.live(6)
    studio.broadcast.end()
    began = dates(studio.source)

    hands.move(NOON_MS - clock.now_ms())
    late = twin(studio, tmp_path, hands)
    late.broadcast.delay(delay_s)
    late.live(6)
    late.pass_ms(delay_s * 1000 + 100)
    late.broadcast.end()
    assert bodies(late.source) == bodies(studio.source)
    assert bodies(late.sound) == bodies(studio.sound)
    assert len(began) == len(dates(late.source)) > 1
    assert [later_ms(one, other) for one, other in zip(began, dates(late.source), strict=True)] == [
        delay_s * 1000 for _ in began
    ]


def later_ms(one, other):
    return (datetime.fromisoformat(other) - datetime.fromisoformat(one)).total_seconds() * 1000


def test_nobody_sees_a_frame_before_its_delay_is_over(studio):
    studio.broadcast.delay(20)
    studio.live(6)
    studio.pass_ms(13_900)
    with pytest.raises(NoMedia):
        text(studio.source)
    assert studio.broadcast.report()["publishing"]
    studio.pass_ms(1200)
    assert "#EXT-X-PART:" in text(studio.source)
    assert studio.told[0] == ("published", {"pdt": NOON_MS + 20_000})


def test_the_director_sees_the_picture_before_the_public_does(studio):
    studio.broadcast.delay(30)
    studio.live(6)
    assert "#EXT-X-PART:" in text(studio.broadcast.rendition("preview"))
    studio.broadcast.delay(0)
    assert text(studio.broadcast.rendition("preview")).endswith("#EXT-X-ENDLIST\n")


def test_the_report_says_where_the_camera_of_this_moment_is_seen(studio):
    seen = [studio.broadcast.picture]
    studio.connect()
    studio.send(media.programme(media.video(), media.audio()))
    seen.append(studio.broadcast.picture)
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.video(), media.audio()))
    seen.append(studio.broadcast.picture)
    studio.broadcast.cover(on=True)
    seen.append(studio.broadcast.picture)  # its first key frame is still to come
    studio.send(media.programme(media.video(), media.audio()))
    seen.append(studio.broadcast.picture)
    studio.broadcast.cover(on=False)
    studio.send(media.programme(media.video(), media.audio()))
    seen.append(studio.broadcast.picture)
    studio.broadcast.end()
    assert [*seen, studio.broadcast.picture] == ["none", "preview", "air", "air", "preview", "air", "none"]


def test_what_waits_when_the_lecture_ends_is_part_of_its_replay(studio, tmp_path, hands):
    studio.live(6)
    studio.broadcast.end()
    late = twin(studio, tmp_path, hands)
    late.broadcast.delay(30)
    late.live(6)
    late.broadcast.end()
    assert bodies(late.source) == bodies(studio.source)
    assert text(late.source).endswith("#EXT-X-ENDLIST\n")


def test_a_network_that_paused_shorter_than_the_delay_is_not_noticed(studio, tmp_path, hands):
    studio.broadcast.delay(10)
    studio.live(6)
    studio.pass_ms(10_100)
    studio.broadcast.end()

    late = twin(studio, tmp_path, hands)
    late.broadcast.delay(10)
    late.connect()
    late.broadcast.go_on_air()
    items = list(media.programme(media.video(seconds=6), media.audio(seconds=6)))
    late.send(item for item in items if isinstance(item, Codec) or item.dts < 180_000)
    late.pass_ms(3000)
    for frame in items:  # all that was recorded meanwhile, in one breath
        if not isinstance(frame, Codec) and 180_000 <= frame.dts < 450_000:
            late.encoder.frame(frame)
    late.send(item for item in items if not isinstance(item, Codec) and item.dts >= 450_000)
    late.pass_ms(10_100)
    late.broadcast.end()
    assert bodies(late.source) == bodies(studio.source)
    assert "#EXT-X-GAP" not in text(late.source)
    assert words(late) == [("published", ""), ("ended", "")]


def test_a_delay_that_grows_on_air_leaves_gaps_and_goes_on_at_a_key_frame(studio):
    studio.live(4)
    studio.broadcast.delay(5)
    studio.send(tail(12, 4))
    studio.pass_ms(5100)
    studio.broadcast.end()
    assert words(studio) == [("published", ""), ("away", ""), ("back", ""), ("ended", "")]
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 1
    assert dates(studio.source) == sorted(dates(studio.source))
    assert studio.told[2][1]["pdt"] == pytest.approx(NOON_MS + 4000 + 5000, abs=80)


def test_a_delay_that_shrinks_leaves_the_difference_out(studio):
    studio.broadcast.delay(5)
    studio.live(8)
    studio.broadcast.delay(0)
    studio.send(tail(12, 8))
    studio.broadcast.end()
    assert dates(studio.source) == sorted(dates(studio.source))
    pictures = sum(body.count(b"moof") for body in bodies(studio.source))
    assert 0 < pictures < 12 * 1000 / 333
    assert [state for state, _ in words(studio)] == ["published", "away", "back", "ended"]


def test_what_waits_is_bounded_and_goes_on_at_a_key_frame(studio, monkeypatch):
    frames = media.video(seconds=6)[1]
    monkeypatch.setattr(air, "HELD_BYTES", sum(len(frame.payload) for frame in frames[:45]))
    studio.broadcast.delay(60)
    studio.live(6)
    held = studio.broadcast._air
    kept = [item.item.dts for item in held._held if not isinstance(item.item, Codec) and item.item.kind is Kind.VIDEO]
    assert kept == [frame.dts for frame in frames[: len(kept)]]
    assert len(kept) + held.left_out == 180
    assert 30 < len(kept) <= 45
    assert "air-full" in [advice["code"] for advice in studio.broadcast.report()["advice"]]


def test_an_encoder_that_changes_behind_a_delay_changes_for_the_public_at_the_same_picture(studio):
    studio.broadcast.delay(10)
    studio.live(4)
    studio.connect("198.51.100.7:5000")
    studio.send(media.programme(media.video(width=320, height=180), media.audio()))
    assert words(studio) == []
    studio.pass_ms(10_100)
    assert re.findall(r'MAP:URI="(.*)"', text(studio.source)) == ["i1.mp4", "i2.mp4"]
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 1


# ------------------------------------------------ cover
def public(studio):
    """Parts with something in them that are listed now."""
    lines = text(studio.source).splitlines()
    return sum(line.startswith("#EXT-X-PART:") and "GAP=YES" not in line for line in lines)


def test_a_cover_throws_away_what_is_not_public_yet(studio):
    studio.live(4)
    before, listed = bodies(studio.source), public(studio)
    studio.broadcast.cover(on=True)
    studio.send(tail(9, 4))
    assert words(studio) == [("published", ""), ("away", "cover")]
    assert "#EXT-X-GAP" in text(studio.source)
    studio.broadcast.end()
    assert bodies(studio.source)[: len(before)] == before
    assert b"".join(bodies(studio.source)).count(b"moof") == listed


def test_the_programme_resumes_at_the_next_key_frame_after_the_cover(studio):
    studio.live(4)
    studio.broadcast.cover(on=True)
    studio.send(item for item in tail(12, 4) if item.dts < 7 * 90_000)
    studio.broadcast.cover(on=False)
    studio.send(tail(12, 7))
    studio.broadcast.end()
    assert words(studio) == [("published", ""), ("away", "cover"), ("back", ""), ("ended", "")]
    assert text(studio.source).count("#EXT-X-DISCONTINUITY\n") == 1
    assert studio.told[2][1]["pdt"] == pytest.approx(NOON_MS + 8000, abs=80)
    assert dates(studio.source) == sorted(dates(studio.source))


def test_a_cover_over_a_delay_drops_everything_that_waits(studio):
    """The mishap happened two seconds ago and is not public: it never will be."""
    studio.broadcast.delay(10)
    studio.live(6)
    studio.pass_ms(4500)  # half a second of it is public
    listed = public(studio)
    studio.broadcast.cover(on=True)
    studio.pass_ms(20_000)
    studio.broadcast.end()
    assert listed > 0
    assert b"".join(bodies(studio.source)).count(b"moof") == listed


def test_the_director_sees_through_the_cover(studio):
    studio.live(4)
    studio.broadcast.cover(on=True)
    studio.send(tail(9, 4))
    assert "#EXT-X-PART:" in text(studio.broadcast.rendition("preview"))
    assert studio.broadcast.report()["publishing"]


def test_a_lecture_that_goes_on_air_covered_shows_nothing(studio):
    studio.broadcast.cover(on=True)
    studio.live(6)
    with pytest.raises(NoMedia):
        text(studio.source)
    studio.broadcast.cover(on=False)
    studio.send(tail(9, 6))
    assert words(studio) == [("published", "")]


# ------------------------------------------------ an encoder that may come back with what it recorded
def test_a_patient_studio_goes_on_where_it_stopped(studio):
    studio.encoder = studio.broadcast.admit(media.Wire("page"), patience_ms=30_000)
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.video(seconds=4), media.audio(seconds=4)))
    studio.pass_ms(20_000)
    assert (studio.broadcast.state, words(studio)) == ("away", [("published", ""), ("away", "")])
    for frame in tail(24, 4):
        studio.encoder.frame(frame)
    assert studio.broadcast.state == "live"
    studio.broadcast.end()
    assert words(studio) == [("published", ""), ("away", ""), ("back", ""), ("ended", "")]
    assert "#EXT-X-GAP" not in text(studio.source)
    assert "#EXT-X-DISCONTINUITY\n" not in text(studio.source)
    moments = dates(studio.source)
    assert [later_ms(one, other) for one, other in pairwise(moments)] == pytest.approx(
        [2000] * (len(moments) - 1), abs=25
    )


def test_patience_ends(studio):
    studio.encoder = studio.broadcast.admit(media.Wire("page"), patience_ms=30_000)
    studio.broadcast.go_on_air()
    studio.send(media.programme(media.video(seconds=4), media.audio(seconds=4)))
    studio.pass_ms(33_000)
    assert "#EXT-X-GAP" not in text(studio.source)
    studio.pass_ms(1200)
    assert "#EXT-X-GAP" in text(studio.source)
    assert words(studio) == [("published", ""), ("away", "")]
    studio.send(list(media.programme(media.video(), media.audio(), start=9_000_000))[2:])
    assert words(studio)[2:] == [("back", "")]


# ------------------------------------------------ arrivals
def test_a_late_frame_is_dated_by_its_stamp():
    arrivals = Arrivals()
    assert arrivals.of(0, 1000) == 1000
    assert arrivals.of(90_000, 2000) == 2000
    assert arrivals.of(180_000, 9000) == pytest.approx(3000 + 10)
    assert arrivals.of(270_000, 9000) == pytest.approx(4010 + 10)


def test_an_encoder_with_a_fast_clock_is_never_dated_after_it_came():
    arrivals = Arrivals()
    moments = [arrivals.of(index * 93_000, index * 1000) for index in range(60)]
    assert moments == [index * 1000 for index in range(60)]


def test_sound_a_little_behind_the_picture_is_dated_a_little_before():
    arrivals = Arrivals()
    arrivals.of(90_000, 1000)
    assert arrivals.of(90_000 - 1800, 1004) == 980


def test_a_stamp_that_jumps_starts_anew():
    arrivals = Arrivals()
    arrivals.of(0, 1000)
    assert arrivals.of(9_000_000, 1033) == 1033
    assert arrivals.of(9_003_000, 1066) == 1066


def test_kinds_are_held_alike(studio):
    studio.broadcast.delay(2)
    studio.live(4)
    kinds = {held.item.kind for held in studio.broadcast._air._held if not isinstance(held.item, (Codec, str))}
    assert kinds == {Kind.VIDEO, Kind.AUDIO}
