"""One page's time as a studio: it survives the page's connections, which come and go with the network.

To the broadcast a sitting is a connected encoder. While no connection is attached the broadcast waits for
`RESUME_S`: the page records on, and sends what it holds when it is back. Each record is taken once.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from xiangyue.kernel import ids
from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Codec, Frame, Kind, Publication
from xiangyue.media.ingest import nal
from xiangyue.media.ingest.errors import ProtocolError
from xiangyue.media.ingest.records import Record, Sent

RESUME_S = 30.0
"""How long a sitting outlives its last connection: a lift, a tunnel, from Wi-Fi to 4G. The page keeps twice as much."""

MOST_DAMAGED = 300
"""Records in a row that no decoder could read, ten seconds of pictures: then it is not a network's accident."""

MOST_HELD = 450
"""Pictures that wait for their sound, fifteen seconds of them. A converter is a program that has to start, and what
began without sound could not be given it later: players take no new track into a picture that runs.
"""

SLACK_US = 1_000_000
"""How far pictures may be ahead of sound that is still with the converter. A page that was cut off sends many seconds
in one burst; pictures that ran through would look like a broadcast that has lost its sound (`ChannelRules`, 4 s).
"""

_EBML = b"\x1a\x45\xdf\xa3"
"""How WebM and Matroska begin; MP4 begins with a box "ftyp". FFmpeg would search a megabyte for what is neither."""


class Unreadable(Refusal):
    code = "page-unreadable"
    status = 400
    text = "收到的画面读不出来，请刷新页面再试，或换一个浏览器。"


class ConverterLost(Refusal):
    code = "converter-lost"
    status = 503
    text = "服务器上的转换程序出了错，请点“重新开始”接着播。"


class Converter(Protocol):
    """Somewhere else, in a process of its own: what a page sends becomes what every phone plays."""

    def feed(self, kind: Record, at_us: int, body: bytes) -> None: ...

    def close(self) -> None: ...


class Helpers(Protocol):
    """Starts converters."""

    def start(self, sitting: "Sitting", *, whole: bool) -> Converter:
        """For the sound alone, or for `whole` recordings with picture and sound."""


