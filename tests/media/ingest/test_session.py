"""An encoder's conversation: what is answered, what is handed on, what is refused in which words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import rtmp

from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.ingest import amf
from xiangyue.media.ingest.limits import Limits
from xiangyue.media.ingest.session import Session

PICTURE = Codec(Kind.VIDEO, "avc1", rtmp.RECORD)
SOUND = Codec(Kind.AUDIO, "mp4a", rtmp.SOUND)
BAD_NAME, DENIED = "NetStream.Publish.BadName", "NetStream.Publish.Denied"


class Wire:
    """A session, its desk, and what it wrote."""

    def __init__(self, key: str = "key", limits: Limits | None = None) -> None:
        self.desk = rtmp.OneKeyDesk(key)
        self.out = bytearray()
        self.session = Session(self.desk, "10.0.0.1", self.out.extend, limits)

    @property
    def seen(self) -> rtmp.Seen:
        return self.desk.admitted[-1]

    def statuses(self) -> list[tuple[object, object, object]]:
        return rtmp.statuses(bytes(self.out))


def an_open_wire(encoder: rtmp.Encoder, **how) -> Wire:
    wire = Wire(**how)
    wire.session.receive(encoder.opening("key"))
    assert wire.session.admitted
    return wire


# ------------------------------------------------ the good case
def test_a_publish_is_answered_step_by_step():
    encoder, wire = rtmp.Encoder(), Wire()
    wire.session.receive(encoder.handshake()[:1537])
    assert (wire.out[0], len(wire.out), wire.out[1537:]) == (3, 3073, bytes(1536))
    wire.session.receive(encoder.handshake()[1537:] + encoder.connect())
    types = [message.type_id for message in rtmp.answers(bytes(wire.out))]
    assert types == [5, 6, 20]  # windows, and our chunk size which the reader kept
    result = rtmp.commands(bytes(wire.out))[0]
    assert result[:2] == ["_result", 1.0]
    assert result[3]["code"] == "NetConnection.Connect.Success"
    wire.session.receive(encoder.publish("key"))
    assert rtmp.commands(bytes(wire.out))[1:4] == [
        ["_result", 2.0, None, amf.UNDEFINED],
        ["_result", 3.0, None, amf.UNDEFINED],
        ["_result", 4.0, None, 1.0],
    ]
    assert wire.statuses() == [("status", "NetStream.Publish.Start", "Publishing.")]
    assert wire.desk.asked == ["key"]
    assert wire.desk.connections == [wire.session]


def test_codecs_and_frames_come_out_in_ticks():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.configure() + encoder.picture(1000, rtmp.idr(), key=True, cts=80))
    wire.session.receive(encoder.sound(1003, b"aac") + encoder.picture(1040, rtmp.slice_of(), cts=-40))
    assert wire.seen.codecs == [PICTURE, SOUND]
    assert wire.seen.frames == [
        Frame(Kind.VIDEO, 90_000, 7200, True, rtmp.idr()),
        Frame(Kind.AUDIO, 90_270, 0, True, b"aac"),
        Frame(Kind.VIDEO, 93_600, -3600, False, rtmp.slice_of()),
    ]


def test_a_configuration_is_told_once_until_it_changes():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    other = Codec(Kind.VIDEO, "avc1", rtmp.RECORD[:-1] + b"\x90")
    wire.session.receive(encoder.configure() + encoder.configure() + encoder.send(other) + encoder.configure())
    assert wire.seen.codecs == [PICTURE, SOUND, other, PICTURE]


def test_what_the_encoder_says_of_itself_is_noted():
    encoder, wire = rtmp.Encoder(), Wire()
    wire.session.receive(encoder.opening("key"))
    facts = {"encoder": "obs\n29", "width": 1280.0, "framerate": 30.0, "videodatarate": 2500.0, "height": float("nan")}
    wire.session.receive(encoder.metadata(**facts, audiodatarate="160"))
    assert wire.seen.notes == {
        "client": "test",
        "encoder": "obs29",
        "width": 1280.0,
        "framerate": 30.0,
        "video_kbps": 2500.0,
    }


@pytest.mark.parametrize("start", [0xFFFFFF - 90, 17_000_000, (1 << 32) - 90])
@pytest.mark.parametrize("chunk_size", [128, 4096])
@pytest.mark.parametrize("shortens", [True, False])
def test_time_goes_on_over_every_border(start, chunk_size, shortens):
    encoder = rtmp.Encoder(chunk_size=chunk_size, shortens=shortens)
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.configure())
    for index in range(10):
        wire.session.receive(encoder.picture(start + 40 * index, rtmp.idr(300), key=True))
        wire.session.receive(encoder.sound(start + 40 * index + 3, b"a" * 200))
    pictures = [frame.dts for frame in wire.seen.frames if frame.kind is Kind.VIDEO]
    sounds = [frame.dts for frame in wire.seen.frames if frame.kind is Kind.AUDIO]
    assert pictures == [(start + 40 * index) * 90 for index in range(10)]
    assert sounds == [(start + 40 * index + 3) * 90 for index in range(10)]


def test_amf3_messages_carry_amf0_behind_one_byte():
    encoder, wire = rtmp.Encoder(), Wire()
    wire.session.receive(encoder.handshake() + encoder.connect())
    body = b"\0" + amf.encode("publish", 5.0, None, "key", "live")
    wire.session.receive(encoder.message(17, body, 0, channel=8))
    body = b"\0" + amf.encode("onMetaData", {"width": 640.0})
    wire.session.receive(encoder.message(15, body, 0, channel=4))
    assert wire.seen.notes["width"] == 640.0


def test_an_aggregate_is_its_messages():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.configure())
    picture = b"\x17\x01\0\0\0" + rtmp.idr()
    sound = b"\xaf\x01aac"

    def tag(type_id: int, body: bytes, ms: int) -> bytes:
        head = bytes([type_id]) + len(body).to_bytes(3) + (ms & 0xFFFFFF).to_bytes(3) + bytes([ms >> 24]) + bytes(3)
        return head + body + (11 + len(body)).to_bytes(4)

    body = tag(9, picture, 17_000_000) + tag(8, sound, 17_000_020)
    wire.session.receive(encoder.message(22, body, 500, channel=6))
    assert [(frame.kind, frame.dts) for frame in wire.seen.frames] == [(Kind.VIDEO, 45_000), (Kind.AUDIO, 46_800)]
    wire.session.receive(encoder.message(22, body[:-6], 600, channel=6))
    assert (wire.session.ended, wire.session.detail) == ("protocol", "aggregate")


def test_a_ping_is_answered_with_its_own_bytes():
    encoder, wire = rtmp.Encoder(), Wire()
    wire.session.receive(encoder.handshake() + encoder.message(4, b"\0\6time", 0, channel=2, stream_id=0))
    assert rtmp.answers(bytes(wire.out))[-1].body == b"\0\7time"


def test_bytes_are_acknowledged_once_a_window_is_full():
    encoder = rtmp.Encoder(chunk_size=4096)
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.message(5, (70_000).to_bytes(4), 0, channel=2, stream_id=0) + encoder.configure())
    wire.out.clear()
    while not wire.out:
        wire.session.receive(encoder.picture(0, rtmp.idr(10_000), key=True))
    assert bytes(wire.out) == bytes.fromhex("02 000000 000004 03 00000000") + wire.session.received.to_bytes(4)
    assert 70_000 <= wire.session.received < 81_000


# ------------------------------------------------ keys
@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("live", "K"),
        ("live/", "/K"),
        ("live", " K\n"),
        ("live/K", ""),
        ("live", "any?key=K"),
        ("live", "K?vhost=x"),
        ("live?key=K", ""),
        ("/live/?a=b&key=K", ""),
        ("live", "%4b"),
    ],
)
def test_the_key_is_found_wherever_encoders_put_it(app, name):
    wire, encoder = Wire("K"), rtmp.Encoder()
    wire.session.receive(encoder.opening(name, app))
    assert wire.desk.asked == ["K"]
    assert wire.session.admitted


# ------------------------------------------------ refusals
def test_a_wrong_key_is_refused_in_the_desks_words():
    wire, encoder = Wire(), rtmp.Encoder()
    wire.session.receive(encoder.opening("other") + encoder.configure())
    assert wire.statuses() == [("error", BAD_NAME, "推流码不对。")]
    assert wire.session.ended == "key-unknown"
    assert not wire.session.admitted


def test_a_missing_key_is_refused():
    wire = Wire()
    wire.session.receive(rtmp.Encoder().opening(""))
    assert wire.desk.asked == []
    assert [(level, code) for level, code, _ in wire.statuses()] == [("error", BAD_NAME)]
    assert wire.session.ended == "no-key"


def test_another_application_is_rejected_at_connect():
    wire, encoder = Wire(), rtmp.Encoder()
    wire.session.receive(encoder.handshake() + encoder.connect("vod"))
    error = rtmp.commands(bytes(wire.out))[0]
    assert (error[0], error[1], error[3]["code"]) == ("_error", 1.0, "NetConnection.Connect.Rejected")
    assert "/live" in error[3]["description"]
    assert wire.session.ended == "wrong-app"


def test_playing_is_refused():
    wire, encoder = Wire(), rtmp.Encoder()
    wire.session.receive(
        encoder.handshake() + encoder.connect() + encoder.command("play", 5.0, None, "key", stream_id=1)
    )
    assert [code for _, code, _ in wire.statuses()] == [BAD_NAME]
    assert wire.session.ended == "not-played"


class Crowded(Refusal):
    code = "crowded"
    status = 503
    text = "人太多。"


def test_a_refusal_that_is_not_about_the_key_is_called_denied():
    class Desk:
        def admit(self, key, connection):
            raise Crowded

    out = bytearray()
    Session(Desk(), "10.0.0.1", out.extend).receive(rtmp.Encoder().opening())
    assert rtmp.statuses(bytes(out)) == [("error", DENIED, "人太多。")]


@pytest.mark.parametrize(
    ("kind", "hexed", "name", "code"),
    [
        (Kind.VIDEO, "1c 00 000000 01", "H.265/HEVC", "video-codec"),
        (Kind.VIDEO, "90 68766331 01", "H.265/HEVC", "video-codec"),
        (Kind.VIDEO, "90 61763031 81", "AV1", "video-codec"),
        (Kind.VIDEO, "96 00 76703039 00 01", "VP9", "video-codec"),
        (Kind.VIDEO, "22 00", "H.263", "video-codec"),
        (Kind.AUDIO, "2f 00", "MP3", "audio-codec"),
        (Kind.AUDIO, "90 4f707573 01", "Opus", "audio-codec"),
        (Kind.AUDIO, "91 664c6143 01", "FLAC", "audio-codec"),
    ],
)
def test_a_codec_that_phones_do_not_play_is_refused_by_its_name(kind, hexed, name, code):
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.tag(kind, bytes.fromhex(hexed), 0))
    level, status, text = wire.statuses()[-1]
    assert (level, status) == ("error", DENIED)
    assert f"现在推来的是 {name}。" in text
    assert f"this is {name}." in text
    assert (wire.session.ended, wire.seen.closed) == (code, [code])


def test_a_refusal_by_the_publication_is_told_too():
    class Picky(rtmp.Seen):
        def codec(self, codec):
            raise Crowded

    class Desk:
        def admit(self, key, connection):
            return Picky()

    out, encoder = bytearray(), rtmp.Encoder()
    session = Session(Desk(), "10.0.0.1", out.extend)
    session.receive(encoder.opening() + encoder.configure())
    assert rtmp.statuses(bytes(out))[-1] == ("error", DENIED, "人太多。")
    assert session.ended == "crowded"


def test_a_displaced_encoder_is_told_why():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.refuse("replaced", "另一台编码器接替了。")
    wire.session.receive(encoder.configure() + encoder.picture(0, rtmp.idr(), key=True))
    assert wire.statuses()[-1] == ("error", BAD_NAME, "另一台编码器接替了。")
    assert (wire.session.ended, wire.seen.closed, wire.seen.frames) == ("replaced", ["replaced"], [])


# ------------------------------------------------ the end of a publish
@pytest.mark.parametrize("name", ["FCUnpublish", "closeStream", "deleteStream"])
def test_unpublishing_closes_and_the_connection_may_publish_again(name):
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.configure() + encoder.command(name, 9.0, None, "key"))
    assert wire.seen.closed == ["closed"]
    assert wire.statuses()[-1][1] == "NetStream.Unpublish.Success"
    wire.session.receive(encoder.publish("key") + encoder.configure())
    assert [seen.codecs for seen in wire.desk.admitted] == [[PICTURE, SOUND], [PICTURE, SOUND]]


def test_publishing_twice_at_once_is_refused():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.publish("key"))
    assert wire.statuses()[-1][:2] == ("error", BAD_NAME)
    assert wire.desk.asked == ["key"]


def test_what_was_dropped_is_noted_at_the_end():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    wire.session.receive(encoder.picture(0, rtmp.idr(), key=True) + encoder.configure())
    wire.session.receive(
        encoder.picture(40, rtmp.idr()[:-1]) + encoder.picture(80, b"") + encoder.tag(Kind.VIDEO, b"\x17", 90)
    )
    wire.session.end("closed")
    assert (wire.seen.frames, wire.seen.notes["early"], wire.seen.notes["damaged"]) == ([], 1, 3)


# ------------------------------------------------ strangers and nonsense
@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\n", b"\x16\x03\x01", b"\x06"])
def test_another_protocol_ends_at_its_first_byte(first):
    wire = Wire()
    wire.session.receive(first)
    assert (wire.session.ended, wire.session.detail, bytes(wire.out)) == ("protocol", "handshake", b"")


def test_a_stranger_may_not_send_much():
    encoder, wire = rtmp.Encoder(), Wire(limits=Limits(stranger_bytes=9000))
    wire.session.receive(encoder.handshake() + encoder.connect())
    wire.session.receive(encoder.message(9, bytes(9000), 0, channel=6))
    assert (wire.session.ended, wire.session.detail) == ("protocol", "stranger")


@pytest.mark.parametrize("together", [True, False])
def test_what_follows_an_accepted_publish_is_no_strangers(together):
    encoder, wire = rtmp.Encoder(chunk_size=4096), Wire(limits=Limits(stranger_bytes=1000))
    pieces = [encoder.opening("key"), encoder.configure()]
    pieces += [encoder.picture(40 * index, rtmp.idr(3000), key=True) for index in range(9)]
    for piece in [b"".join(pieces)] if together else pieces:
        wire.session.receive(piece)
    assert len(wire.seen.frames) == 9


def test_a_refused_stranger_stays_refused_whatever_follows():
    encoder, wire = rtmp.Encoder(), Wire(limits=Limits(stranger_bytes=1000))
    wire.session.receive(encoder.opening("other") + encoder.message(9, bytes(9000), 0, channel=6))
    assert (wire.session.ended, wire.session.detail) == ("key-unknown", "")


def test_a_stranger_may_not_send_many_messages():
    encoder, wire = rtmp.Encoder(), Wire(limits=Limits(stranger_messages=20))
    wire.session.receive(encoder.handshake() + b"".join(encoder.message(9, b"x", 0, channel=6) for _ in range(21)))
    assert (wire.session.ended, wire.session.detail) == ("protocol", "stranger")


@pytest.mark.parametrize("command", ["createStream", "publish"])
def test_nothing_goes_before_connect(command):
    encoder, wire = rtmp.Encoder(), Wire()
    wire.session.receive(encoder.handshake() + encoder.command(command, 4.0, None, "key", "live"))
    assert (wire.session.ended, wire.desk.asked) == ("protocol", [])


def test_metadata_that_cannot_be_read_ends_nothing():
    encoder = rtmp.Encoder()
    wire = an_open_wire(encoder)
    for body in (b"\x02\xff", b"\x11", amf.encode("onMetaData"), amf.encode("onMetaData", "text"), amf.encode(1.0)):
        wire.session.receive(encoder.message(18, body, 0, channel=4))
    assert wire.session.ended == ""


def a_lecture(chunk_size: int) -> bytes:
    encoder = rtmp.Encoder(chunk_size=chunk_size)
    wire = encoder.opening("key") + encoder.metadata(width=640.0) + encoder.configure()
    for index in range(6):
        wire += encoder.picture(0xFFFFFF - 100 + 40 * index, rtmp.idr(300 + index), key=True, cts=40)
        wire += encoder.sound(0xFFFFFF - 100 + 40 * index, bytes([index]) * 30)
    return wire + encoder.unpublish()


def told(pieces: list[bytes]) -> tuple[object, ...]:
    wire = Wire()
    for piece in pieces:
        wire.session.receive(piece)
    answers = bytes(wire.out[:1] + wire.out[1537:])  # without the random bytes of S1
    seen = [(one.codecs, one.frames, one.notes, one.closed) for one in wire.desk.admitted]
    return seen, answers, wire.session.ended, wire.session.detail


def cut(wire: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(wire) + 1) for place in places} | {0, len(wire)})
    return [wire[start:end] for start, end in pairwise(ends)]


@pytest.mark.slow  # every byte of a lecture is a place to cut
@pytest.mark.parametrize("chunk_size", [128, 4096])
def test_one_byte_at_a_time_tells_the_same_as_the_whole(chunk_size):
    lecture = a_lecture(chunk_size)
    whole = told([lecture])
    assert len(whole[0][0][1]) == 12
    assert told([lecture[at : at + 1] for at in range(len(lecture))]) == whole


@pytest.mark.slow  # a law over a hundred damaged lectures
@given(
    st.sampled_from([128, 4096]),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=5),
    st.lists(st.integers(0, 20_000), max_size=8),
    st.integers(3073, 20_000),
)
def test_lies_and_cuts_end_politely_and_the_same_split_or_whole(chunk_size, lies, places, length):
    lecture = bytearray(a_lecture(chunk_size)[:length])
    for place, byte in lies:
        lecture[3073 + place % max(1, len(lecture) - 3073) - 1] = byte
    assert told(cut(bytes(lecture), places)) == told([bytes(lecture)])


@given(st.binary(max_size=500))
def test_any_bytes_after_the_handshake_are_borne(noise):
    told([rtmp.Encoder().handshake() + noise])


def test_a_desk_may_admit_and_dismiss_in_the_same_breath():
    class Fickle(rtmp.OneKeyDesk):
        def admit(self, key, connection):
            seen = super().admit(key, connection)
            connection.refuse("revoked", "推流码已被收回。")
            return seen

    desk, out = Fickle(), bytearray()
    session = Session(desk, "10.0.0.1", out.extend)
    session.receive(rtmp.Encoder().opening())
    assert (session.ended, session.admitted, desk.admitted[0].closed) == ("revoked", False, ["revoked"])
    assert rtmp.statuses(bytes(out)) == [("error", BAD_NAME, "推流码已被收回。")]
