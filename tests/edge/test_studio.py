"""A studio page's connection: from a GET to frames in the broadcast, byte by byte; it goes and comes back."""

import json

import pytest
from tests.edge.house import LECTURE, OTHER
from tests.edge.wire import Wire, client_frame, get, heard
from tests.factories import media
from tests.factories.page import Page

from xiangyue.edge.studio import CONNECTIONS, SILENCE_S
from xiangyue.edge.websocket import Op
from xiangyue.kernel import clock
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Codec
from xiangyue.media.ingest.records import Record
from xiangyue.media.rules import MediaRules

NOON_MS = 1_795_000_000_000
UPGRADE = (
    "Connection: keep-alive, Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)
ADDRESS = f"/live/{LECTURE}/studio"


@pytest.fixture
def hands():
    with clock.stopped(NOON_MS) as hands:
        yield hands


@pytest.fixture
def broadcast(house, hands):
    told = []
    found = Broadcast(
        LECTURE, house.root / "media", MediaRules(), lambda *news: told.append(news), executor=media.SameThread()
    )
    found.told = told
    house.broadcasts[LECTURE] = found
    return found


class Socket:
    """A browser's WebSocket: says, and hears what was said."""

    def __init__(self, house, bound=None):
        self.wire = Wire(bound or house.bind())
        self.wire.send(get(ADDRESS, *UPGRADE))
        self.protocol = self.wire.transport.protocol or self.wire.protocol
        self.page = Page()

    def bytes(self, raw):
        self.protocol.data_received(raw)

    def say(self, **words):
        self.bytes(client_frame(Op.TEXT, json.dumps(words).encode()))

    def record(self, kind, at_us, body):
        self.bytes(client_frame(Op.BINARY, self.page.record(kind, at_us, body)))

    def programme(self, seconds=4.0, start_us=0, *, after=0.0, until=1e9):
        """Picture of so long, the configuration first; what it has numbered before it numbers no more."""
        codec, frames = media.video(seconds=seconds)
        if not after:
            self.record(Record.PICTURE_CODEC, 0, codec.record)
        for frame in frames:
            if after <= frame.dts / 90_000 < until:
                kind = Record.KEY if frame.key else Record.PICTURE
                self.record(kind, start_us + frame.dts * 100 // 9, frame.payload)

    @property
    def heard(self):
        """Text messages so far, decoded; a close is its number."""
        _, _, raw = self.wire.transport.written.partition(b"\r\n\r\n")
        found = []
        while raw:
            size, at = raw[1], 2
            if size == 126:
                size, at = int.from_bytes(raw[2:4]), 4
            body, op = raw[at : at + size], raw[0] & 0x0F
            found.append(json.loads(body) if op == Op.TEXT else int.from_bytes(body) if op == Op.CLOSE else (op, body))
            raw = raw[at + size :]
        return found

    def lose(self):
        self.wire.transport.closed = True
        self.protocol.connection_lost(None)


def permit(house, lecture=LECTURE):
    return house.studios.issue(lecture, expires_ms=clock.now_ms() + 60_000)


def welcome(socket):
    return socket.heard[0]["welcome"]


def greeted(house, **words):
    socket = Socket(house)
    socket.say(hello={"token": permit(house), "agent": "Chrome 156", **words})
    return socket


# ------------------------------------------------ the handshake
async def test_the_handshake_hands_the_connection_over(house, broadcast):
    socket = Socket(house)
    assert socket.wire.transport.written.startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
    assert socket.protocol is not socket.wire.protocol
    assert socket.wire.state.connections == {socket.protocol}
    socket.lose()
    assert socket.wire.state.connections == set()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get(ADDRESS), 426),
        (get(ADDRESS, *UPGRADE[:3]), 426),
        (get(ADDRESS, *UPGRADE[:2], "Sec-WebSocket-Version: 8", UPGRADE[3]), 426),
        (get(ADDRESS, UPGRADE[0], "Upgrade: h2c", *UPGRADE[2:]), 426),
        (get(f"/live/{LECTURE}/head", *UPGRADE), 200),
        (get("/live/nothing/studio", *UPGRADE), 404),
    ],
)
async def test_what_is_no_handshake_gets_an_ordinary_answer(house, broadcast, request_, status):
    await house.lecture()
    wire = Wire(house.bind()).send(request_)
    assert [answer.status for answer in await wire.settled(1)] == [status]
    assert wire.transport.protocol is None