class Sitting:
    """A `Connection` of the broadcast's. Called in the loop's thread."""

    def __init__(self, lecture: str, helpers: Helpers) -> None:
        self.lecture = lecture
        self.secret = ids.new_secret()
        self.peer = f"page-{ids.new_id()}"
        """Not an address: the page keeps its name while its address changes with the network."""
        self.next = 1
        """The number of the record wanted next; all before are taken."""
        self.ended: tuple[str, str] | None = None
        """Code and sentence of why it is over."""
        self.tell_end: Callable[..., None] = nobody
        """Called when it is over, or, with a reason, when another connection takes its place; by who is attached."""
        self.since: float | None = None
        """Monotonic moment since which no connection is attached; None while one is."""
        self.duplicates = self.lost = self.damaged = self.early = 0
        self._helpers = helpers
        self._publication: Publication | None = None
        self._converter: Converter | None = None
        self._awaits_sound = False
        self._given_us = self._made_us = 0
        """Moments of the last sound that the converter was given, and of the last that came back."""
        self._held: deque[Frame] = deque()
        self._record = b""
        self._length_size = 4
        self._wants_key = True
        self._bad_run = 0

    def publish(self, publication: Publication, agent: str) -> None:
        """The broadcast has let it in."""
        self._publication = publication
        if agent:
            publication.note("encoder", agent)

    def refuse(self, code: str, text: str) -> None:
        """The broadcast sends it away."""
        self._end(code, text, code)

    def stop(self) -> None:
        """The person at the page has ended it."""
        self._release()
        self._end("closed", "", "closed")

    def expire(self) -> None:
        """Nobody came back."""
        self._end("timeout", "", "timeout")

    def note(self, name: str, value: str | float) -> None:
        if self._publication is not None:
            self._publication.note(name, value)

    def take(self, sent: Sent) -> None:
        """The next record, or one that is known. Raises `ProtocolError`, and ends with the broadcast's refusals."""
        if self.ended is not None:
            return
        if sent.seq < self.next:
            self.duplicates += 1
            return
        if sent.seq > self.next:  # the page's memory was full: it forgot the oldest
            self.lost += sent.seq - self.next
            self._wants_key = True
        self.next = sent.seq + 1
        try:
            self._pass_on(sent)
        except Refusal as no:
            self.refuse(no.code, no.sentence)

    def deliver(self, item: Codec | Frame) -> None:
        """What a converter made."""
        publication = self._publication
        if publication is None:
            return
        try:
            if isinstance(item, Frame):
                publication.frame(item)
                if item.kind is Kind.AUDIO:
                    self._made_us = item.dts * 100 // 9
                    self._let_go()
            else:
                publication.codec(item)
                if item.kind is Kind.AUDIO:
                    self._awaits_sound = False
                    self._let_go()
        except Refusal as no:
            self.refuse(no.code, no.sentence)

    # ------------------------------------------------
    def _pass_on(self, sent: Sent) -> None:
        match sent.kind:
            case Record.KEY | Record.PICTURE:
                self._picture(sent)
            case Record.PICTURE_CODEC:
                self._configure(sent.body)
            case Record.SOUND_CODEC:
                if len(sent.body) != 1 or sent.body[0] not in (1, 2):
                    raise ProtocolError("record", "a sound of neither one nor two channels")
                if self._converter is None:
                    self._awaits_sound = True
                    self._given_us = self._made_us = sent.at_us
                self._convert(sent, whole=False)
            case Record.SOUND:
                if self._converter is None:
                    self.early += 1
                else:
                    self._given_us = sent.at_us
                    self._converter.feed(sent.kind, sent.at_us, sent.body)
            case Record.FILE:
                if self._converter is None and sent.body[:4] != _EBML and sent.body[4:8] != b"ftyp":
                    raise Unreadable
                self._convert(sent, whole=True)

    def _convert(self, sent: Sent, *, whole: bool) -> None:
        if self._converter is None:
            self._converter = self._helpers.start(self, whole=whole)
        self._converter.feed(sent.kind, sent.at_us, sent.body)

    def _configure(self, record: bytes) -> None:
        if record == self._record or self._publication is None:
            return
        if len(record) < 7 or record[0] != 1:
            raise Unreadable
        if self._record:
            self._release()  # they are of the configuration before
        self._record, self._length_size = record, (record[4] & 3) + 1
        self._publication.codec(Codec(Kind.VIDEO, "avc1", record))

    def _picture(self, sent: Sent) -> None:
        if not self._record or self._publication is None:
            self.early += 1
            return
        key = nal.holds_idr(sent.body, self._length_size)
        if key is None:
            self.damaged += 1
            self._bad_run += 1
            self._wants_key = True
            if self._bad_run > MOST_DAMAGED:
                raise Unreadable
            return
        self._bad_run = 0
        if self._wants_key and not key:
            return
        self._wants_key = False
        frame = Frame(Kind.VIDEO, sent.at_us * 9 // 100, 0, key, sent.body)
        self._held.append(frame)
        if len(self._held) >= MOST_HELD:
            self._release()
        else:
            self._let_go()

    def _let_go(self) -> None:
        """The pictures whose sound is there, or as good as there, or was never sent."""
        while self._held and not self._is_early(self._held[0]) and self._publication is not None:
            self._publication.frame(self._held.popleft())

    def _is_early(self, picture: Frame) -> bool:
        owed_us = min(self._given_us, picture.dts * 100 // 9) - self._made_us
        return self._awaits_sound or owed_us > SLACK_US

    def _release(self) -> None:
        """Nobody believes any more that the sound will come."""
        self._awaits_sound, self._made_us = False, self._given_us
        self._let_go()

    def _end(self, code: str, text: str, reason: str) -> None:
        if self.ended is not None:
            return
        self.ended = (code, text)
        publication, self._publication = self._publication, None
        converter, self._converter = self._converter, None
        if converter is not None:
            converter.close()
        if publication is not None:
            for name in ("damaged", "early", "lost"):
                if count := getattr(self, name):
                    publication.note(name, count)
            publication.close(reason)
        self.tell_end()


def nobody(_reason: str = "") -> None:
    """No connection is attached that could be told."""
