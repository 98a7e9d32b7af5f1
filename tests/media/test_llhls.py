"""The rules of draft-pantos-hls-rfc8216bis-22 a low-latency origin must keep, one test each, named by section."""

import re

import m3u8
import pytest
from tests.factories import media
from tests.factories.media import text

from xiangyue.kernel import clock
from xiangyue.media.answers import Answer, BadDirective, NoMedia, TooLate, Wait

PART = re.compile(r'#EXT-X-PART:DURATION=([\d.]+),URI="(\d+)\.(\d+)\.m4s"(,INDEPENDENT=YES)?(,GAP=YES)?')
EXTINF = re.compile(r"#EXTINF:([\d.]+),\n(\d+)\.m4s")


def parts(playlist):
    return [(float(d), int(m), int(i), bool(k), bool(g)) for d, m, i, k, g in PART.findall(playlist)]


def segments(playlist):
    return [(float(duration), int(msn)) for duration, msn in EXTINF.findall(playlist)]


# ------------------------------------------------ tags
@pytest.mark.slow  # thirty seconds of media
def test_4_4_3_1_every_extinf_rounded_is_at_most_the_target_duration(studio):
    """ "The EXTINF duration of each Media Segment in the Playlist file, when rounded to the nearest integer, MUST be
    less than or equal to the Target Duration." """
    studio.live(30, gop_s=9.0)
    assert max(round(duration) for duration, _ in segments(text(studio.source))) == 4


def test_4_4_3_1_target_duration_never_changes(studio):
    studio.live(6, gop_s=1.0)
    before = re.findall(r"TARGETDURATION:\d+", text(studio.source))
    studio.send(media.programme(media.video(seconds=12, gop_s=9.0), start=6 * 90_000))
    assert re.findall(r"TARGETDURATION:\d+", text(studio.source)) == before == ["TARGETDURATION:4"]


def test_4_4_3_7_part_target_is_declared(studio):
    studio.live(3)
    assert "#EXT-X-PART-INF:PART-TARGET=0.334\n" in text(studio.source)


def test_4_4_3_8_server_control_holds_back_three_targets_and_skips_after_six(studio):
    """HOLD-BACK "MUST be at least three times the Target Duration"; PART-HOLD-BACK "SHOULD be at least three times the
    Part Target Duration"; the Skip Boundary "MUST be at least six times the Target Duration"."""
    studio.live(3)
    line = "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.002,HOLD-BACK=12.0,CAN-SKIP-UNTIL=24.0\n"
    assert line in text(studio.source)
    assert line in text(studio.sound)


@pytest.mark.slow  # encodes at several rates
@pytest.mark.parametrize("fps", [12, 15, 24, 25, 30, 50])
def test_4_4_4_9_part_durations(studio, fps):
    """ "The duration of a Partial Segment MUST be less than or equal to the Part Target Duration. [It] MUST be at least
    85% of the Part Target Duration, with the exception of Partial Segments with INDEPENDENT=YES or GAP=YES [...] and
    the final Partial Segment of any Parent Segment." """
    studio.live(8, fps=fps)
    listed = parts(text(studio.source))
    last = {msn: index for _, msn, index, _, _ in listed}
    assert max(duration for duration, *_ in listed) <= 0.334
    assert [item for item in listed if item[0] < 0.85 * 0.334 and not item[3] and last[item[1]] != item[2]] == []


def test_4_4_4_9_a_part_with_a_key_frame_is_independent(studio):
    studio.live(6, gop_s=1.0)
    listed = parts(text(studio.source))
    assert [index for _, msn, index, key, _ in listed if key and msn == 1] == [0, 3]
    assert all(key for _, _, _, key, _ in parts(text(studio.sound)))


def test_4_4_4_9_tags_of_a_segment_stand_before_its_first_part(studio):
    """ "they MUST appear before the first EXT-X-PART tag of that Parent Segment" """
    studio.live(5)
    lines = text(studio.source).splitlines()
    first = next(index for index, line in enumerate(lines) if "EXT-X-PART:" in line)
    assert lines[first - 2 : first] == ['#EXT-X-MAP:URI="i1.mp4"', "#EXT-X-PROGRAM-DATE-TIME:2026-11-18T11:06:40.000Z"]


@pytest.mark.slow  # forty seconds of media
def test_6_2_2_parts_are_listed_only_near_the_end_and_can_be_had_longer(studio):
    """ "EXT-X-PART tags SHOULD be removed from the Playlist after they are greater than three Target Durations from the
    end [...] Clients MUST be able to download the Partial Segment for at least three Target Durations after" """
    studio.live(40)
    listed = parts(text(studio.source))
    assert (listed[0][1], studio.source.last) == (13, (19, 4))
    assert len(studio.source.part(9, 0)) > 100
    with pytest.raises(NoMedia):
        studio.source.part(5, 0)