async def test_a_greeting_in_the_same_packet_is_heard(house, broadcast):
    wire = Wire(house.bind())
    hello = client_frame(Op.TEXT, json.dumps({"hello": {"token": permit(house)}}).encode())
    wire.send(get(ADDRESS, *UPGRADE) + hello)
    assert b'"welcome"' in wire.transport.written


async def test_the_handshake_may_come_letter_by_letter(house, broadcast):
    wire = Wire(house.bind())
    for letter in get(ADDRESS, *UPGRADE):
        wire.send(bytes((letter,)))
    assert wire.transport.written.startswith(b"HTTP/1.1 101")


async def test_a_handshake_behind_an_unanswered_request_is_none(house, broadcast):
    line = await house.lecture()
    wire = Wire(house.bind()).send(get(f"/live/{LECTURE}/1/e/{line.head + 1}") + get(ADDRESS, *UPGRADE))
    await line.seal()
    assert [answer.status for answer in await wire.settled(2)] == [200, 426]


async def test_there_is_room_for_so_many(house, broadcast):
    bound = house.bind()
    sockets = [Socket(house, bound) for _ in range(CONNECTIONS)]
    crowded = Wire(bound).send(get(ADDRESS, *UPGRADE))
    assert heard(crowded.transport.written)[0].status == 426
    sockets[0].lose()
    assert Socket(house, bound).wire.transport.written.startswith(b"HTTP/1.1 101")


# ------------------------------------------------ the greeting
async def test_a_page_with_a_permit_publishes(house, broadcast):
    socket = greeted(house)
    assert (welcome(socket)["next"], welcome(socket)["resumed"]) == (1, False)
    broadcast.go_on_air()
    socket.programme()
    assert broadcast.state == "live"
    assert broadcast.report()["encoder"] == "Chrome 156"
    assert [state for state, _ in broadcast.told] == ["published"]
    socket.wire.clock.pass_by(0.3)
    assert socket.heard[-1] == {"next": socket.page.seq + 1}


@pytest.mark.parametrize(("lecture", "later_ms"), [(OTHER, 0), (LECTURE, 61_000)])
async def test_a_permit_of_another_lecture_or_of_yesterday_is_refused_in_words(
    house, broadcast, hands, lecture, later_ms
):
    token = permit(house, lecture)
    hands.move(later_ms)
    socket = Socket(house)
    socket.say(hello={"token": token})
    code = "ticket-forged" if lecture == OTHER else "ticket-expired"
    assert socket.heard[0]["refused"]["code"] == code
    assert socket.heard[0]["refused"]["text"]
    assert socket.heard[1] == 4403
    assert broadcast.report()["publishing"] is False


async def test_a_lecture_that_is_over_takes_no_page(house, broadcast):
    broadcast.end()
    assert greeted(house).heard[0]["refused"]["code"] == "lecture-ended"


async def test_a_lecture_that_nobody_opened_takes_no_page(house, hands):
    assert greeted(house).heard[0]["refused"]["code"] == "unknown-lecture"


@pytest.mark.parametrize(
    "raw",
    [
        client_frame(Op.BINARY, b"\x03" + bytes(12)),
        client_frame(Op.TEXT, b"{}"),
        client_frame(Op.TEXT, b"[1]"),
        client_frame(Op.TEXT, b"\xff\xfe"),
        client_frame(Op.TEXT, b'{"hello": 1}'),
        client_frame(Op.TEXT, b" " * 5000),
        b"\x81\x05Hello",
    ],
)
async def test_what_is_no_greeting_is_shown_the_door(house, broadcast, raw):
    socket = Socket(house)
    socket.bytes(raw)
    assert socket.heard[-1] in (1002, 1008, 1009)
    socket.bytes(client_frame(Op.TEXT, b'{"hello": {"token": "late"}}'))
    assert len(socket.heard) == 1


