"""One encoder's conversation, without a socket: bytes in, frames to a publication, bytes out through `write`.

The session is the `Connection` that a desk sees. Once it has refused or failed it swallows whatever still comes;
closing the socket is the listener's business, which looks at `ended`.
"""

from collections.abc import Callable
from typing import TypeAlias

from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Codec, Desk, Frame, Publication
from xiangyue.media.ingest import amf, errors, facts, replies, streamkey
from xiangyue.media.ingest.aggregate import unpacked
from xiangyue.media.ingest.chunks import ChunkReader, Message
from xiangyue.media.ingest.clock import Unwrapped
from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.flv import AudioTags, VideoTags
from xiangyue.media.ingest.handshake import Handshake
from xiangyue.media.ingest.limits import Limits

USER_CONTROL, WINDOW_SIZE = 4, 5
AUDIO, VIDEO, AMF3_DATA, AMF3_COMMAND, DATA, COMMAND, AGGREGATE = 8, 9, 15, 17, 18, 20, 22
MEDIA = frozenset((AUDIO, VIDEO))
PING_REQUEST = 6

MIN_WINDOW = 65_536
"""Bytes. A peer that asks for an acknowledgement every byte gets one this often."""

MAX_STREAMS = 8
"""Message streams of one connection; encoders make one, and another after a restart of the publish."""

Arguments: TypeAlias = "list[amf.Value]"