def test_6_2_2_a_live_list_has_no_playlist_type_and_a_finished_one_is_vod(studio):
    studio.live(5)
    assert "PLAYLIST-TYPE" not in text(studio.source)
    studio.broadcast.end()
    finished = text(studio.source)
    assert "#EXT-X-PLAYLIST-TYPE:VOD\n" in finished
    assert finished.endswith("#EXT-X-ENDLIST\n")
    assert "EXT-X-PART" not in finished
    assert "PRELOAD" not in finished


@pytest.mark.slow  # two hundred and forty seconds of media, to fill a piece of the list
def test_6_2_2_media_and_discontinuity_sequence_count_what_left_the_window(tmp_path, hands):
    """MEDIA-SEQUENCE "MUST be incremented by 1 for every Media Segment that is removed"; DISCONTINUITY-SEQUENCE so that
    "the Discontinuity Sequence Numbers of the segments still in the Media Playlist remain unchanged"."""
    studio = media.Studio(tmp_path, hands, media.MediaRules(window_ms=60_000))
    studio.live(4)
    for turn in range(1, 60):
        studio.encoder.close("closed")
        studio.connect()
        studio.send(media.programme(media.video(seconds=4), media.audio(seconds=4), start=turn * 1000))
    playlist = text(studio.source)
    first = int(re.search(r"MEDIA-SEQUENCE:(\d+)", playlist)[1])
    passed = int(re.search(r"DISCONTINUITY-SEQUENCE:(\d+)", playlist)[1])
    assert first >= 64
    assert segments(playlist)[0][1] == first
    assert passed + playlist.count("#EXT-X-DISCONTINUITY\n") == 59
    assert 60 <= sum(duration for duration, _ in segments(playlist)) < 60 + 130
    last = studio.source.last[0]
    studio.broadcast.end()
    assert [msn for _, msn in segments(text(studio.source))] == list(range(last + 1)), (
        "a finished lecture is listed whole"
    )
    studio.open()
    assert [msn for _, msn in segments(text(studio.source))] == list(range(last + 1))


def test_4_4_5_3_exactly_one_part_is_hinted(studio):
    """ "The Server SHOULD NOT add more than one EXT-X-PRELOAD-HINT tag with the same TYPE" """
    studio.live(5)
    msn, index = studio.source.last
    hint = f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{msn}.{index + 1}.m4s"'
    assert [line for line in text(studio.source).splitlines() if "PRELOAD" in line] == [hint]


def test_4_4_5_4_the_other_rendition_is_reported(studio):
    studio.live(5)
    msn, index = studio.source.last
    report = f'#EXT-X-RENDITION-REPORT:URI="../audio/live.m3u8",LAST-MSN={msn},LAST-PART={index}'
    assert text(studio.source).splitlines()[-1] == report
    assert text(studio.sound).splitlines()[-1] == report.replace("audio", "source")


def test_6_2_4_renditions_are_in_step(studio):
    """ "Matching content in Variant Streams and Renditions MUST have matching timestamps [and] matching Discontinuity
    Sequence Numbers. Each Media Playlist [...] MUST have the same Target Duration." """
    studio.live(9)
    source, sound = text(studio.source), text(studio.sound)
    assert segments(source) == segments(sound)
    assert [part[:3] for part in parts(source)] == [part[:3] for part in parts(sound)]
    assert re.findall("DATE-TIME:.*", source) == re.findall("DATE-TIME:.*", sound)


def test_4_3_5_1_independent_segments_are_only_promised_when_true(studio):
    studio.live(6)
    assert "#EXT-X-INDEPENDENT-SEGMENTS\n" in text(studio.source)
    studio.send(media.programme(media.video(seconds=12, gop_s=9.0), start=6 * 90_000))
    assert "#EXT-X-INDEPENDENT-SEGMENTS\n" not in text(studio.source)


def test_4_the_text_parses(studio):
    studio.live(9)
    parsed = m3u8.loads(text(studio.source))
    assert parsed.target_duration == 4
    assert parsed.part_inf.part_target == 0.334
    assert parsed.server_control.can_skip_until == 24.0
    assert [segment.uri for segment in parsed.segments if segment.uri] == ["0.m4s", "1.m4s", "2.m4s", "3.m4s"]
    assert parsed.preload_hint.hint_type == "PART"


# ------------------------------------------------ when media stays away
def test_6_2_1_a_new_part_within_each_part_target_even_without_an_encoder(studio):
    """ "the Server MUST add a new Partial Segment to the Playlist within one Part Target Duration after it added the
    previous Partial Segment." """
    studio.live(4)
    studio.encoder.close("closed")
    counts = []
    for _ in range(9):
        studio.pass_ms(334)
        counts.append(studio.source.last)
    assert counts == sorted(set(counts))
    assert parts(text(studio.source))[-1][4]
    assert "#EXT-X-GAP\n" in text(studio.source)


