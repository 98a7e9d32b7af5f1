"""The protocol byte by byte: what is hot and what is not, in order, within limits, whatever the pieces."""

import gzip
import json

import pytest
from tests.edge.house import LECTURE, House
from tests.edge.wire import Wire, get, heard, post, until

from xiangyue.edge.rules import EdgeRules
from xiangyue.kernel import clock

HEAD = f"/live/{LECTURE}/head"
FIRST = f"/live/{LECTURE}/1/e/0"
NEXT = f"/live/{LECTURE}/1/e/2"


@pytest.fixture
async def wire(house: House) -> Wire:
    """A connection to a house with one lecture of two segments; segment 2 is the next."""
    await house.lecture(segments=2)
    return Wire(house.bind())


async def test_a_segment_comes_gzipped_for_ever_and_for_everybody(wire: Wire, house: House):
    wire.send(get(FIRST, "Accept-Encoding: gzip, deflate, br"))
    (answer,) = wire.answers
    del answer.fields["date"]
    assert answer.status == 200
    assert answer.fields == {
        "content-type": "application/json",
        "cache-control": "public, max-age=31536000, immutable",
        "access-control-allow-origin": "*",
        "vary": "Accept-Encoding",
        "content-encoding": "gzip",
        "content-length": str(len(answer.body)),
    }
    assert answer.body == house.lines.find(LECTURE).segment(1, 0).body


async def test_a_client_without_gzip_reads_plain_json(wire: Wire):
    wire.send(get(FIRST, "Accept-Encoding: gzip;q=0, identity"))
    (answer,) = wire.answers
    assert "content-encoding" not in answer.fields
    assert json.loads(answer.body)["n"] == 0


async def test_head_says_all_but_the_body(wire: Wire):
    wire.send(get(FIRST, "Accept-Encoding: gzip", method="HEAD"))
    (answer,) = heard(wire.transport.written, head_only=True)
    assert (answer.status, answer.fields["content-encoding"]) == (200, "gzip")
    assert wire.transport.written.endswith(b"\r\n\r\n")


async def test_everything_else_reaches_the_application(wire: Wire):
    wire.send(get("/live"), post("/say?x=1", b"hello"))
    answers = await wire.settled(2)
    assert [answer.body for answer in answers] == [b"GET /live ", b"POST /say hello"]


async def test_hot_and_cold_in_one_packet_are_answered_in_their_order(wire: Wire):
    wire.send(get("/a") + get(FIRST) + get("/b") + get(FIRST, method="GET") + get("/c"))
    answers = await wire.settled(5)
    assert [answer.body[:6] for answer in answers] == [b"GET /a", b'{"v":1', b"GET /b", b'{"v":1', b"GET /c"]
    assert not wire.transport.closed


async def test_what_follows_a_waiting_request_waits_with_it(wire: Wire, house: House):
    wire.send(get(NEXT) + get("/b") + get(FIRST))
    assert wire.answers == []
    assert wire.transport.paused
    await house.lines.find(LECTURE).seal()
    answers = await wire.settled(3)
    assert json.loads(answers[0].body)["n"] == 2
    assert answers[1].body == b"GET /b "
    assert json.loads(answers[2].body)["n"] == 0
    assert not wire.transport.paused


async def test_all_who_wait_get_the_very_same_bytes_object(house: House):
    await house.lecture(segments=2)
    bound = house.bind()
    wires = [Wire(bound).send(get(NEXT, "Accept-Encoding: gzip")) for _ in range(5)]
    assert bound.desk.rooms.waiting == 5
    assert house.lines.find(LECTURE).waiting == 1
    await house.lines.find(LECTURE).seal()
    for wire in wires:
        await wire.settled(1)
    assert bound.desk.rooms.waiting == 0
    assert len({id(wire.transport.written) for wire in wires}) <= 5
    assert len({wire.transport.written for wire in wires}) == 1


async def test_a_room_of_many_is_emptied_in_slices(house: House):
    await house.lecture(segments=2)
    bound = house.bind()
    first = Wire(bound)
    wires = [first, *(Wire(bound) for _ in range(300))]
    for wire in wires:
        wire.protocol.loop = first.clock
        wire.send(get(NEXT))
    await house.lines.find(LECTURE).seal()
    assert sum(bool(wire.answers) for wire in wires) == 256
    first.clock.pass_by(0)
    assert sum(bool(wire.answers) for wire in wires) == 301


