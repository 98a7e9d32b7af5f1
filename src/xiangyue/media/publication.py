"""An encoder's connection as the broadcast sees it: valid until it is displaced, dismissed or gone."""

from typing import Protocol

from xiangyue.kernel.errors import Refusal
from xiangyue.media.frames import Codec, Connection, Frame
from xiangyue.media.takeover import BadName


class Taker(Protocol):
    """Where an encoder's frames go."""

    def take_codec(self, codec: Codec) -> None: ...

    def take_frame(self, frame: Frame) -> None: ...

    def take_note(self, name: str, value: str | float) -> None: ...

    def leave(self, encoder: "Encoder") -> None: ...


class Encoder:
    """The `Publication` handed to the wire. Once displaced it is deaf: late bytes change nothing."""

    def __init__(self, taker: Taker, connection: Connection) -> None:
        self._taker: Taker | None = taker
        self._connection = connection

    def codec(self, codec: Codec) -> None:
        """Raises `BadVideo` or `BadAudio`, of which the encoder is told."""
        if self._taker is not None:
            self._taker.take_codec(codec)

    def frame(self, frame: Frame) -> None:
        if self._taker is not None:
            self._taker.take_frame(frame)

    def note(self, name: str, value: str | float) -> None:
        if self._taker is not None:
            self._taker.take_note(name, value)

    def close(self, reason: str) -> None:  # noqa: ARG002 - every reason means the same here: it is gone
        taker, self._taker = self._taker, None
        if taker is not None:
            taker.leave(self)

    def displace(self) -> None:
        """Another encoder has taken over."""
        self.dismiss(BadName("另一台设备已接管直播。"))

    def dismiss(self, refusal: Refusal | None) -> None:
        """Tell the encoder why, and close its connection."""
        self._taker = None
        if refusal is not None:
            self._connection.refuse(refusal.code, refusal.sentence)