def test_4_4_4_9_parts_that_are_not_available_carry_gap(studio):
    studio.live(4)
    studio.encoder.close("closed")
    studio.pass_ms(1000)
    msn, index = studio.source.last
    assert f'URI="{msn}.{index}.m4s",GAP=YES' in text(studio.source)
    with pytest.raises(NoMedia):
        studio.source.part(msn, index)


def test_4_4_4_3_after_a_gap_comes_a_discontinuity_and_numbers_go_on(studio):
    studio.live(4)
    studio.encoder.close("closed")
    studio.pass_ms(3000)
    gap = studio.source.last[0]
    studio.connect()
    studio.send(media.programme(media.video(), media.audio()))
    playlist = text(studio.source)
    assert playlist.count("#EXT-X-DISCONTINUITY\n") == 1
    after = playlist.split("#EXT-X-DISCONTINUITY\n")[1]
    assert parts(after)[0][1:3] == (gap + 1, 0)
    assert [msn for _, msn in segments(playlist)] == list(range(segments(playlist)[-1][1] + 1))


# ------------------------------------------------ delivery directives
@pytest.mark.slow  # half a minute of media, to have something to skip
def test_6_2_5_1_a_delta_replaces_what_is_past_the_skip_boundary(studio):
    """ "Media Segments that are further from the end of the last Media Segment than the Skip Boundary, as well as their
    associated tags, are replaced by an EXT-X-SKIP tag" """
    studio.live(32)
    full, delta = text(studio.source), text(studio.source, skip=True)
    skipped = int(re.search(r"SKIPPED-SEGMENTS=(\d+)", delta)[1])
    assert segments(full)[skipped:] == segments(delta)
    assert sum(duration for duration, _ in segments(delta)) >= 24
    assert sum(duration for duration, _ in segments(delta)[1:]) < 24
    assert full.endswith(delta.split("#EXT-X-PROGRAM-DATE-TIME", 1)[1])
    assert '#EXT-X-MAP:URI="i1.mp4"\n' in delta


def test_6_2_5_1_skip_is_ignored_when_there_is_nothing_to_skip_or_the_list_has_ended(studio):
    studio.live(9)
    assert text(studio.source, skip=True) == text(studio.source)
    studio.broadcast.end()
    assert text(studio.source, skip=True) == text(studio.source)


def test_6_2_5_2_a_listed_part_is_answered_at_once_with_the_entire_playlist(studio):
    """ "The Server MUST deliver the entire Playlist, even if the requested Media Segment is not the last one" """
    studio.live(9)
    assert text(studio.source, msn=1) == text(studio.source, msn=0, part=2) == text(studio.source)


def test_6_2_5_2_the_next_part_waits_until_it_is_listed(studio):
    """ "the Server MUST defer responding to the request until the Playlist contains the Partial Segment" """
    studio.live(5)
    msn, index = studio.source.last
    wait = studio.source.playlist(msn=msn, part=index + 1)
    assert wait == Wait(msn, index + 1)
    woken = []
    waiter = studio.source.wait(wait, lambda: woken.append(waiter.result().body.decode()))
    assert studio.source.waiting == 1
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))
    assert len(woken) == 1
    assert parts(woken[0])[-1][1:3] == (msn, index + 1)
    assert studio.source.waiting == 0


def test_6_2_5_2_all_who_wait_get_the_same_bytes(studio):
    studio.live(5)
    msn, index = studio.source.last
    waiters, answers = [], []
    for _ in range(3):
        wait = studio.source.playlist(msn=msn, part=index + 1)
        waiters.append(studio.source.wait(wait, lambda: answers.append(waiters[len(answers)].result())))
    assert studio.source.waiting == 3
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))
    assert len(answers) == 3
    assert answers[0].body is answers[1].body is answers[2].body
    assert answers[0].packed is answers[1].packed is answers[2].packed


def test_6_2_5_2_a_number_without_part_means_its_first_part(studio):
    studio.live(5)
    msn = studio.source.last[0]
    assert studio.source.playlist(msn=msn + 1) == Wait(msn + 1, 0)
    assert isinstance(studio.source.playlist(msn=msn), Answer)


def test_6_2_5_2_a_part_beyond_the_last_is_part_0_of_the_next(studio):
    """ "If the Client requests a Part Index greater than that of the final Partial Segment of the Parent Segment, the
    Server MUST treat the request as one for Part Index 0 of the following Parent Segment." """
    studio.live(5)
    assert isinstance(studio.source.playlist(msn=1, part=7), Answer)
    msn, index = studio.source.last
    wait = studio.source.playlist(msn=msn, part=index + 8)
    reached = []
    studio.source.wait(wait, lambda: reached.append(studio.source.last))
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))
    assert reached == [(msn + 1, 0)]


