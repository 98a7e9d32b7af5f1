"""A real publisher, in a process of its own, against the real listener."""

import asyncio
import sys

import pytest
from tests.factories import rtmp

from xiangyue.media.frames import Kind
from xiangyue.media.ingest.listener import Listener

PUBLISHER = """
import sys, av
try:
    with av.open(sys.argv[1], "w", format="flv", options={"flvflags": "no_duration_filesize"}) as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for index in range(25):
            frame = av.VideoFrame(160, 96, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([index]) * plane.buffer_size)
            frame.pts = index
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
except av.FFmpegError:
    sys.exit(3)
"""


async def publish(key: str) -> tuple[rtmp.OneKeyDesk, int, Listener]:
    listener, desk = Listener(), rtmp.OneKeyDesk()
    await listener.start(desk, host="127.0.0.1", port=0)
    url = f"rtmp://127.0.0.1:{listener.port}/live/{key}"
    try:
        async with asyncio.timeout(20):
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", PUBLISHER, url)
            code = await process.wait()
    finally:
        await listener.close()
    return desk, code, listener


@pytest.mark.slow  # starts Python and libav in another process
async def test_libav_publishes_a_second_of_pictures():
    desk, code, listener = await publish("key")
    assert code == 0
    assert [codec.name for codec in desk.admitted[0].codecs] == ["avc1"]
    assert [frame.kind for frame in desk.admitted[0].frames] == [Kind.VIDEO] * 25
    assert desk.admitted[0].closed == ["closed"]
    assert listener.complaints.totals == {}


@pytest.mark.slow  # starts Python and libav in another process
async def test_libav_stops_when_its_key_is_refused():
    desk, code, listener = await publish("other")
    assert (desk.asked, code) == (["other"], 3)
    assert listener.complaints.totals == {"key-unknown": 1}
