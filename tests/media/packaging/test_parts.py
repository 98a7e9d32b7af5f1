"""The cutter's laws: whatever comes, nothing is lost, nothing is longer than the target, everything adds up."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from xiangyue.media.packaging.fmp4 import AudioSample
from xiangyue.media.packaging.parts import Cutter, Pace

PACE = Pace(part=30_060, segment=171_000, longest=400_000)


def feed(cutter, pictures, sounds):
    """All samples by time, as an encoder sends them; pictures are (dts, key)."""
    cuts = []
    events = sorted([(dts, 0, key) for dts, key in pictures] + [(ticks, 1, False) for ticks in sounds])
    for moment, kind, key in events:
        if kind == 0:
            cuts += cutter.picture(moment, 0, key, b"v%d" % moment)
        else:
            cuts += cutter.sound(AudioSample(moment, moment, b"a%d" % moment))
    return cuts


def started(*, pictures=True, sounds=True):
    cutter = Cutter(PACE)
    cutter.begin(pictures=pictures, sound_ticks=1920 if sounds else 0, discontinuity=False)
    return cutter


def check(cuts, *, end):
    """What must hold for any sequence of cuts."""
    at, inside = 0, False
    for cut in cuts:
        assert cut.start == at
        assert 0 <= cut.duration <= PACE.part
        assert cut.opens != inside or cut.duration == 0
        at, inside = cut.start + cut.duration, not cut.closes
    assert at == end
    assert not inside


def regular(fps, seconds, gop_s=2.0, jitter=90):
    """Stamps rounded to whole milliseconds, as RTMP rounds them."""
    step, gop = 90_000 / fps, round(gop_s * fps)
    return [(round(index * step / jitter) * jitter, index % gop == 0) for index in range(round(seconds * fps))]


def sounds(seconds, step=1920):
    return list(range(0, round(seconds * 90_000), step))


pictures_of_phones = some.lists(some.integers(1, 60_000), min_size=1, max_size=120).map(
    lambda steps: [(sum(steps[:index]), index % 17 == 0) for index in range(len(steps) + 1)]
)


@settings(max_examples=60, deadline=None)
@given(pictures_of_phones, some.booleans())
def test_nothing_is_lost_and_no_part_is_longer_than_the_target(pictures, with_sound):
    cutter = started(sounds=with_sound)
    heard = sounds(pictures[-1][0] / 90_000) if with_sound else []
    cuts = feed(cutter, pictures, heard) + cutter.flush(pictures[-1][0] + 3000)
    check(cuts, end=cutter.at)
    assert [sample.dts for cut in cuts for sample in cut.video] == [dts for dts, _ in pictures]
    assert [sample.ticks for cut in cuts for sample in cut.audio] == heard


@settings(max_examples=60, deadline=None)
@given(pictures_of_phones)
def test_parts_reach_85_per_cent_unless_they_begin_anew_or_end_a_segment(pictures):
    cutter = started()
    cuts = feed(cutter, pictures, sounds(pictures[-1][0] / 90_000))
    short = [cut for cut in cuts if cut.duration < 0.85 * PACE.part - 1 and not cut.closes]
    assert short == []


@settings(max_examples=40, deadline=None)
@given(pictures_of_phones, some.integers(1, 400_000))
def test_every_sample_lasts_until_the_next(pictures, gap):
    cutter = started(sounds=False)
    cuts = feed(cutter, pictures, []) + cutter.flush(pictures[-1][0] + gap)
    samples = [sample for cut in cuts for sample in cut.video]
    ends = [sample.dts + sample.duration for sample in samples]
    assert ends == [sample.dts for sample in samples[1:]] + [pictures[-1][0] + gap]


def test_a_regular_stream_is_cut_at_the_frame_that_would_cross():
    cuts = feed(started(), regular(30, 8), sounds(8))
    assert {cut.duration for cut in cuts} == {29_970, 30_060}
    assert [cut.start for cut in cuts if cut.opens] == [0, 180_000, 360_000, 540_000]
    assert all(cut.video[0].key for cut in cuts if cut.opens)


def test_a_part_goes_out_with_the_first_packet_that_is_not_in_it():
    cutter = started()
    for dts, key in regular(30, 0.33):
        assert cutter.picture(dts, 0, key, b"") == []
    (cut,) = cutter.picture(29_970, 0, False, b"")
    assert (cut.duration, len(cut.video)) == (29_970, 10)


def test_a_long_gop_is_cut_without_a_key_frame_and_falls_back_into_step_at_the_next():
    cuts = feed(started(), regular(30, 20, gop_s=8.333), sounds(20))
    segments = [cut for cut in cuts if cut.opens]
    assert [cut.video[0].key for cut in segments] == [True, False, True, False, True]
    lengths = [after.start - before.start for before, after in pairwise(segments)]
    assert max(lengths) < 4.5 * 90_000


def test_sound_alone_makes_segments_of_two_seconds():
    cuts = feed(started(pictures=False), [], sounds(20))
    assert {cut.duration for cut in cuts} == {28_800}
    assert [cut.start for cut in cuts if cut.opens] == [172_800 * turn for turn in range(10 + 1)][: len(cuts) // 6 + 1]


def test_sound_goes_on_while_the_picture_stalls():
    cutter = started()
    cuts = feed(cutter, regular(30, 1), sounds(4))
    assert cutter.at >= 3 * 90_000
    assert sum(len(cut.audio) for cut in cuts) > 140
    late = cutter.picture(4 * 90_000, 0, True, b"back")
    assert sum(len(cut.video) for cut in cuts + late + cutter.flush()) == 31


def test_silence_is_gaps_of_the_target_in_segments_of_two_seconds():
    cutter = started()
    feed(cutter, regular(30, 3), sounds(3))
    cutter.flush()
    gaps = cutter.silence(cutter.at + 10 * 30_060 + 7, whole=True)
    assert [cut.duration for cut in gaps] == [30_060] * 10
    assert [cut.opens for cut in gaps] == [True, False, False, False, False, False, True, False, False, False]
    (rest,) = cutter.silence(cutter.at + 7, whole=False)
    assert (rest.duration, rest.closes) == (7, True)


def test_a_discontinuity_marks_the_first_segment_that_has_media():
    cutter = started()
    feed(cutter, regular(30, 3), sounds(3))
    cutter.flush()
    cutter.begin(pictures=True, sound_ticks=1920, discontinuity=True)
    gaps = cutter.silence(cutter.at + 60_120, whole=False)
    at = cutter.at
    cuts = feed(cutter, [(at + dts, key) for dts, key in regular(30, 3)], [])
    assert [cut.discontinuity for cut in gaps] == [False] * len(gaps)
    assert next(cut.discontinuity for cut in cuts if cut.opens) is True


@pytest.mark.parametrize("fps", [5, 8, 11, 12, 14, 24, 59.94])
def test_any_rate_keeps_both_bounds(fps):
    cutter = started()
    cuts = feed(cutter, regular(fps, 12), sounds(12)) + cutter.flush(12 * 90_000)
    check(cuts, end=12 * 90_000)
    assert min(cut.duration for cut in cuts if not cut.closes) >= 0.85 * PACE.part - 1