def test_6_2_5_2_a_part_without_number_is_a_bad_request(studio):
    """ "If the Playlist URI contains an _HLS_part directive but no _HLS_msn directive, the Server MUST return Bad
    Request" """
    studio.live(3)
    with pytest.raises(BadDirective):
        studio.source.playlist(part=1)


def test_6_2_5_2_too_far_ahead_is_a_bad_request(studio):
    """ "greater than the Media Sequence Number of the last Media Segment in the current Playlist plus two, or if the
    _HLS_part exceeds the last Partial Segment by the Advance Part Limit" (3 / 0.334 = 8.98)"""
    studio.live(5)
    msn, index = studio.source.last
    assert studio.source.playlist(msn=msn + 1) == Wait(msn + 1, 0)
    assert studio.source.playlist(msn=msn, part=index + 8) == Wait(msn, index + 8)
    for directives in ({"msn": msn + 2}, {"msn": msn, "part": index + 9}, {"msn": msn + 1, "part": 9}):
        with pytest.raises(BadDirective):
            studio.source.playlist(**directives)


def test_6_2_5_2_after_three_target_durations_the_service_is_unavailable(tmp_path, hands):
    """ "A Server that cannot provide the requested Playlist after blocking for more than three Target Durations SHOULD
    return Service Unavailable" """
    studio = media.Studio(tmp_path, hands, media.MediaRules(silence_ms=60_000)).live(5)
    msn, index = studio.source.last
    late = []
    waiter = studio.source.wait(studio.source.playlist(msn=msn, part=index + 1), lambda: late.append(clock.now_ms()))
    studio.pass_ms(11_900)
    assert late == []
    studio.pass_ms(200)
    assert len(late) == 1
    with pytest.raises(TooLate):
        waiter.result()
    assert studio.source.waiting == 0


def test_6_2_5_2_directives_are_ignored_once_the_list_has_ended(studio):
    """ "A Server MUST ignore _HLS_msn and _HLS_part if the Playlist contains an EXT-X-ENDLIST tag." """
    studio.live(5)
    woken = []
    msn, index = studio.source.last
    waiter = studio.source.wait(studio.source.playlist(msn=msn, part=index + 1), lambda: woken.append(1))
    studio.broadcast.end()
    assert woken == [1]
    assert waiter.result().body.endswith(b"#EXT-X-ENDLIST\n")
    assert isinstance(studio.source.playlist(msn=10_000, part=77), Answer)


def test_6_2_6_the_hinted_part_may_be_asked_for_and_waits(studio):
    """ "A hinted resource MUST be available for request when its EXT-X-PRELOAD-HINT tag is added to the Playlist." """
    studio.live(5)
    msn, index = studio.source.last
    got = []
    waiter = studio.source.wait(studio.source.part(msn, index + 1), lambda: got.append(waiter.result()))
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))
    assert got == [studio.source.part(msn, index + 1)]


def test_6_2_6_what_is_neither_there_nor_hinted_is_not_found(studio):
    studio.live(5)
    msn, index = studio.source.last
    for missing in ((msn, index + 2), (msn + 1, 0), (0, 99), (-1, 0)):
        with pytest.raises(NoMedia):
            studio.source.part(*missing)
    for missing in (msn, msn + 1, -1):
        with pytest.raises(NoMedia):
            studio.source.segment(missing)
    with pytest.raises(NoMedia):
        studio.source.init(9)


def test_6_2_6_a_hinted_part_that_will_not_come_is_not_found(studio):
    studio.live(5)
    msn, index = studio.source.last
    waiter = studio.source.wait(Wait(msn, index + 40, media=True), lambda: None)
    studio.broadcast.end()
    with pytest.raises(NoMedia):
        waiter.result()


def test_8_cache_times_follow_the_kind_of_request(studio):
    """Appendix B.1: successful blocking answers six target durations, others half of one."""
    studio.live(5)
    assert studio.source.playlist().cache == "public, max-age=2"
    assert studio.source.playlist(msn=0).cache == "public, max-age=24"


def test_a_reader_who_leaves_is_forgotten(studio):
    studio.live(5)
    msn, index = studio.source.last
    waiter = studio.source.wait(Wait(msn, index + 1), lambda: pytest.fail("woken after leaving"))
    waiter.cancel()
    waiter.cancel()
    assert studio.source.waiting == 0
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))


def test_before_the_first_part_there_is_no_playlist(studio):
    studio.broadcast.go_on_air()
    with pytest.raises(NoMedia):
        studio.source.playlist()
