"""Every reason code has a stream that earns it, and a healthy stream earns none."""

import pytest
from tests.factories import media

from xiangyue.media.advice import ADVICE, BROWSER, IN_BROWSER
from xiangyue.media.frames import Frame, Kind
from xiangyue.media.health import Health

START_MS = 1_000_000


def picture(moment_ms, *, key=False, size=4000, cts=0):
    return Frame(Kind.VIDEO, moment_ms * 90, cts, key, b"x" * size)


def sound(moment_ms):
    return Frame(Kind.AUDIO, moment_ms * 90, 0, True, b"x" * 200)


def watched(frames):
    """Health after frames given as (arrival in ms, frame), and the moment of the last."""
    health, now = Health(), 0
    for arrival, frame in frames:
        now = START_MS + arrival
        health.frame(frame, now)
    return health, now


def stream(seconds=40, *, fps=25, gop=50, with_sound=True, speed=1.0, **options):
    step = 1000 // fps
    for index in range(seconds * fps):
        moment = index * step
        yield round(moment / speed), picture(moment, key=index % gop == 0, **options)
        if with_sound:
            yield round(moment / speed), sound(moment)


def codes(frames, *, later_ms=0):
    health, now = watched(frames)
    return [advice.code for advice in health.advice(now + later_ms)]


def test_a_healthy_stream_earns_no_advice():
    assert codes(stream()) == []


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (lambda: stream(gop=25 * 5), "gop-long"),
        (lambda: stream(gop=25 * 100, seconds=12), "no-key-frame"),
        (lambda: stream(with_sound=False), "no-audio"),
        (lambda: ((moment, sound(moment)) for moment in range(0, 5000, 20)), "no-video"),
        (lambda: stream(speed=1.05), "encoder-fast"),
        (lambda: stream(speed=0.9), "encoder-slow"),
        (
            lambda: ((at, frame) for at, frame in stream() if frame.kind is Kind.AUDIO or frame.dts // 3600 % 5),
            "variable-rate",
        ),
    ],
)
def test_each_trouble_has_its_code(frames, code):
    assert code in codes(frames())


def test_who_sends_from_a_browser_is_told_what_a_phone_can_do_and_nothing_of_encoders():
    trouble = {
        "fast": list(stream(speed=1.05)),
        "slow": list(stream(speed=0.9)),
        "silent": list(stream(with_sound=False)),
        "long": list(stream(gop=25 * 5)),
    }
    told = {}
    for name, frames in trouble.items():
        health, now = watched(frames)
        health.note("encoder", f"{BROWSER} Chromium 142")
        told[name] = [advice.code for advice in health.advice(now)]
    assert told == {"fast": [], "slow": ["browser-slow"], "silent": ["browser-sound"], "long": []}


def test_every_word_for_a_browser_stands_for_advice_and_names_no_encoder():
    assert IN_BROWSER.keys() <= ADVICE.keys()
    words = [f"{told.text}{told.do}" for told in IN_BROWSER.values() if told]
    assert [said for said in words if "编码器" in said or "固件" in said] == []


def test_b_frames_are_seen_by_their_offsets():
    frames = [(at, picture(at, key=at == 0, cts=at % 80 * 90)) for at in range(0, 4000, 40)]
    assert "b-frames" in codes(frames)
    constant = [(at, picture(at, key=at == 0, cts=3600)) for at in range(0, 4000, 40)]
    assert "b-frames" not in codes(constant)


def test_a_sagging_rate_is_seen():
    frames = [(at, picture(at, key=at % 2000 == 0, size=4000 if at < 30_000 else 500)) for at in range(0, 36_000, 40)]
    assert "rate-sagging" in codes(frames)


def test_a_jump_of_the_clock_is_remembered_for_a_minute():
    frames = [(at, picture(at + (90_000 if at > 2000 else 0), key=at % 2000 == 0)) for at in range(0, 4000, 40)]
    assert "clock-jump" in codes(frames)
    assert "clock-jump" not in codes(frames, later_ms=70_000)


@pytest.mark.slow  # encodes a large picture
def test_more_than_1080p_is_seen():
    health = Health()
    health.codec(media.video(seconds=0.1, width=2560, height=1440)[0])
    assert [advice.code for advice in health.advice(START_MS)] == ["too-large"]


def test_portrait_1080p_is_not_too_large():
    health = Health()
    health.codec(media.video(seconds=0.1, width=1080, height=1920)[0])
    assert health.advice(START_MS) == []


def test_facts_are_measured():
    health, now = watched(stream())
    health.note("encoder", "a" * 200)
    assert health.kbps(Kind.VIDEO, now) == 4000 * 25 * 8 // 1000
    assert health.fps(now) == 25.0
    assert len(health.encoder) == 80


def test_every_advice_says_what_is_and_what_to_do_in_chinese():
    for advice in ADVICE.values():
        assert advice.level in {"bad", "warn", "info"}
        assert advice.text.endswith("。")
        assert advice.do.endswith("。")
