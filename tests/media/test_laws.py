"""Laws of a lecture that hold whatever its encoders, the network and the server do."""

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import media
from tests.factories.media import text

from xiangyue.kernel import clock
from xiangyue.media.answers import NoMedia

NOON_MS = 1_795_000_000_000


@cache
def programmes():
    sound = media.audio(seconds=2.4, rate=16_000)
    small, larger = (media.video(seconds=2.4, fps=10, gop_s=1.2, width=width, height=96) for width in (160, 176))
    return [list(media.programme(small, sound)), list(media.programme(larger)), list(media.programme(sound))]


deeds = some.one_of(
    some.tuples(some.just("send"), some.integers(0, 2), some.integers(0, 1 << 40)),
    some.tuples(some.just("drop")),
    some.tuples(some.just("silence"), some.sampled_from([200, 900, 5000, 70_000])),
    some.tuples(some.just("restart")),
    some.tuples(some.just("take over"), some.integers(1, 9)),
)


def do(studio, deed):
    match deed:
        case ("send", number, start):
            studio.send(
                item if not hasattr(item, "dts") else media.shifted(item, start) for item in programmes()[number]
            )
        case ("drop",):
            studio.encoder.close("closed")
            studio.connect()
        case ("silence", milliseconds):
            studio.pass_ms(milliseconds)
        case ("restart",):
            studio.open()
            studio.broadcast.go_on_air()
            studio.connect()
        case ("take over", host):
            studio.pass_ms(2100)
            studio.connect(f"198.51.100.{host}:99")


def entries(playlist):
    """The lines of every closed segment after its date, without parts, by number."""
    found = {}
    for block in playlist.split("#EXT-X-PROGRAM-DATE-TIME:")[1:]:
        if closed := re.search(r"((?:#EXT-X-GAP\n)?)#EXTINF:([\d.]+),\n(\d+)\.m4s", block):
            found[int(closed[3])] = (block[:24], closed[2])
    return found


def milliseconds(date):
    hours, minutes, seconds = date[11:23].split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


@pytest.mark.slow  # every example is a whole lecture
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(deeds, min_size=2, max_size=12))
def test_numbers_dates_and_steps_hold_through_any_lecture(tmp_path_factory, script):
    with clock.stopped(NOON_MS) as hands:
        studio = media.Studio(tmp_path_factory.mktemp("law"), hands)
        studio.connect()
        studio.broadcast.go_on_air()
        known: dict[int, tuple[str, str]] = {}
        for deed in script:
            do(studio, deed)
            try:
                source, sound = text(studio.source), text(studio.sound)
            except NoMedia:
                continue
            now = entries(source)
            assert {msn: now.get(msn) for msn in known} == known, "what was listed stays as it was listed"
            assert entries(sound) == now, "renditions are in step"
            assert sorted(now) == list(range(len(now))), "numbers follow one another from 0"
            dates = [(milliseconds(now[msn][0]), float(now[msn][1]) * 1000) for msn in sorted(now)]
            assert all(after[0] >= before[0] + 0.98 * before[1] - 2 for before, after in pairwise(dates)), (
                "dates overlap"
            )
            assert max([float(item) for item in re.findall(r"PART:DURATION=([\d.]+)", source)], default=0) <= 0.334
            assert all(round(duration / 1000) <= 4 for _, duration in dates)
            known = now