async def test_a_waiter_whose_connection_goes_is_dropped_at_once(wire: Wire, house: House):
    wire.send(get(NEXT))
    assert house.lines.find(LECTURE).waiting == 1
    wire.leave()
    assert house.lines.find(LECTURE).waiting == 0
    assert wire.protocol.desk.rooms.waiting == 0


async def test_an_application_cycle_learns_of_the_end_even_with_a_hot_one_behind_it(house: House):
    await house.lecture()
    ended = []

    async def listen(scope, receive, send):
        await receive()
        ended.append((await receive())["type"])

    wire = Wire(house.bind(), listen).send(get("/slow") + get(FIRST))
    await until(lambda: wire.state.tasks)
    wire.leave()
    await until(lambda: ended)
    assert ended == ["http.disconnect"]


@pytest.mark.parametrize("fields", [("Connection: close",), ()])
async def test_the_last_request_closes(wire: Wire, fields):
    wire.send(get(FIRST, *fields, version="1.1" if fields else "1.0") + get(FIRST) + post("/x", b"more"))
    (answer,) = wire.answers
    assert answer.fields["connection"] == "close"
    assert wire.transport.closed


async def test_what_follows_the_last_request_is_not_mixed_into_it(wire: Wire):
    wire.send(get("/x", "Connection: close") + post("/y", b"stray"))
    (answer,) = await wire.settled(1)
    assert answer.body == b"GET /x "


async def test_an_unknown_address_and_a_wrong_method_are_said_in_one_shape(wire: Wire):
    wire.send(get("/live/nothing"), post(FIRST, b""), get(f"/live/{LECTURE}/say"), get(f"/live/{LECTURE}/1/e/9"))
    shapes = [(a.status, json.loads(a.body)["error"]["code"], a.fields["cache-control"]) for a in wire.answers]
    assert shapes == [
        (404, "not-found", "no-store"),
        (405, "wrong-method", "no-store"),
        (405, "wrong-method", "no-store"),
        (400, "too-far-ahead", "no-store"),
    ]
    assert [a.fields.get("allow") for a in wire.answers] == [None, "GET, HEAD", "POST", None]


async def test_rubbish_is_refused_after_what_came_before_it(wire: Wire, house: House):
    wire.send(get(NEXT) + b"\x16\x03\x01 rubbish\r\n\r\n")
    assert wire.answers == []
    await house.lines.find(LECTURE).seal()
    assert [answer.status for answer in wire.answers] == [200, 400]
    assert json.loads(wire.answers[1].body)["error"]["code"] == "malformed"
    assert wire.transport.closed


@pytest.mark.parametrize("path", [FIRST, "/pages"])
async def test_oversized_headers_are_refused_in_one_packet_or_in_drops(wire: Wire, path):
    wire.send(get(path, "X: " + "x" * 17_000))
    assert [answer.status for answer in wire.answers] == [431]
    assert wire.transport.closed


async def test_one_endless_field_is_cut_off_before_it_ends(wire: Wire):
    wire.send(b"GET /live/x HTTP/1.1\r\nX: ")
    for _ in range(20):
        wire.send(b"x" * 1000)
    assert [answer.status for answer in wire.answers] == [431]


async def test_headers_within_the_limit_pass_in_one_packet_and_in_drops(wire: Wire):
    request = get(FIRST, "X: " + "x" * 16_000)
    wire.send(request, *(request[at : at + 100] for at in range(0, len(request), 100)))
    assert [answer.status for answer in wire.answers] == [200, 200]


async def test_a_body_too_large_is_refused_by_its_length_and_by_its_size(wire: Wire, house: House):
    wire.send(get(f"/live/{LECTURE}/say", "Content-Length: 20000", method="POST"))
    chunked = Wire(house.bind()).send(get(f"/live/{LECTURE}/say", "Transfer-Encoding: chunked", method="POST"))
    chunked.send(b"4e20\r\n" + b"x" * 20_000)
    for each in (wire, chunked):
        assert [answer.status for answer in each.answers] == [413]
        assert each.transport.closed


