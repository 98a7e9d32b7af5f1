import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.edge.house import LECTURE

from xiangyue.edge.routes import Kind, Target, find
from xiangyue.kernel.errors import NotFound

BASE = f"/live/{LECTURE}"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (f"{BASE}/head", Target(Kind.HEAD, LECTURE)),
        (f"{BASE}/say", Target(Kind.SPEAK, LECTURE, name="say")),
        (f"{BASE}/3/e/0", Target(Kind.EVENTS, LECTURE, 3)),
        (f"{BASE}/3/s/12", Target(Kind.SNAPSHOT, LECTURE, 3, number=12)),
        (f"{BASE}/3/b/7", Target(Kind.BLOCK, LECTURE, 3, number=7)),
        (f"{BASE}/1/index.m3u8", Target(Kind.MASTER, LECTURE, 1)),
        (f"{BASE}/1/lecture.mp4", Target(Kind.DOWNLOAD, LECTURE, 1)),
        (f"{BASE}/1/source/live.m3u8", Target(Kind.PLAYLIST, LECTURE, 1, "source")),
        (f"{BASE}/1/audio/i2.mp4", Target(Kind.INIT, LECTURE, 1, "audio", 2)),
        (f"{BASE}/1/source/41.m4s", Target(Kind.SEGMENT, LECTURE, 1, "source", 41)),
        (f"{BASE}/1/source/41.3.m4s", Target(Kind.PART, LECTURE, 1, "source", 41, 3)),
        (f"{BASE}/preview/a.b-_/live.m3u8", Target(Kind.PLAYLIST, LECTURE, name="preview", token="a.b-_")),
        (f"{BASE}/preview/a.b/0.1.m4s", Target(Kind.PART, LECTURE, name="preview", number=0, part=1, token="a.b")),
        (f"{BASE}/preview/a.b/index.m3u8", Target(Kind.MASTER, LECTURE, token="a.b")),
        (f"{BASE}/preview/a.b/lecture.mp4", Target(Kind.DOWNLOAD, LECTURE, token="a.b")),
        (f"{BASE}/preview/a.b/source/41.m4s", Target(Kind.SEGMENT, LECTURE, name="source", number=41, token="a.b")),
        ("/live/-/append", Target(Kind.PORT, name="append")),
    ],
)
def test_every_address_means_one_thing(path: str, target: Target):
    assert find(path.encode()) == target


@pytest.mark.parametrize(
    "path",
    [
        "/live/", "/live/x/head", f"{BASE}", f"{BASE}/", f"{BASE}/tail", f"{BASE}/1/e/", f"{BASE}/1/e/01", f"{BASE}/1/e/-1",
        f"{BASE}/1/e/+1", f"{BASE}/1/e/1 ", f"{BASE}/01/e/1", f"{BASE}/1/e/1/", f"{BASE}/1/x/1", f"{BASE}/1/e/1e3",
        f"{BASE}/1/e/9999999999", f"{BASE}/1/source/1.2.3.m4s", f"{BASE}/1/source/i.mp4", f"{BASE}/1/source/.m4s",
        f"{BASE}/1/../live.m3u8", f"{BASE}/1/source/live.m3u8/x", f"{BASE}/preview/x", f"{BASE.upper()}/head",
        f"{BASE}/preview/a.b/preview/live.m3u8", f"{BASE}/preview/a.b/source/live.m3u8/x", "/live/-/a/b",
        f"{BASE}/%65/1",
    ],
)  # fmt: skip
def test_everything_else_means_nothing(path: str):
    with pytest.raises(NotFound):
        find(path.encode())


@given(st.binary(max_size=60))
def test_no_path_is_more_than_unknown(rest: bytes):
    with contextlib.suppress(NotFound):
        find(b"/live/" + rest)