# ------------------------------------------------ records that lie
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x01" + bytes(11),
        b"\x09" + b"\0\0\0\1" + bytes(8),
        b"\x03" + bytes(12),
        b"\x03" + b"\0\0\0\1" + b"\xff" * 8,
        b"\x03" + b"\0\0\0\1" + b"\x7f" + b"\xff" * 7,
        b"\x02" + b"\0\0\0\1" + bytes(8) + b"\x09",
    ],
)
async def test_a_record_that_is_none_ends_the_connection(house, broadcast, body):
    socket = greeted(house)
    socket.bytes(client_frame(Op.BINARY, body))
    assert socket.heard[-1] == 1008


async def test_a_configuration_that_lies_is_told_so(house, broadcast):
    socket = greeted(house)
    socket.record(Record.PICTURE_CODEC, 0, b"\x01\x42\xc0\x1f\xff\xe1\xff\xff")
    assert "refused" in socket.heard[-2]
    assert socket.heard[-1] == 4403


async def test_pictures_with_lying_lengths_are_left_out_until_the_next_key(house, broadcast):
    socket = greeted(house)
    broadcast.go_on_air()
    socket.programme(until=1.0)
    socket.record(Record.PICTURE, 1_000_000, b"\0\0\xff\xff" + bytes(9))
    socket.programme(after=1.03)
    assert broadcast.state == "live"
    sitting = next(iter(house.pages._sittings.values()))
    assert sitting.damaged == 1


# ------------------------------------------------ going and coming back
async def test_a_page_that_comes_back_goes_on_without_a_seam(house, broadcast, hands):
    socket = greeted(house)
    broadcast.go_on_air()
    socket.programme(seconds=8, until=3.0)
    socket.lose()
    hands.move(10_000)
    house.pages.tick()
    broadcast.tick(clock.now_ms())
    assert broadcast.state == "away"

    again = Socket(house)
    again.say(hello={"sitting": welcome(socket)["sitting"]})
    assert welcome(again) == {"sitting": welcome(socket)["sitting"], "next": socket.page.seq + 1, "resumed": True}
    again.page.seq = socket.page.seq - 30  # a second of it is sent once more: the page never heard of its arrival
    again.programme(seconds=8, after=2.0, until=8.0)
    assert broadcast.state == "live"
    assert [state for state, _ in broadcast.told] == ["published", "away", "back"]
    playlist = media.text(broadcast.rendition("source"))
    assert "#EXT-X-DISCONTINUITY\n" not in playlist
    assert "#EXT-X-GAP" not in playlist
    assert next(iter(house.pages._sittings.values())).duplicates == 30


async def test_nobody_who_does_not_come_back_is_waited_for_longer(house, broadcast, hands):
    socket = greeted(house)
    socket.programme()
    socket.lose()
    hands.move(30_000)
    house.pages.tick()
    assert house.pages.sitting == 0
    again = Socket(house)
    again.say(hello={"sitting": welcome(socket)["sitting"], "token": permit(house)})
    assert welcome(again)["resumed"] is False


async def test_a_sitting_is_good_for_its_own_lecture_only(house, broadcast):
    socket = greeted(house)
    assert house.pages.find(welcome(socket)["sitting"], OTHER) is None


async def test_a_half_dead_connection_makes_way(house, broadcast):
    socket = greeted(house)
    socket.programme(seconds=8, until=1.0)
    again = Socket(house)
    again.say(hello={"sitting": welcome(socket)["sitting"]})
    assert welcome(again)["resumed"] is True
    socket.bytes(client_frame(Op.TEXT, b"{}"))
    assert socket.heard[-1] == 1008
    socket.lose()
    sitting = house.pages.find(welcome(socket)["sitting"], LECTURE)
    assert sitting.since is None