async def test_a_broken_body_is_refused_in_the_place_of_its_request(wire: Wire):
    wire.send(get(f"/live/{LECTURE}/say", "Transfer-Encoding: chunked", method="POST"), b"no number\r\n")
    assert [answer.status for answer in wire.answers] == [400]
    assert wire.transport.closed


async def test_expect_continue_is_answered_when_its_turn_comes(wire: Wire):
    wire.send(
        get(
            f"/live/{LECTURE}/ticket",
            "Expect: 100-continue",
            "Content-Type: application/json",
            "Content-Length: 2",
            method="POST",
        )
    )
    assert wire.transport.written == b"HTTP/1.1 100 Continue\r\n\r\n"
    wire.send(b"{}")
    assert [answer.status for answer in wire.answers] == [200]


async def test_an_upgrade_is_not_for_the_hot_path(wire: Wire):
    wire.send(get(FIRST, "Connection: Upgrade", "Upgrade: websocket") + b"\x81\x05hello")
    assert [answer.status for answer in wire.answers] == [200]
    assert wire.transport.closed


async def test_slow_headers_end_after_ten_seconds_however_they_drip(wire: Wire):
    for drop in b"GET /live/x HTTP/1":
        wire.send(bytes([drop]))
        wire.clock.pass_by(0.5)
    assert not wire.transport.closed
    wire.clock.pass_by(1.1)
    assert [answer.status for answer in wire.answers] == [408]
    assert wire.transport.closed


async def test_a_connection_that_says_nothing_is_closed_without_a_word(wire: Wire):
    wire.clock.pass_by(10)
    assert (wire.transport.closed, wire.transport.written) == (True, b"")


async def test_a_slow_body_ends_as_well(wire: Wire):
    wire.send(get(f"/live/{LECTURE}/say", "Content-Length: 20", method="POST"), b"{")
    wire.clock.pass_by(10)
    assert [answer.status for answer in wire.answers] == [408]


async def test_keep_alive_lasts_65_seconds_from_the_last_answer(wire: Wire):
    wire.send(get(FIRST))
    wire.clock.pass_by(60)
    wire.send(get(FIRST))
    wire.clock.pass_by(60)
    wire.send(get("/page"))
    await wire.settled(3)
    wire.clock.pass_by(64)
    assert not wire.transport.closed
    wire.clock.pass_by(1.1)
    assert wire.transport.closed
    assert len(wire.answers) == 3


async def test_the_second_request_has_ten_seconds_of_its_own(wire: Wire):
    wire.send(get(FIRST))
    wire.clock.pass_by(30)
    wire.send(b"GET /live/")
    wire.clock.pass_by(10)
    assert [answer.status for answer in wire.answers] == [200, 408]


async def test_who_waits_is_not_timed_as_idle(house: House):
    await house.lecture(segments=2)
    wire = Wire(house.bind(EdgeRules(hold_s=1000))).send(get(NEXT))
    wire.clock.pass_by(300)
    assert not wire.transport.closed
    await house.lines.find(LECTURE).seal()
    assert len(wire.answers) == 1


async def test_a_line_that_stands_still_is_reported_after_the_last_bound(wire: Wire, house: House):
    wire.send(get(NEXT))
    wire.clock.pass_by(15)
    (answer,) = wire.answers
    assert (answer.status, answer.fields["retry-after"], answer.fields["cache-control"]) == (503, "1", "no-store")
    assert house.lines.find(LECTURE).waiting == 0


async def test_an_accident_is_told_to_everybody_and_logged_once_a_second(
    house: House, caplog: pytest.LogCaptureFixture
):
    class Burning(House):
        def broadcast(self, lecture: str):
            raise OSError("the disk burns")

    await house.lecture()
    burning = Burning(house.root)
    burning.lines = house.lines
    with clock.stopped(1_800_000_000_000) as hands:
        wire = Wire(burning.bind()).send(get(f"/live/{LECTURE}/1/index.m3u8") * 3)
        hands.move(1000)
        wire.send(get(f"/live/{LECTURE}/1/index.m3u8"))
    assert [(answer.status, json.loads(answer.body)["error"]["code"]) for answer in wire.answers] == [
        (500, "accident")
    ] * 4
    assert "burns" not in wire.answers[0].body.decode()
    assert wire.protocol.desk.figures.accidents == 4
    assert sum("came to grief" in record.message for record in caplog.records) == 2


