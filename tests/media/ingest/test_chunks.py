"""Chunk streams, byte by byte."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import rtmp

from xiangyue.media.ingest.chunks import ChunkReader, Message, written
from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.limits import Limits


def read(*pieces: bytes, limits: Limits | None = None) -> list[Message]:
    reader = ChunkReader(limits or Limits())
    return [message for piece in pieces for message in reader.feed(piece)]


def bodies(messages: list[Message]) -> list[bytes]:
    return [message.body for message in messages]


def times(messages: list[Message]) -> list[int]:
    return [message.timestamp for message in messages]


def an_encoder(**how) -> rtmp.Encoder:
    encoder = rtmp.Encoder(**how)
    encoder._written_size = encoder.chunk_size
    return encoder


def in_chunks_of(size: int, limits: Limits | None = None) -> ChunkReader:
    reader = ChunkReader(limits or Limits())
    assert list(reader.feed(b"\x02\0\0\0\0\0\4\1\0\0\0\0" + size.to_bytes(4))) == []
    return reader


# ------------------------------------------------ headers
def test_the_four_header_types_by_the_bytes():
    wire = (
        bytes.fromhex("04 0003e8 000002 08 01000000") + b"ab"  # type 0: at 1000
        + bytes.fromhex("44 000014 000003 09") + b"cde"  # type 1: 20 later, other length and type
        + bytes.fromhex("84 000028") + b"fgh"  # type 2: 40 later
        + bytes.fromhex("c4") + b"ijk"  # type 3: 40 later again
    )  # fmt: skip
    assert read(wire) == [(8, 1, 1000, b"ab"), (9, 1, 1020, b"cde"), (9, 1, 1060, b"fgh"), (9, 1, 1100, b"ijk")]


def test_type_3_after_type_0_repeats_its_time_as_delta():
    assert times(read(bytes.fromhex("04 000028 000001 08 01000000 61 c4 62"))) == [40, 80]


@pytest.mark.parametrize(
    ("channel", "head"),
    [(2, "02"), (63, "3f"), (64, "00 00"), (319, "00 ff"), (320, "01 00 01"), (321, "01 01 01"), (65599, "01 ff ff")],
)
def test_chunk_stream_ids_have_one_two_or_three_bytes(channel, head):
    assert rtmp.basic_header(0, channel) == bytes.fromhex(head)
    encoder = an_encoder(shortens=False)
    wire = encoder.message(8, bytes(range(200)), 5, channel=channel)
    assert wire.startswith(bytes.fromhex(head))
    assert read(wire) == [(8, 1, 5, bytes(range(200)))]


def test_ids_of_two_and_three_bytes_are_one_name_space():
    two, three = b"\x00\x05", b"\x01\x05\x00"  # 69 both
    head = bytes.fromhex("000000 000081 08 01000000")
    assert bodies(read(two + head + bytes(128) + b"\xc1" + three[1:] + b"x")) == [bytes(128) + b"x"]


@pytest.mark.parametrize("first", [0x84, 0xC4])
def test_a_chunk_stream_cannot_open_with_a_type_that_has_no_length(first):
    with pytest.raises(ProtocolError):
        read(bytes([first]) + bytes(20))


def test_type_1_may_open_a_chunk_stream():
    assert read(bytes.fromhex("44 000014 000001 08 61")) == [(8, 0, 20, b"a")]


# ------------------------------------------------ extended timestamps
@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize("shortens", [True, False])
@pytest.mark.parametrize("chunk_size", [128, 4096])
@pytest.mark.parametrize("start", [17_000_000, 0xFFFFFF - 100, 0xFFFFFF, 0xFFFFFE, 0xFFFFFFFF - 100])
def test_extended_timestamps_are_read_whether_type_3_repeats_them_or_not(repeats, shortens, chunk_size, start):
    encoder = an_encoder(chunk_size=chunk_size, repeats=repeats, shortens=shortens)
    sent = [(start + 40 * index, bytes([index + 1]) * (300 + index)) for index in range(10)]
    wire = b"".join(encoder.message(9, body, ms, channel=6) for ms, body in sent)
    reader = in_chunks_of(chunk_size)
    got = list(reader.feed(wire))
    assert [(message.timestamp, message.body) for message in got] == [(ms & 0xFFFFFFFF, body) for ms, body in sent]


@pytest.mark.parametrize("repeats", [True, False])
def test_an_extended_timestamp_is_read_at_any_split(repeats):
    encoder = an_encoder(repeats=repeats, shortens=False)
    wire = encoder.message(9, bytes(range(200)) * 2, 17_000_000, channel=6)
    whole = [(9, 1, 17_000_000, bytes(range(200)) * 2)]
    for cut in range(1, len(wire)):
        assert read(wire[:cut], wire[cut:]) == whole


def test_an_extended_delta_that_lies_at_the_running_time_is_absolute():
    wire = bytes.fromhex("06 ffffff 000001 09 01000000 01036640 61  86 ffffff 01036668 62")
    assert times(read(wire)) == [17_000_000, 17_000_040]


def test_an_extended_delta_that_lies_elsewhere_is_a_delta():
    wire = bytes.fromhex("06 000064 000001 09 01000000 61  86 ffffff 01036668 62")
    assert times(read(wire)) == [100, 17_000_140]


# ------------------------------------------------ control of the chunk streams
def test_a_new_chunk_size_holds_from_the_next_chunk():
    encoder = rtmp.Encoder(chunk_size=4096)
    first = encoder.chunks(9, bytes(300), 0, channel=6)
    assert [len(chunk) for chunk in first] == [12 + 128, 1 + 128, 1 + 44]
    wire = first[0] + encoder.set_chunk_size() + b"\xc6" + bytes(172)
    assert bodies(read(wire)) == [bytes(300)]


@pytest.mark.parametrize("size", [0xFFFFFF, 0x7FFFFFFF])
def test_a_huge_chunk_size_means_whole_messages(size):
    reader = in_chunks_of(size)
    assert bodies(list(reader.feed(bytes.fromhex("04 000000 010000 08 01000000") + bytes(65536)))) == [bytes(65536)]


@pytest.mark.parametrize("body", [b"\0\0\0\0", b"\x80\0\0\0", b"\xff\xff\xff\xff", b"\0\1"])
def test_an_impossible_chunk_size_ends_the_connection(body):
    with pytest.raises(ProtocolError):
        read(b"\x02\0\0\0\0\0" + bytes([len(body)]) + b"\1\0\0\0\0" + body)


def test_abort_gives_up_the_unfinished_message():
    encoder = an_encoder()
    half = encoder.chunks(9, bytes(300), 0, channel=6)[0]
    reader = ChunkReader(Limits())
    assert list(reader.feed(half)) == []
    assert reader.buffered == 128
    assert list(reader.feed(encoder.message(rtmp.ABORT, (6).to_bytes(4), 0, channel=2, stream_id=0))) == []
    assert reader.buffered == 0
    assert list(reader.feed(b"\xc6" + bytes(128) + b"\xc6" + bytes(128) + b"\xc6" + bytes(44))) == [
        (9, 1, 0, bytes(300))
    ]


def test_a_new_header_in_the_middle_gives_up_the_unfinished_message():
    encoder = an_encoder(shortens=False)
    half = encoder.chunks(9, bytes(300), 0, channel=6)[0]
    assert bodies(read(half + encoder.message(9, b"next", 40, channel=6))) == [b"next"]


def test_messages_interleave_on_their_chunk_streams():
    encoder = an_encoder()
    picture = encoder.chunks(9, bytes(range(250)) * 2, 0, channel=6)
    sound = encoder.chunks(8, b"s" * 300, 0, channel=4)
    mixed = [chunk for pair in zip(picture, [*sound, b""], strict=True) for chunk in pair]
    assert bodies(read(b"".join(mixed))) == [b"s" * 300, bytes(range(250)) * 2]


# ------------------------------------------------ limits
def test_a_message_beyond_the_limit_is_refused_by_its_header():
    with pytest.raises(ProtocolError, match="65"):
        read(bytes.fromhex("04 000000 000041 08 01000000"), limits=Limits(message_bytes=64))


def test_unfinished_messages_are_limited_together():
    limits = Limits(buffered_bytes=300)
    encoder = an_encoder()
    halves = [encoder.chunks(9, bytes(200), 0, channel=channel)[0] for channel in (4, 5, 6)]
    assert read(*halves[:2], limits=limits) == []
    with pytest.raises(ProtocolError):
        read(*halves, limits=limits)


def test_chunk_streams_are_limited():
    encoder = an_encoder()
    with pytest.raises(ProtocolError):
        read(
            *(encoder.message(8, b"a", 0, channel=channel) for channel in range(3, 10)), limits=Limits(chunk_streams=4)
        )


def test_empty_messages_are_passed_over_and_limited():
    empty = bytes.fromhex("04 000000 000000 08 01000000")
    assert bodies(read(empty + bytes.fromhex("04 000000 000001 08 01000000 61"))) == [b"a"]
    with pytest.raises(ProtocolError):
        read(empty + b"\xc4" * 10, limits=Limits(empty_messages=10))


def test_nothing_is_held_once_messages_are_whole():
    reader = ChunkReader(Limits())
    assert len(list(reader.feed(an_encoder().message(9, bytes(1000), 0, channel=6)))) == 1
    assert reader.buffered == 0


# ------------------------------------------------ laws
moments = st.integers(0, 1000) | st.sampled_from([0xFFFFFE, 0xFFFFFF, 0x1000000, 17_000_040, 0xFFFFFFFF])
# No byte with which an extended timestamp could begin: whether it is repeated is a guess by comparison.
bodies_of = st.binary(min_size=1, max_size=600).map(lambda body: bytes(byte % 200 + 2 for byte in body))
messages = st.lists(
    st.tuples(
        st.sampled_from([8, 9, 18]),
        moments,
        bodies_of,
        st.sampled_from([3, 4, 6, 63, 64, 320, 65599]),
    ),
    max_size=8,
)
ways = st.fixed_dictionaries(
    {"chunk_size": st.sampled_from([1, 2, 7, 128, 4096]), "repeats": st.booleans(), "shortens": st.booleans()}
)


def cut(wire: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(wire) + 1) for place in places} | {0, len(wire)})
    return [wire[start:end] for start, end in pairwise(ends)]


@pytest.mark.slow  # a law over a hundred streams of chunks
@given(messages, ways, st.lists(st.integers(0, 10_000), max_size=12))
def test_whatever_is_written_is_read_however_it_is_split(sent, way, places):
    encoder = an_encoder(**way)
    wire = b"".join(encoder.message(type_id, body, ms, channel=channel) for type_id, ms, body, channel in sent)
    reader = in_chunks_of(encoder.chunk_size)
    got = [message for piece in cut(wire, places) for message in reader.feed(piece)]
    assert got == [(type_id, 1, ms, body) for type_id, ms, body, _ in sent]


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=6))
def test_any_bytes_give_the_same_messages_split_or_whole(wire, places):
    def outcome(pieces: list[bytes]) -> tuple[list[Message], str]:
        got: list[Message] = []
        reader = ChunkReader(Limits(message_bytes=1000, buffered_bytes=2000))
        try:
            for piece in pieces:
                for message in reader.feed(piece):
                    got.append(message)  # noqa: PERF402 - what came before an error counts
        except ProtocolError as error:
            return got, error.code
        return got, ""

    assert outcome([wire]) == outcome(cut(wire, places))


@given(st.integers(0, 0xFFFFFFFF), st.binary(min_size=1, max_size=9000), st.integers(0, 0xFFFFFFFF))
def test_what_we_write_we_can_read(stream_id, body, timestamp):
    message = Message(20, stream_id, timestamp, body)
    assert read(written(message, channel=3, chunk_size=128)) == [message]
