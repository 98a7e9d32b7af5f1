"""What was listed survives: the death of the process at any instant, torn files, a disk that refuses (P1, P8)."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import media
from tests.factories.media import text

from xiangyue.kernel import clock
from xiangyue.media import index
from xiangyue.media.index import Kind, Record
from xiangyue.media.packaging.segments import Part, Segment

ROOT = Path(__file__).parents[2]

VICTIM = """
import sys
from tests.factories import media
from xiangyue.kernel import clock
with clock.stopped(1_795_000_000_000) as hands:
    studio = media.Studio(__import__("pathlib").Path(sys.argv[1]), hands)
    studio.connect()
    studio.broadcast.go_on_air()
    seen = set()
    for item in media.programme(media.video(seconds=60), media.audio(seconds=60)):
        studio.send([item])
        if not studio.broadcast._air or studio.source.last in seen or studio.source.last[0] < 0:
            continue
        seen.add(studio.source.last)
        for rendition in (studio.source, studio.sound):
            msn, part = rendition.last
            print(rendition.name, msn, part, rendition.part(msn, part).hex(), flush=True)
"""


def listed(rendition):
    return set(re.findall(r'PART:DURATION=[\d.]+,URI="(\d+\.\d+)\.m4s"', text(rendition)))


@pytest.mark.slow  # starts a process and kills it
@pytest.mark.parametrize("after", [3, 37, 64])
def test_every_part_that_was_listed_is_there_after_kill_9(tmp_path, after):
    with subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    ) as process:
        seen = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.readlines()
    whole = [line.split() for line in seen if line.endswith("\n")]
    assert len(whole) >= after
    with clock.stopped(1_795_000_100_000) as hands:
        studio = media.Studio(tmp_path, hands)
        for name, msn, part, body in whole:
            rendition = studio.broadcast.rendition(name)
            segment = rendition.segment(int(msn))
            assert bytes.fromhex(body) in segment
            if int(msn) > int(whole[-1][1]) - 5:
                assert rendition.part(int(msn), int(part)).hex() == body
        assert studio.source.last[0] == int(whole[-1][1])


def test_a_part_is_on_disk_before_it_is_listed(studio):
    studio.live(4)
    msn, part = studio.source.last
    found = []

    def woken():
        recorded = index.load(studio.root / "lecture" / "source")
        found.append((recorded.segments[-1].msn, len(recorded.segments[-1].parts) - 1))

    studio.source.wait(studio.source.playlist(msn=msn, part=part + 1), woken)
    studio.send(media.programme(media.video(), media.audio(), start=4 * 90_000))
    assert found == [(msn, part + 1)]


@pytest.mark.slow  # every example is a recording of its own
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=some.integers(1, 2000), dirt=some.binary(max_size=90))
def test_a_torn_tail_costs_only_what_was_being_written(tmp_path_factory, hands, cut, dirt):
    """Whatever is cut off or left as rubbish, what comes before is read, and numbers are never used twice."""
    root = tmp_path_factory.mktemp("torn")
    studio = media.Studio(root, hands).live(5)
    path = index.index_path(root / "lecture" / "source", 0)
    whole = path.read_bytes()
    before = index.decode(whole)
    kept = whole[: max(len(whole) - cut, index.SIZE)]
    path.write_bytes(kept + dirt)
    assert index.decode(kept + dirt)[: len(kept) // index.SIZE] == before[: len(kept) // index.SIZE]
    studio.open()
    if studio.broadcast.state == "none":
        return
    last = studio.source.last[0]
    studio.connect()
    studio.send(media.programme(media.video(seconds=3), media.audio(seconds=3)))
    studio.open()
    numbers = [segment.msn for segment in index.load(root / "lecture" / "source").segments]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] > last or studio.broadcast.state == "away"
    assert studio.source.last[0] == studio.sound.last[0]


def test_renditions_agree_after_a_death_between_two_writes(studio):
    studio.live(5)
    path = index.index_path(studio.root / "lecture" / "audio", 0)
    path.write_bytes(path.read_bytes()[: -3 * index.SIZE])
    studio.open()
    assert studio.source.last == studio.sound.last
    assert re.findall(r"#EXTINF:[\d.]+", text(studio.source)) == re.findall(r"#EXTINF:[\d.]+", text(studio.sound))


def test_numbers_that_were_never_recorded_become_gaps():
    here = index.Recording(segments=[Segment(0, 0, 1000, 1, False, parts=[Part(180_000, 9, True)])])
    there = index.Recording(
        segments=[
            Segment(0, 0, 1000, 1, False, parts=[Part(180_000, 9, True)]),
            Segment(3, 540_000, 7000, 1, False, parts=[Part(90_000, 9, True)]),
        ]
    )
    index.align([here, there])
    for recording in (here, there):
        assert [(item.msn, item.start, item.duration) for item in recording.segments] == [
            (0, 0, 180_000),
            (1, 180_000, 180_000),
            (2, 360_000, 180_000),
            (3, 540_000, 90_000),
        ]
    assert [segment.gap for segment in here.segments] == [False, True, True, True]


@pytest.mark.slow  # eleven minutes of media
def test_every_ten_minutes_a_new_file_that_stands_by_itself(studio):
    codecs = list(media.programme(media.video(seconds=4, fps=5), media.audio(seconds=4)))
    studio.connect()
    studio.broadcast.go_on_air()
    for turn in range(165):
        items = codecs if turn == 0 else codecs[2:]
        studio.send(
            (item if turn == 0 or not hasattr(item, "dts") else media.shifted(item, turn * 360_000) for item in items),
            tick=False,
        )
    folder = studio.root / "lecture" / "source"
    assert index.slots(folder) == [0, 1]
    for slot in (0, 1):
        kinds = [record.kind for record in index.decode(index.index_path(folder, slot).read_bytes())]
        assert kinds[:3] == [Kind.HEAD, Kind.INIT, Kind.OPEN]
    assert studio.source.segment(0)
    assert studio.source.segment(150)
    assert len(text(studio.source).split("#EXTINF")) > 300


def test_air_goes_on_when_the_disk_refuses_and_recording_resumes(studio):
    studio.connect()
    studio.broadcast.go_on_air()
    folder = studio.root / "lecture"
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where a folder should be")
    studio.send(media.programme(media.video(seconds=5), media.audio(seconds=5)))
    assert studio.source.segment(0)
    assert studio.broadcast.report()["advice"][0]["code"] == "recording-stopped"
    folder.unlink()
    studio.send(media.programme(media.video(seconds=6), media.audio(seconds=6), start=5 * 90_000))
    assert studio.broadcast.report()["advice"] == []
    recorded = [segment.msn for segment in index.load(folder / "source").segments]
    assert recorded
    assert recorded[0] > 0
    studio.open()
    assert "#EXT-X-GAP" in text(studio.source)


def test_recording_can_be_stopped_and_resumed_between_segments(studio):
    """While it is stopped the numbers are still written down: the next process must not give them out again."""

    def size():
        return (studio.root / "lecture" / "source" / "000000.m4s").stat().st_size

    studio.live(5)
    studio.broadcast.record(wanted=False)
    studio.send(media.programme(media.video(), media.audio(), start=5 * 90_000))
    before = size()
    studio.send(list(media.programme(media.video(), media.audio(), start=11 * 90_000))[2:])
    assert size() == before
    last = studio.source.last
    assert studio.source.segment(last[0] - 1)
    assert [item["code"] for item in studio.broadcast.report()["advice"]] == ["recording-stopped"]
    studio.open()
    assert studio.source.last == last
    assert "GAP" in text(studio.source)
    studio.connect()
    studio.send(media.programme(media.video(), media.audio()))
    assert size() > before


def test_segments_are_told_by_place_for_those_who_send_files(studio):
    studio.live(9)
    path, offset, size = studio.source.recorder.locate(1)
    assert path.read_bytes()[offset : offset + size] == studio.source.segment(1)


@given(
    some.builds(
        Record,
        some.sampled_from(Kind),
        some.integers(0, 255),
        some.integers(0, 65_535),
        some.integers(0, 2**32 - 1),
        some.integers(0, 2**64 - 1),
        some.integers(0, 2**32 - 1),
        some.integers(0, 2**32 - 1),
        some.integers(-(2**63), 2**63 - 1),
        some.integers(0, 2**32 - 1),
    )
)
def test_records_come_back_as_they_were(record):
    assert index.decode(index.encode(record)) == [record]


def test_a_disk_that_takes_half_a_record_hides_nothing_that_comes_after(studio, monkeypatch):
    studio.live(5)
    write, torn = os.write, []

    def half(number, data):
        if len(data) == 2 * index.SIZE and not torn:
            torn.append(write(number, data[:50]))
            return 50
        return write(number, data)

    monkeypatch.setattr(os, "write", half)
    studio.send(media.programme(media.video(seconds=9), media.audio(seconds=9), start=5 * 90_000))
    assert torn
    path = index.index_path(studio.root / "lecture" / "source", 0)
    other = index.index_path(studio.root / "lecture" / "audio", 0)
    for marks in (path.read_bytes(), other.read_bytes()):
        assert len(index.decode(marks)) * index.SIZE == len(marks)
    last = studio.source.last
    studio.open()
    assert studio.source.last[0] == last[0]
