"""A law: the bytes of a connection mean the same, however the network cuts them."""

import asyncio
import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.edge.house import LECTURE, House
from tests.edge.wire import Wire, get, post, until

from xiangyue.kernel import clock

REQUESTS = {
    "segment": get(f"/live/{LECTURE}/1/e/0", "Accept-Encoding: gzip"),
    "plain": get(f"/live/{LECTURE}/1/e/1"),
    "head": get(f"/live/{LECTURE}/head"),
    "unknown": get("/live/nothing"),
    "far": get(f"/live/{LECTURE}/1/e/99"),
    "page": get("/page?x=1"),
    "form": post("/form", b"a=1&b=2"),
    "chunked": get("/form", "Transfer-Encoding: chunked", method="POST") + b"3\r\nabc\r\n0\r\n\r\n",
    "wrong": post(f"/live/{LECTURE}/head", b"body"),
    "not json": post(f"/live/{LECTURE}/beat", b"not json"),
    "hot chunked": get(f"/live/{LECTURE}/beat", "Transfer-Encoding: chunked", method="POST") + b"2\r\n{}\r\n0\r\n\r\n",
    "close": get(f"/live/{LECTURE}/1/e/0", "Connection: close"),
    "close page": get("/page", "Connection: close"),
    "old": get(f"/live/{LECTURE}/1/e/0", version="1.0"),
    "rubbish": b"\x00\x01 rubbish\r\n\r\n",
    "large": post(f"/live/{LECTURE}/say", b"x" * 17_000),
    "wordy": get("/page", "X: " + "x" * 17_000),
}


def pieces(raw: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(raw) + 1) for cut in cuts} | {0, len(raw)})
    return [raw[start:stop] for start, stop in itertools.pairwise(places)]


async def said(house: House, parts: list[bytes]) -> bytes:
    """Everything a connection answers to these pieces until nothing moves any more."""
    wire = Wire(house.bind())
    for part in parts:
        wire.send(part)
        await asyncio.sleep(0)
    await until(lambda: not wire.state.tasks)
    return wire.transport.written


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("splits")
    asyncio.run(_prepare(root))
    return root


async def _prepare(root: Path) -> None:
    house = House(root)
    await house.lines.start(ticking=False)
    await house.lecture(segments=2)
    await house.lines.close()


async def _compare(root: Path, raw: bytes, ways: list[list[bytes]]) -> None:
    house = House(root)
    await house.lines.start(ticking=False)
    try:
        whole = await said(house, [raw])
        for way in ways:
            assert await said(house, way) == whole
    finally:
        await house.lines.close()


@pytest.mark.slow  # 60 connections through a real event loop
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(sorted(REQUESTS)), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 1 << 20), max_size=12),
)
def test_any_cut_of_a_stream_is_answered_alike(prepared: Path, names: list[str], cuts: list[int]):
    raw = b"".join(REQUESTS[name] for name in names)
    with clock.stopped(1_800_000_000_000):
        asyncio.run(_compare(prepared, raw, [pieces(raw, cuts)]))


@pytest.mark.slow  # some 600 connections
def test_a_cut_at_every_byte_is_answered_alike(prepared: Path):
    raw = b"".join(REQUESTS[name] for name in ("segment", "page", "wrong", "hot chunked", "form", "plain"))
    with clock.stopped(1_800_000_000_000):
        asyncio.run(_compare(prepared, raw, [[raw[:at], raw[at:]] for at in range(len(raw))]))


@pytest.mark.slow  # every byte its own packet
@pytest.mark.parametrize("last", ["close", "close page", "rubbish", "large", "wordy"])
def test_single_bytes_are_answered_like_one_packet(prepared: Path, last: str):
    raw = b"".join(REQUESTS[name] for name in ("head", "page", "chunked", last))
    with clock.stopped(1_800_000_000_000):
        asyncio.run(_compare(prepared, raw, [[raw[at : at + 1] for at in range(len(raw))]]))
