"""Picture and sound as players ask for them: playlists that wait, parts, previews behind a key, the download in ranges."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.edge.house import LECTURE, SECRET, House
from tests.edge.wire import Heard, Wire, get, heard, until
from tests.factories.media import Studio, audio, programme, video

from xiangyue.edge.downloads import span
from xiangyue.edge.errors import BadRange
from xiangyue.edge.tickets import Previews
from xiangyue.kernel import clock

NOON_MS = 1_795_000_000_000
BASE = f"/live/{LECTURE}/1"
SOURCE = f"{BASE}/source/live.m3u8"


@pytest.fixture
def hands() -> Iterator[clock.Hands]:
    with clock.stopped(NOON_MS) as hands:
        yield hands


@pytest.fixture
async def studio(house: House, tmp_path: Path, hands: clock.Hands) -> Studio:
    """A lecture six seconds on air."""
    await house.lecture()
    studio = Studio(tmp_path / "media", hands, lecture=LECTURE)
    house.broadcasts[LECTURE] = studio.broadcast
    return studio.live(6)


@pytest.fixture
def wire(house: House, studio: Studio) -> Wire:
    return Wire(house.bind())


def ask(wire: Wire, path: str, *fields: str) -> Heard:
    before = len(wire.answers)
    wire.send(get(path, *fields))
    return wire.answers[before]


def parts_of(text: str) -> list[tuple[int, int]]:
    return [(int(msn), int(index)) for msn, index in re.findall(r'EXT-X-PART:.*URI="(\d+)\.(\d+)\.m4s"', text)]


def test_a_player_finds_its_way_from_the_master_to_the_bytes(wire: Wire, studio: Studio):
    master = ask(wire, f"{BASE}/index.m3u8")
    assert master.fields["content-type"] == "application/vnd.apple.mpegurl"
    assert b"source/live.m3u8" in master.body
    playlist = ask(wire, SOURCE)
    init = re.search(r'EXT-X-MAP:URI="([^"]+)"', playlist.body.decode())
    assert init
    assert ask(wire, f"{BASE}/source/{init[1]}").body[4:8] == b"ftyp"
    part = ask(wire, f"{BASE}/source/0.0.m4s")
    assert (part.fields["content-type"], part.body) == ("video/mp4", studio.source.part(0, 0))
    assert part.fields["cache-control"] == "public, max-age=31536000, immutable"
    assert ask(wire, f"{BASE}/source/0.m4s").body == studio.source.segment(0)
    assert ask(wire, f"{BASE}/audio/0.m4s").status == 200


def test_a_playlist_of_the_next_part_waits_and_comes_to_all_alike(house: House, studio: Studio):
    msn, part = studio.source.last
    bound = house.bind()
    next_part = f"{SOURCE}?_HLS_msn={msn}&_HLS_part={part + 1}"
    turned = f"{SOURCE}?utm=1&_HLS_part={part + 1}&_HLS_msn={msn}"
    wires = [Wire(bound).send(get(path, "Accept-Encoding: gzip")) for path in (next_part, turned, next_part)]
    assert [wire.answers for wire in wires] == [[], [], []]
    assert (bound.desk.rooms.waiting, studio.source.waiting) == (3, 1)
    studio.send(programme(video(seconds=12), audio(seconds=12)), tick=False)
    assert {wire.transport.written for wire in wires} == {wires[0].transport.written}
    (answer,) = wires[0].answers
    assert answer.fields["cache-control"] == "public, max-age=24"


def test_the_hinted_part_waits_and_comes_whole(house: House, studio: Studio):
    msn, part = studio.source.last
    wire = Wire(house.bind()).send(get(f"{BASE}/source/{msn}.{part + 1}.m4s"))
    assert wire.answers == []
    studio.send(programme(video(seconds=12), audio(seconds=12), start=6 * 90_000), tick=False)
    (answer,) = wire.answers
    assert (answer.status, answer.body[4:8]) == (200, b"moof")


def test_a_player_who_leaves_waits_no_more(house: House, studio: Studio):
    msn, part = studio.source.last
    wire = Wire(house.bind()).send(get(f"{SOURCE}?_HLS_msn={msn}&_HLS_part={part + 1}"))
    wire.leave()
    assert studio.source.waiting == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("_HLS_part=1", 400),
        ("_HLS_msn=99", 400),
        ("_HLS_msn=x", 400),
        ("_HLS_msn=-1", 400),
        ("_HLS_msn=0&_HLS_part=0", 200),
    ],
)
def test_directives_nobody_can_follow_are_refused_and_not_kept(wire: Wire, query: str, expected: int):
    answer = ask(wire, f"{SOURCE}?{query}")
    assert answer.status == expected
    assert expected == 200 or answer.fields["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [f"{BASE}/source/99.m4s", f"{BASE}/source/i9.mp4", f"{BASE}/hidden/live.m3u8", f"/live/{LECTURE}/2/source/0.m4s"],
)
def test_what_is_not_there_is_not_found_and_not_kept(wire: Wire, path: str):
    answer = ask(wire, path)
    assert (answer.status, answer.fields["cache-control"]) == (404, "no-store")


async def test_a_preview_opens_to_its_key_only_and_is_kept_by_nobody(house: House, tmp_path: Path, hands: clock.Hands):
    await house.lecture()
    studio = Studio(tmp_path / "media", hands, lecture=LECTURE)
    house.broadcasts[LECTURE] = studio.broadcast
    studio.connect()
    studio.send(programme(video(seconds=3), audio(seconds=3)))
    wire = Wire(house.bind())
    keys = Previews(SECRET)
    token = keys.issue(LECTURE, expires_ms=NOON_MS + 60_000)
    playlist = ask(wire, f"/live/{LECTURE}/preview/{token}/live.m3u8")
    assert (playlist.status, playlist.fields["cache-control"]) == (200, "no-store")
    msn, index = parts_of(playlist.body.decode())[-1]
    part = ask(wire, f"/live/{LECTURE}/preview/{token}/{msn}.{index}.m4s")
    assert (part.status, part.fields["cache-control"]) == (200, "no-store")
    assert ask(wire, f"{BASE}/preview/live.m3u8").status == 403
    foreign = keys.issue("f" * 16, expires_ms=NOON_MS + 60_000)
    assert ask(wire, f"/live/{LECTURE}/preview/{foreign}/live.m3u8").status == 403
    hands.move(90_000)
    assert ask(wire, f"/live/{LECTURE}/preview/{token}/live.m3u8").status == 403


async def test_a_recording_kept_back_opens_to_its_studios_key_only_and_is_kept_by_nobody(
    house: House, wire: Wire, studio: Studio, hands: clock.Hands
):
    keys = Previews(SECRET)
    token = keys.issue(LECTURE, expires_ms=clock.now_ms() + 60_000)
    inside = f"/live/{LECTURE}/preview/{token}"
    init = re.search(r'EXT-X-MAP:URI="([^"]+)"', ask(wire, SOURCE).body.decode())
    assert init
    names = ("index.m3u8", "source/live.m3u8", f"source/{init[1]}", "source/0.m4s")
    for name in names:  # while it runs, everybody's own addresses are the way
        assert ask(wire, f"{inside}/{name}").status == 404
    studio.broadcast.end()
    house.kept_back.add(LECTURE)
    foreign = keys.issue("f" * 16, expires_ms=clock.now_ms() + 60_000)
    for name in names:
        told = ask(wire, f"{inside}/{name}")
        assert (told.status, told.fields["cache-control"]) == (200, "no-store")
        assert ask(wire, f"{BASE}/{name}").status == 404
        assert ask(wire, f"/live/{LECTURE}/preview/{foreign}/{name}").status == 403
    wire.send(get(f"{inside}/lecture.mp4", "Range: bytes=0-9"))
    piece = (await wire.settled(len(wire.answers) + 1))[-1]
    assert (piece.status, piece.fields["cache-control"]) == (206, "no-store")
    hands.move(61_000)
    assert ask(wire, f"{inside}/index.m3u8").status == 403


async def test_the_download_comes_whole_in_ranges_and_only_after_the_end(wire: Wire, studio: Studio):
    path = f"{BASE}/lecture.mp4"
    assert json.loads(ask(wire, path).body)["error"]["code"] == "not-finished"
    studio.broadcast.end()
    wire.send(
        get(path), get(path, "Range: bytes=100-199"), get(path, "Range: bytes=-50"), get(path, "Range: bytes=99999999-")
    )
    _, whole, middle, tail, beyond = await wire.settled(5)
    size = len(whole.body)
    assert (whole.status, whole.body[4:8], whole.fields["accept-ranges"]) == (200, b"ftyp", "bytes")
    assert (middle.status, middle.body, middle.fields["content-range"]) == (
        206,
        whole.body[100:200],
        f"bytes 100-199/{size}",
    )
    assert (tail.status, tail.body) == (206, whole.body[-50:])
    assert (beyond.status, beyond.fields["content-range"]) == (416, f"bytes */{size}")


async def test_the_length_of_a_download_can_be_asked_alone(house: House, studio: Studio):
    studio.broadcast.end()
    wire = Wire(house.bind()).send(get(f"{BASE}/lecture.mp4", method="HEAD") + get("/page"))
    await until(lambda: b"GET /page" in wire.transport.written)
    first, second = heard(wire.transport.written, head_only=True)
    assert int(first.fields["content-length"]) > 10_000
    assert second.status == 200


async def test_a_download_that_breaks_off_swallows_no_other_answer(house: House, studio: Studio):
    studio.broadcast.end()
    for slot in (studio.broadcast.folder / "source").glob("*.m4s"):
        whole = slot.read_bytes()
    wire = Wire(house.bind()).send(get(f"{BASE}/lecture.mp4", "Range: bytes=0-9"))
    await wire.settled(1)
    slot.write_bytes(whole[: len(whole) // 2])  # its tables are known, its bytes have gone
    wire.send(get(f"{BASE}/lecture.mp4") + get("/page"))
    await until(wire.transport.is_closing)
    assert b"GET /page" not in wire.transport.written


async def test_a_download_waits_for_a_reader_who_is_slow(house: House, studio: Studio):
    studio.broadcast.end()
    wire = Wire(house.bind())
    wire.protocol.pause_writing()
    wire.send(get(f"{BASE}/lecture.mp4"))
    await wire.settled(0)
    wire.leave()
    assert wire.answers == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"bytes=0-0", (0, 1)),
        (b"bytes=0-", (0, 100)),
        (b"bytes=90-200", (90, 100)),
        (b"bytes=-10", (90, 100)),
        (b"bytes=-200", (0, 100)),
        (b"bytes=5-4", None),
        (b"bytes=-", None),
        (b"bytes=0-1,5-6", None),
        (b"lines=0-1", None),
    ],
)
def test_ranges_are_read_by_the_rule(header: bytes, expected: tuple[int, int] | None):
    assert span(header, 100) == expected


@pytest.mark.parametrize("header", [b"bytes=100-", b"bytes=-0"])
def test_a_range_past_the_end_is_refused(header: bytes):
    with pytest.raises(BadRange):
        span(header, 100)
