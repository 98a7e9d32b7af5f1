"""RFC 6455 as far as we speak it: bytes in, messages out; the whole, the cut up and the lying."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.edge.wire import client_frame

from xiangyue.edge import websocket
from xiangyue.edge.websocket import Close, Message, Op, Reader, WebSocketError


def read(raw, limit=1 << 20):
    return list(Reader(limit).receive(raw))


def test_the_handshake_of_the_standard():
    answer = websocket.accept(b"dGhlIHNhbXBsZSBub25jZQ==")  # section 1.3
    assert answer.startswith(b"HTTP/1.1 101 ")
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer


@pytest.mark.parametrize("key", [b"", b"dGhl", b"dGhlIHNhbXBsZSBub25jZQ", b"\xff" * 24])
def test_a_key_is_sixteen_bytes(key):
    assert not websocket.is_key(key)
    assert websocket.is_key(b"dGhlIHNhbXBsZSBub25jZQ==")


def test_the_examples_of_the_standard():
    """Section 5.7: a masked "Hello", and one in two frames with a ping between them."""
    hello = bytes.fromhex("818537fa213d7f9f4d5158")
    assert read(hello) == [Message(Op.TEXT, b"Hello")]
    cut = client_frame(Op.TEXT, b"Hel", final=False) + client_frame(Op.PING, b"?")
    assert read(cut + client_frame(Op.CONTINUATION, b"lo")) == [Message(Op.PING, b"?"), Message(Op.TEXT, b"Hello")]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_all_lengths_both_ways(size):
    body = bytes(index & 0xFF for index in range(size))
    assert read(client_frame(Op.BINARY, body)) == [Message(Op.BINARY, body)]
    sent = websocket.frame(Op.BINARY, body)
    assert sent.endswith(body)
    assert len(sent) - size == (2 if size < 126 else 4 if size < 65_536 else 10)


@given(st.lists(st.binary(max_size=300), max_size=8), st.data())
def test_it_does_not_matter_how_the_bytes_come(bodies, data):
    raw = b"".join(client_frame(Op.BINARY, body) for body in bodies)
    reader, found = Reader(1000), []
    while raw:
        cut = data.draw(st.integers(1, len(raw)))
        found += reader.receive(raw[:cut])
        raw = raw[cut:]
    assert found == [Message(Op.BINARY, body) for body in bodies]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x81\x05Hello", Close.PROTOCOL),  # no mask
        (b"\xc1\x80\0\0\0\0", Close.PROTOCOL),  # a reserved bit
        (b"\x83\x80\0\0\0\0", Close.PROTOCOL),  # an unknown kind
        (client_frame(Op.PING, b"x" * 126), Close.PROTOCOL),
        (client_frame(Op.PING, b"", final=False), Close.PROTOCOL),
        (client_frame(Op.CONTINUATION, b"x"), Close.PROTOCOL),
        (client_frame(Op.TEXT, b"x", final=False) + client_frame(Op.TEXT, b"x"), Close.PROTOCOL),
        (b"\x82\xff" + (1 << 62).to_bytes(8), Close.TOO_BIG),  # announced, not sent
        (client_frame(Op.BINARY, b"x" * 600, final=False) + client_frame(Op.CONTINUATION, b"x" * 600), Close.TOO_BIG),
        (
            client_frame(Op.BINARY, b"", final=False) + 300 * client_frame(Op.CONTINUATION, b"", final=False),
            Close.TOO_BIG,
        ),
    ],
)
def test_lies_are_refused_with_their_code(raw, code):
    with pytest.raises(WebSocketError) as refused:
        read(raw, limit=1000)
    assert refused.value.code is code


def test_a_cut_off_message_is_waited_for():
    whole = client_frame(Op.BINARY, b"x" * 500)
    assert all(read(whole[:cut]) == [] for cut in range(len(whole)))


def test_the_limit_may_change_between_two_messages():
    reader = Reader(10)
    assert list(reader.receive(client_frame(Op.TEXT, b"hello"))) == [Message(Op.TEXT, b"hello")]
    reader.limit = 1000
    assert len(list(reader.receive(client_frame(Op.BINARY, b"x" * 900)))) == 1
