"""Sockets and time: an encoder on loopback, the clock moved by hand."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

import pytest
from tests.factories import rtmp

from xiangyue.kernel import clock
from xiangyue.media.frames import Connection
from xiangyue.media.ingest.complaints import Complaints
from xiangyue.media.ingest.encoder import Encoder
from xiangyue.media.ingest.gathering import TICKS
from xiangyue.media.ingest.limits import Limits
from xiangyue.media.ingest.listener import Listener

SENTENCE = "推流码不对。"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - any condition, not one event
            await asyncio.sleep(0)


class Hall:
    """A listener on a free port, its desk, and the sockets of a test."""

    def __init__(self, listener: Listener, desk: rtmp.OneKeyDesk) -> None:
        self.listener, self.desk = listener, desk
        self._writers: list[asyncio.StreamWriter] = []

    async def dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.listener.port)
        self._writers.append(writer)
        return reader, writer

    async def publisher(self, encoder: rtmp.Encoder) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await self.dial()
        before = len(self.desk.admitted)
        writer.write(encoder.opening("key") + encoder.configure())
        await until(lambda: len(self.desk.admitted) > before and len(self.desk.admitted[-1].codecs) == 2)
        return reader, writer

    async def leave(self) -> None:
        for writer in self._writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def a_hall(limits: Limits | None = None, desk: rtmp.OneKeyDesk | None = None) -> AsyncIterator[Hall]:
    listener, desk = Listener(limits), desk or rtmp.OneKeyDesk()
    await listener.start(desk, host="127.0.0.1", port=0)
    hall = Hall(listener, desk)
    try:
        yield hall
    finally:
        await listener.close()
        await hall.leave()


async def test_frames_arrive_and_a_closed_socket_closes_the_publication():
    async with a_hall() as hall:
        encoder = rtmp.Encoder()
        _, writer = await hall.publisher(encoder)
        writer.write(encoder.picture(0, rtmp.idr(3000), key=True))
        await until(lambda: len(hall.desk.admitted[0].frames) == 1)
        assert (hall.listener.connections, hall.listener.strangers) == (1, 0)
        assert hall.desk.connections[0].peer == "127.0.0.1"
        writer.close()
        await until(lambda: hall.listener.connections == 0)
        assert hall.desk.admitted[0].closed == ["closed"]


async def test_a_refused_encoder_reads_the_sentence_although_it_kept_sending():
    async with a_hall() as hall:
        reader, writer = await hall.dial()
        encoder = rtmp.Encoder(chunk_size=4096)
        writer.write(encoder.opening("other") + encoder.configure())
        for _ in range(200):
            writer.write(encoder.picture(0, rtmp.idr(3000), key=True))
        async with asyncio.timeout(5):
            answer = await reader.read()
        assert rtmp.statuses(answer) == [("error", "NetStream.Publish.BadName", SENTENCE)]
        writer.close()
        await until(lambda: hall.listener.connections == 0)


async def test_a_peer_that_lingers_after_its_refusal_is_cut_off():
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            reader, writer = await hall.dial()
            writer.write(rtmp.Encoder().opening("other"))
            await reader.read()
            hands.move(2900)
            hall.listener.tick()
            await asyncio.sleep(0)
            assert hall.listener.connections == 1
            hands.move(200)
            hall.listener.tick()
            await until(lambda: hall.listener.connections == 0)


async def test_a_stranger_has_twenty_seconds_however_it_trickles():
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            reader, writer = await hall.dial()
            opening = rtmp.Encoder().opening("key")
            for second in range(19):
                writer.write(opening[second : second + 1])
                await asyncio.sleep(0)
                hands.move(1000)
                hall.listener.tick()
            assert (hall.listener.connections, hall.listener.complaints.totals["timeout"]) == (1, 0)
            hands.move(1000)
            hall.listener.tick()
            assert hall.listener.complaints.totals == {"timeout": 1}
            assert await reader.read() == b""


async def test_a_silent_encoder_is_gone_after_ten_seconds():
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            await hall.publisher(rtmp.Encoder())
            hall.listener.tick()
            hands.move(9900)
            hall.listener.tick()
            assert hall.desk.admitted[0].closed == []
            hands.move(100)
            hall.listener.tick()
            assert hall.desk.admitted[0].closed == ["timeout"]


async def test_an_encoder_that_sends_bytes_but_no_frames_is_gone_after_thirty():
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            encoder = rtmp.Encoder()
            _, writer = await hall.publisher(encoder)
            hall.listener.tick()
            session = hall.desk.connections[0]
            for _ in range(29):
                before = session.received
                writer.write(encoder.metadata(width=640.0))
                await until(lambda before=before: session.received > before)
                hands.move(1000)
                hall.listener.tick()
            assert hall.desk.admitted[0].closed == []
            hands.move(1000)
            hall.listener.tick()
            assert hall.desk.admitted[0].closed == ["timeout"]


async def test_a_flood_of_tiny_messages_is_cut_off():
    with clock.stopped(0) as hands:
        async with a_hall(Limits(headers_s=1000)) as hall:
            encoder = rtmp.Encoder()
            _, writer = await hall.publisher(encoder)
            session = hall.desk.connections[0]
            for headers in (900, 1100):
                before = session.received
                writer.write(encoder.message(4, b"x", 0, channel=7) + b"\xc7x" * (headers - 1))
                await until(lambda before=before, headers=headers: session.received >= before + 2 * headers)
                assert hall.desk.admitted[0].closed == []
                hands.move(250)
                hall.listener.tick()
            assert hall.desk.admitted[0].closed == ["protocol"]
            assert hall.listener.complaints.totals["flood"] == 1


async def test_silence_is_a_setting():
    with clock.stopped(0) as hands:
        listener, desk = Listener(), rtmp.OneKeyDesk()
        await listener.start(desk, host="127.0.0.1", port=0, silence_s=5.0)
        hall = Hall(listener, desk)
        await hall.publisher(rtmp.Encoder())
        listener.tick()
        hands.move(5000)
        listener.tick()
        assert desk.admitted[0].closed == ["timeout"]
        await listener.close()
        await hall.leave()


@pytest.mark.parametrize(
    "limits",
    [Limits(strangers_per_peer=3), Limits(strangers=3), Limits(connections=3)],
    ids=["peer", "strangers", "all"],
)
async def test_strangers_beyond_the_limit_are_turned_away(limits):
    async with a_hall(limits) as hall:
        for _ in range(3):
            await hall.dial()
        await until(lambda: hall.listener.strangers == 3)
        reader, _ = await hall.dial()
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        assert (hall.listener.connections, hall.listener.complaints.totals) == (3, {"crowded": 1})


async def test_admitted_encoders_are_no_strangers():
    async with a_hall(Limits(strangers_per_peer=1)) as hall:
        for _ in range(3):
            await hall.publisher(rtmp.Encoder())
        assert (hall.listener.connections, hall.listener.strangers) == (3, 0)


async def test_an_encoder_that_sends_too_fast_is_slowed_not_cut():
    with clock.stopped(0) as hands:
        async with a_hall(Limits(burst_bytes=100_000, rate_bytes_s=100_000)) as hall:
            encoder = rtmp.Encoder(chunk_size=4096)
            _, writer = await hall.publisher(encoder)
            sent = b"".join(encoder.picture(0, rtmp.idr(100_000), key=True) for _ in range(40))
            writer.write(sent)
            session = hall.desk.connections[0]
            await until(lambda: session.received > 100_000)
            for _ in range(50):
                await asyncio.sleep(0)
            assert len(hall.desk.admitted[0].frames) < 40
            while len(hall.desk.admitted[0].frames) < 40:
                hands.move(1000)
                hall.listener.tick()
                await asyncio.sleep(0)
            assert hall.desk.admitted[0].closed == []


class FullSocket(asyncio.Transport):
    """A transport whose peer takes nothing."""

    def __init__(self) -> None:
        super().__init__({"peername": ("::ffff:10.0.0.7", 5000)})
        self.limit = 0
        self.aborted = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.limit = high or 0

    def abort(self) -> None:
        self.aborted = True


def test_a_peer_that_takes_no_answers_is_cut_off():
    complaints, socket, desk = Complaints(logging.getLogger()), FullSocket(), rtmp.OneKeyDesk()
    encoder = Encoder(desk, Limits(unsent_bytes=9), complaints, lambda encoder: True, lambda encoder: None)
    encoder.connection_made(socket)
    assert (encoder.peer, socket.limit) == ("10.0.0.7", 9)
    encoder.pause_writing()
    assert (socket.aborted, encoder.session.ended, complaints.totals) == (True, "protocol", {"deaf": 1})


async def test_the_newest_connection_may_displace_the_older():
    class Newest(rtmp.OneKeyDesk):
        def admit(self, key: str, connection: Connection) -> rtmp.Seen:
            for older in self.connections:
                older.refuse("replaced", "另一台编码器接替了。")
            return super().admit(key, connection)

    async with a_hall(desk=Newest()) as hall:
        reader, writer = await hall.publisher(rtmp.Encoder())
        await hall.publisher(rtmp.Encoder())
        hall.listener.tick()
        async with asyncio.timeout(5):
            answer = await reader.read()
        assert rtmp.statuses(answer)[-1] == ("error", "NetStream.Publish.BadName", "另一台编码器接替了。")
        assert [seen.closed for seen in hall.desk.admitted] == [["replaced"], []]
        writer.close()


@pytest.mark.slow  # waits for the listener's own tick
async def test_one_publications_accident_does_not_stop_the_clock_of_the_others(caplog):
    class Clumsy(rtmp.OneKeyDesk):
        def admit(self, key: str, connection: Connection) -> rtmp.Seen:
            seen = super().admit(key, connection)
            if len(self.admitted) == 1:
                seen.close = self.fail  # type: ignore[method-assign]
            return seen

        def fail(self, reason: str) -> None:
            raise OSError(reason)

    async with a_hall(Limits(silence_s=0), desk=Clumsy()) as hall:
        for _ in range(2):
            _, writer = await hall.dial()
            writer.write(rtmp.Encoder().opening("key"))
        await until(lambda: len(hall.desk.admitted) == 2)
        await until(lambda: hall.desk.admitted[1].closed == ["timeout"])
        assert [record.message for record in caplog.records if record.exc_info] == ["rtmp: a look at the clock failed"]


async def test_closing_the_listener_closes_every_publication():
    async with a_hall() as hall:
        await hall.publisher(rtmp.Encoder())
        await hall.publisher(rtmp.Encoder())
        await hall.listener.close()
        assert [seen.closed for seen in hall.desk.admitted] == [["closed"], ["closed"]]
        with pytest.raises(ConnectionRefusedError):
            await hall.dial()


async def test_troubles_are_counted_and_said_once_a_second_without_a_key(caplog):
    caplog.set_level(logging.INFO)
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            for _ in range(5):
                reader, writer = await hall.dial()
                writer.write(rtmp.Encoder().opening("a-secret-key"))
                await reader.read()
                hall.listener.tick()
            hands.move(1000)
            hall.listener.tick()
            hall.listener.tick()
            reader, writer = await hall.dial()
            writer.write(b"GET / HTTP/1.1\r\n\r\n")
            await reader.read()
            hands.move(1000)
            hall.listener.tick()
    assert caplog.messages == [
        "rtmp: key-unknown 1 (last from 127.0.0.1)",
        "rtmp: key-unknown 4 (last from 127.0.0.1)",
        "rtmp: handshake 1 (last from 127.0.0.1)",
    ]


async def test_bytes_gathered_by_the_kernel_come_through_when_the_stream_pauses():
    with clock.stopped(0) as hands:
        async with a_hall() as hall:
            encoder = rtmp.Encoder()
            _, writer = await hall.publisher(encoder)
            session = hall.desk.connections[0]
            for _ in range(TICKS + 1):
                writer.write(encoder.picture(0, rtmp.idr(100_000), key=True))
                before = len(hall.desk.admitted[0].frames)
                await until(lambda before=before: len(hall.desk.admitted[0].frames) > before)
                hands.move(250)
                hall.listener.tick()
            received = session.received
            writer.write(encoder.sound(40, b"aac"))
            for _ in range(50):
                await asyncio.sleep(0)
            assert session.received == received
            hands.move(250)
            hall.listener.tick()
            await until(lambda: hall.desk.admitted[0].frames[-1].payload == b"aac")