async def test_a_page_that_was_displaced_is_told_when_it_comes_back(house, broadcast):
    socket = greeted(house)
    socket.programme()
    socket.lose()
    broadcast.admit(media.Wire("198.51.100.7:5000"))
    again = Socket(house)
    again.say(hello={"sitting": welcome(socket)["sitting"], "token": permit(house)})
    assert again.heard[0]["refused"]["code"] == "BadName"


async def test_a_page_that_is_displaced_is_told_at_once(house, broadcast):
    socket = greeted(house)
    socket.programme()
    broadcast.admit(media.Wire("198.51.100.7:5000"))
    assert socket.heard[-1]["refused"] == {"code": "BadName", "text": "另一台设备已接管直播。"}
    socket.wire.clock.pass_by(0.3)
    assert socket.heard[-1] == 4403


async def test_a_page_takes_over_from_an_encoder(house, broadcast):
    wire = media.Wire("192.0.2.10:40000")
    broadcast.admit(wire)
    greeted(house)
    assert wire.refusals[0][0] == "BadName"


async def test_a_page_that_stops_is_gone_at_once(house, broadcast):
    socket = greeted(house)
    broadcast.go_on_air()
    socket.programme()
    socket.say(stop=True)
    assert socket.heard[-2:] == [{"stopped": True}, 1000]
    assert broadcast.state == "away"


async def test_the_end_of_the_lecture_is_told(house, broadcast):
    socket = greeted(house)
    socket.programme()
    broadcast.end()
    assert socket.heard[-1]["refused"]["code"] == "lecture-ended"


# ------------------------------------------------ time and limits
async def test_silence_and_a_missing_greeting_end_the_connection(house, broadcast, hands):
    stranger, socket = Socket(house), greeted(house)
    hands.move(round(SILENCE_S * 1000))
    for one in (stranger, socket):
        one.wire.clock.pass_by(0.3)
    assert (stranger.heard[-1], socket.heard[-1]) == (1008, 1001)
    hands.move(3000)
    socket.wire.clock.pass_by(0.3)
    assert socket.wire.transport.aborted


async def test_a_flood_is_not_read_until_its_allowance_has_grown(house, broadcast, hands):
    socket = greeted(house)
    for _ in range(17):
        socket.record(Record.SOUND, 0, bytes(1 << 20))
    assert socket.wire.transport.paused
    hands.move(1000)
    socket.wire.clock.pass_by(0.3)
    assert not socket.wire.transport.paused


async def test_the_server_that_stops_says_come_back(house, broadcast):
    socket = greeted(house)
    socket.protocol.shutdown()
    assert socket.heard[-1] == 1012
    assert socket.wire.transport.closed


async def test_a_ping_is_answered_and_a_goodbye_returned(house, broadcast):
    socket = greeted(house)
    socket.bytes(client_frame(Op.PING, b"there?"))
    assert socket.heard[-1] == (Op.PONG, b"there?")
    socket.bytes(client_frame(Op.CLOSE, (1001).to_bytes(2)))
    assert socket.heard[-1] == 1000
    assert socket.wire.transport.closed


async def test_sound_goes_to_a_converter_which_ends_with_the_sitting(house, broadcast):
    socket = greeted(house)
    socket.record(Record.SOUND, 0, b"too early")
    socket.record(Record.SOUND_CODEC, 0, b"\x01")
    socket.record(Record.SOUND, 20_000, b"opus")
    assert house.converters.fed == [(Record.SOUND_CODEC, 0, b"\x01"), (Record.SOUND, 20_000, b"opus")]
    sitting = house.pages.find(welcome(socket)["sitting"], LECTURE)
    sitting.deliver(Codec(*(media.audio()[0].kind, "mp4a", media.audio()[0].record)))
    socket.say(stop=True)
    assert house.converters.closed == 1
