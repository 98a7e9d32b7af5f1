"""The download: one plain MP4 whose length is known, any range of which can be had, that FFmpeg plays whole."""

import io
from array import array
from itertools import pairwise

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import media

from xiangyue.media import export
from xiangyue.media.answers import NoMedia
from xiangyue.media.packaging.mp4 import Table, media_head


def whole(download):
    data = b"".join(download.read(0, download.length))
    assert len(data) == download.length
    return data


def frames(data):
    with av.open(io.BytesIO(data)) as container:
        assert container.format.name.startswith("mov")
        return [
            (packet.stream.type, round(float(packet.pts * packet.time_base), 3))
            for packet in container.demux()
            if packet.size
        ]


@pytest.mark.parametrize("b_frames", [0, 2])
def test_all_frames_are_in_it_in_step(studio, b_frames):
    studio.live(6, b_frames=b_frames)
    studio.broadcast.end()
    found = frames(whole(export.mp4_of(studio.broadcast.folder)))
    pictures = [time for kind, time in found if kind == "video"]
    assert len(pictures) == 180
    assert len(found) - 180 == len(media.audio()[1])
    first = media.video(b_frames=b_frames)[1][0]
    assert min(pictures) == pytest.approx(first.cts / 90_000, abs=0.002)
    assert max(pictures) == pytest.approx(5.967 + first.cts / 90_000, abs=0.002)


def test_the_tables_stand_in_front(studio):
    studio.live(4)
    studio.broadcast.end()
    data = whole(export.mp4_of(studio.broadcast.folder))
    assert data[4:8] == b"ftyp"
    at = int.from_bytes(data[:4], "big")
    assert data[at + 4 : at + 8] == b"moov"


def test_it_goes_straight_on_where_the_encoder_was_away(studio):
    studio.live(4)
    studio.encoder.close("closed")
    studio.pass_ms(20_000)
    studio.connect()
    studio.send(media.programme(media.video(), media.audio(), start=99_000))
    studio.broadcast.end()
    found = frames(whole(export.mp4_of(studio.broadcast.folder)))
    pictures = [time for kind, time in found if kind == "video"]
    assert len(pictures) == 120 + 180
    assert max(pictures) < 10.1
    steps = [after - before for before, after in pairwise(pictures)]
    assert max(steps) < 0.05


def test_a_change_of_picture_size_stays_playable(studio):
    studio.live(4)
    studio.send(media.programme(media.video(width=320, height=180), media.audio(), start=4 * 90_000))
    studio.broadcast.end()
    with av.open(io.BytesIO(whole(export.mp4_of(studio.broadcast.folder)))) as container:
        sizes = [frame.width for frame in container.decode(video=0)]
    assert (sizes.count(160), sizes.count(320)) == (120, 180)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=some.tuples(some.floats(0, 1), some.floats(0, 1)))
def test_any_range_is_that_piece_of_the_whole(studio, ends):
    if studio.broadcast.state == "none":
        studio.live(4)
        studio.broadcast.end()
    download = export.mp4_of(studio.broadcast.folder)
    data = whole(download)
    start, stop = sorted(round(end * download.length) for end in ends)
    assert b"".join(download.read(start, stop)) == data[start:stop]


def test_nothing_recorded_is_nothing_to_download(tmp_path):
    with pytest.raises(NoMedia):
        export.mp4_of(tmp_path)


def test_sizes_beyond_4_gib_take_64_bits():
    assert media_head(100) == b"\0\0\0\x6cmdat"
    assert media_head(1 << 32) == b"\0\0\0\1mdat" + ((1 << 32) + 16).to_bytes(8, "big")
    table = Table(90_000, times=array("q", [0]), sizes=array("I", [10]), last=3000)
    table.chunk(1 << 32, 1, 1)
    assert b"co64" in table.boxes(b"", 0)
    table.chunks[0] = 100
    assert b"stco" in table.boxes(b"", 0)