class Session:
    """The server's side of one RTMP connection. All methods are called in the loop's thread."""

    def __init__(self, desk: Desk, peer: str, write: Callable[[bytes], None], limits: Limits | None = None) -> None:
        self.peer = peer
        self.ended = ""
        """Why the conversation is over: a reason of `Publication.close`; "" while it goes on."""
        self.detail = ""
        """What was wrong, for the operator's counts; never a key."""
        self.frames = 0
        """Frames handed over."""
        self.received = 0
        """Bytes that came."""
        self._desk = desk
        self._write = write
        self._limits = limits or Limits()
        self._handshake: Handshake | None = Handshake()
        self._chunks = ChunkReader(self._limits)
        self._messages = 0
        self._strange = 0
        self._acknowledged = 0
        self._window = replies.WINDOW
        self._app = ""
        self._connected = False
        self._streams = 0
        self._facts: dict[str, str | float] = {}
        self._publication: Publication | None = None
        self._publishing = 0
        self._fresh()

    def _fresh(self) -> None:
        clock = Unwrapped()
        self._video, self._audio = VideoTags(clock), AudioTags(clock)

    @property
    def headers(self) -> int:
        """Chunk headers read one by one so far."""
        return self._chunks.headers

    @property
    def admitted(self) -> bool:
        """Whether a desk let this encoder publish; until then it is a stranger."""
        return self._publication is not None

    def receive(self, data: bytes) -> None:
        """Whatever the socket brought."""
        self.received += len(data)
        if self.ended:
            return
        try:
            self._read(data)
        except ProtocolError as error:
            self.detail = error.code
            self.end("protocol")
        if self.received - self._acknowledged >= self._window:
            self._acknowledged = self.received
            self._write(replies.acknowledgement(self.received))

    def _read(self, data: bytes) -> None:
        chunks = data if self._handshake is None else self._greet(self._handshake, data)
        if self._publication is None:
            # A stranger's bytes are looked at only up to the limit; what follows an accepted publish counts no more.
            allowed = self._limits.stranger_bytes - self._strange
            self._strange += len(chunks[:allowed])
            self._feed(chunks[:allowed])
            chunks = chunks[allowed:]
            if self.ended or not chunks:
                return
            if not self.admitted:
                raise ProtocolError("stranger", "too much before publishing")
        self._feed(chunks)

    def _feed(self, chunks: bytes) -> None:
        for message in self._chunks.feed(chunks):
            self._take(message)
            if self.ended:
                return

    def refuse(self, code: str, text: str) -> None:
        """Tell the encoder why in words it shows, and end; the publication is closed with `code` as its reason."""
        if self.ended:
            return
        self._write(replies.status(replies.BAD_NAME, text, stream_id=self._publishing or 1, level="error"))
        self.end(code)

    def end(self, reason: str) -> None:
        """The conversation is over; the publication, if there is one, is closed with that reason. Idempotent."""
        if not self.ended:
            self.ended = reason
            self._unpublish(reason)

    # ------------------------------------------------ messages
    def _greet(self, handshake: Handshake, data: bytes) -> bytes:
        answer, rest = handshake.receive(data)
        if answer:
            self._write(answer)
        if handshake.done:
            self._handshake = None
        return rest

    def _take(self, message: Message) -> None:
        if self._publication is not None:
            if message.type_id in MEDIA:
                self._media(self._publication, message)
                return
        else:
            self._messages += 1
            if self._messages > self._limits.stranger_messages:
                raise ProtocolError("stranger", "too many messages before publishing")
        match message.type_id:
            case 20:
                self._command(message.body, message.stream_id)
            case 17:
                self._command(message.body[1:], message.stream_id)
            case 18:
                self._data(message.body)
            case 15:
                self._data(message.body[1:])
            case 22:
                for part in unpacked(message):
                    self._take(part)
            case 4:
                if message.body[:2] == PING_REQUEST.to_bytes(2) and len(message.body) >= 6:
                    self._write(replies.pong(message.body[2:6]))
            case 5:
                self._window = max(MIN_WINDOW, int.from_bytes(message.body[:4]))

    def _media(self, publication: Publication, message: Message) -> None:
        try:
            tags = self._video if message.type_id == VIDEO else self._audio
            news = tags.read(message.body, message.timestamp)
            if type(news) is Frame:
                self.frames += 1
                publication.frame(news)
            elif type(news) is Codec:
                publication.codec(news)
        except Refusal as refusal:
            self._turn_away(refusal, self._publishing)

    def _data(self, body: bytes) -> None:
        """Metadata; what we cannot read of it is no reason to end a lecture."""
        if len(body) > self._limits.command_bytes:
            return
        try:
            values = amf.decode(body)
        except ProtocolError:
            return
        if values and values[0] == "@setDataFrame":
            values = values[1:]
        if len(values) > 1 and values[0] == "onMetaData":
            self._learn(facts.of_metadata(values[1]))

    def _learn(self, news: dict[str, str | float]) -> None:
        self._facts |= news
        if self._publication is not None:
            for name, value in news.items():
                self._publication.note(name, value)

    # ------------------------------------------------ commands
    def _command(self, body: bytes, stream_id: int) -> None:
        if len(body) > self._limits.command_bytes:
            raise ProtocolError("size", "a command beyond 64 KiB")
        values = amf.decode(body)
        if not values or not isinstance(values[0], str):
            raise ProtocolError("command", "a command without a name")
        name = values[0]
        transaction = values[1] if len(values) > 1 and isinstance(values[1], float) else 0.0
        arguments = values[2:]
        match name:
            case "connect":
                self._connect(transaction, arguments)
            case "createStream" if self._connected:
                self._create_stream(transaction)
            case "publish" if self._connected:
                self._publish(arguments, stream_id)
            case "FCUnpublish" | "closeStream" | "deleteStream":
                self._stop(stream_id)
            case "releaseStream" | "FCPublish" | "_checkbw":
                self._write(replies.invoke("_result", transaction, None, amf.UNDEFINED))
            case "play" | "play2":
                self._turn_away(errors.NotPlayed(), stream_id)
            case "createStream" | "publish":
                raise ProtocolError("command", f"{name} before connect")

    def _connect(self, transaction: float, arguments: Arguments) -> None:
        wishes = arguments[0] if arguments and isinstance(arguments[0], dict) else {}
        app = wishes.get("app")
        self._app = app if isinstance(app, str) else ""
        self._write(replies.greeting())
        if not streamkey.is_ours(self._app):
            self._write(replies.rejected(transaction, errors.WrongApp()))
            self.end(errors.WrongApp.code)
            return
        self._connected = True
        self._learn(facts.of_connect(wishes))
        enhanced = bool({"fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx"} & wishes.keys())
        self._write(replies.connected(transaction, enhanced=enhanced))

    def _create_stream(self, transaction: float) -> None:
        self._streams += 1
        if self._streams > MAX_STREAMS:
            raise ProtocolError("command", "too many streams")
        self._write(replies.invoke("_result", transaction, None, float(self._streams)))

    def _publish(self, arguments: Arguments, stream_id: int) -> None:
        name = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], str) else ""
        try:
            if self._publication is not None:
                raise errors.Publishing
            key = streamkey.key(self._app, name)
            if not key:
                raise errors.NoKey
            publication = self._desk.admit(key, self)
        except Refusal as refusal:
            self._turn_away(refusal, stream_id)
            return
        if self.ended:
            # The desk let us in and changed its mind within the same breath.
            publication.close(self.ended)
            return
        self._publication = publication
        self._publishing = stream_id
        self._fresh()
        self._messages = self._strange = 0
        self._write(replies.began(stream_id))
        self._write(replies.status("NetStream.Publish.Start", "Publishing.", stream_id=stream_id))
        self._learn(dict(self._facts))

    def _turn_away(self, refusal: Refusal, stream_id: int) -> None:
        self._write(replies.refused(refusal, stream_id=stream_id))
        self.end(refusal.code)

    def _stop(self, stream_id: int) -> None:
        if self._publication is None:
            return
        self._write(replies.status("NetStream.Unpublish.Success", "Stopped.", stream_id=self._publishing or stream_id))
        self._unpublish("closed")

    def _unpublish(self, reason: str) -> None:
        publication, self._publication = self._publication, None
        if publication is None:
            return
        for name, count in (
            ("damaged", self._video.damaged + self._audio.damaged),
            ("early", self._video.early + self._audio.early),
        ):
            if count:
                publication.note(name, count)
        publication.close(reason)