async def test_one_timer_serves_a_connection_for_life(wire: Wire):
    for _ in range(50):
        wire.send(get(FIRST))
        wire.clock.pass_by(1)
    assert wire.clock.timers == 1


async def test_a_reader_who_does_not_read_is_cut_off_at_one_mebibyte(wire: Wire):
    wire.transport.slow = True
    wire.send(get(FIRST))
    wire.transport.unsent = 1 << 20
    wire.send(get(FIRST))
    assert not wire.transport.aborted
    wire.send(get(FIRST))
    assert wire.transport.aborted
    assert wire.protocol.desk.figures.choked == 1


async def test_a_slow_reader_may_take_minutes_while_he_takes_something(wire: Wire):
    wire.transport.slow = True
    wire.send(get(FIRST))
    for unread in (900_000, 600_000, 300_000):
        wire.transport.unsent = unread
        wire.clock.pass_by(65)
        assert not wire.transport.closed
    wire.clock.pass_by(65)
    assert wire.transport.aborted


async def test_more_than_a_queue_is_left_unanswered_and_closed(wire: Wire, house: House):
    wire.send(get(NEXT) + get(FIRST) * 100)
    await house.lines.find(LECTURE).seal()
    assert len(wire.answers) == 66
    assert wire.answers[-1].fields["connection"] == "close"
    assert wire.transport.closed


async def test_a_server_that_stops_sends_its_waiters_home(wire: Wire):
    wire.send(get(NEXT))
    wire.protocol.shutdown()
    assert [answer.status for answer in wire.answers] == [503]
    assert wire.transport.closed


async def test_the_head_document_is_packed_when_it_is_long(wire: Wire):
    wire.send(get(HEAD, "Accept-Encoding: gzip"))
    (answer,) = wire.answers
    assert answer.fields["cache-control"] == "max-age=1"
    body = gzip.decompress(answer.body) if "content-encoding" in answer.fields else answer.body
    assert json.loads(body)["head"] == 1


WORDS = ("Accept-Encoding: gzip", "User-Agent: MicroMessenger/8.0")


async def test_the_same_words_are_not_read_again_and_answered_alike(wire: Wire, house: House):
    wire.send(get(FIRST, *WORDS))
    assert len(wire.protocol.desk.known) == 1
    second = Wire(type(wire.protocol)).send(get(FIRST, *WORDS), get("/page"), get(FIRST))
    await second.settled(3)
    assert second.answers[0].body == wire.answers[0].body
    assert "content-encoding" not in second.answers[2].fields


async def test_known_words_wait_in_the_room_of_the_others(wire: Wire, house: House):
    bound = type(wire.protocol)
    wires = [wire, *(Wire(bound) for _ in range(3))]
    for each in wires:
        each.send(get(FIRST, *WORDS), get(NEXT, *WORDS))
    assert bound.desk.rooms.waiting == 4
    wires[1].leave()
    wires[2].send(get("/page"))
    await house.lines.find(LECTURE).seal()
    assert (await wires[2].settled(3))[2].body == b"GET /page "
    assert len({each.answers[1].body for each in (wire, wires[2], wires[3])}) == 1
    assert wires[3].answers[1].fields["content-encoding"] == "gzip"


async def test_words_are_learnt_only_from_a_packet_that_is_one_whole_request(wire: Wire):
    rest = b"GET /x HTTP/1.1\r\n\r\n"
    wire.send(f"GET {FIRST} HTTP/1.1\r\nAccept-Encoding: gzip\r\nX: ".encode(), rest)
    wire.send(get(FIRST) + get(FIRST), get(FIRST, "Cookie: a=b"), get(FIRST, "Expect: 100-continue"))
    wire.send(get(FIRST, method="HEAD"), get(FIRST, "Connection: close"))
    assert len(wire.protocol.desk.known) == 0


async def test_a_body_that_looks_like_known_words_is_still_a_body(house: House):
    async def hasty(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    await house.lecture(segments=2)
    wire = Wire(house.bind(), hasty).send(get(FIRST, *WORDS))
    disguise = get(FIRST, *WORDS)
    wire.send(get("/upload", f"Content-Length: {len(disguise)}", method="POST"))
    await wire.settled(2)
    wire.send(disguise)
    assert len(wire.answers) == 2
    wire.send(disguise)
    assert len(wire.answers) == 3
