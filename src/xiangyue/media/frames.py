"""The one internal value every encoder's picture and sound becomes, whatever wire it came over."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

TIMESCALE = 90_000
"""Ticks per second of every `dts` and `cts`: MPEG's clock. RTMP's milliseconds are times 90, exact."""


class Kind(Enum):
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Codec:
    """What a decoder must know before the first frame.

    `name` is "avc1" or "mp4a"; `record` is the AVCDecoderConfigurationRecord (ISO 14496-15) or the
    AudioSpecificConfig (ISO 14496-3), as it came. A new value mid-stream means a new init segment.
    """

    kind: Kind
    name: str
    record: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """One access unit. `dts` in 90 kHz ticks, unwrapped and starting anywhere; `cts` the composition offset, may be
    negative; `key` an IDR picture (always true for sound); `payload` length-prefixed NAL units or one raw AAC frame.
    """

    kind: Kind
    dts: int
    cts: int
    key: bool
    payload: bytes


class Publication(Protocol):
    """One accepted connection of an encoder, seen from the wire: where its frames go. Called in the loop's thread."""

    def codec(self, codec: Codec) -> None:
        """The decoder's configuration, before the first frame of its kind and again whenever it changes.

        May raise a kernel Refusal, here and in `frame`: the encoder is told its sentence and the connection ends.
        """

    def frame(self, frame: Frame) -> None:
        """One access unit, in decoding order per kind."""

    def note(self, name: str, value: str | float) -> None:
        """A fact about the encoder for the studio page. Over RTMP: "client", "encoder", "width", "height", "framerate",
        "video_kbps", "audio_kbps", "sample_rate" (hertz); at the end "damaged" and "early", frames that were dropped.
        From anywhere: "trouble", the code of an advice that is shown for some seconds.
        """

    def close(self, reason: str) -> None:
        """The connection ended; `reason` is a stable code: "closed", "timeout", "protocol", or the code of the refusal
        the encoder was told ("video-codec", or whatever `Connection.refuse` was given). Nothing follows it.
        """


class Connection(Protocol):
    """The wire, seen from the desk: what can be done to a connected encoder."""

    peer: str

    def refuse(self, code: str, text: str) -> None:
        """Tell the encoder why in words it shows, and close."""


class Desk(Protocol):
    """Who decides whether a key may publish now. Raises a kernel Refusal; the encoder is told its sentence."""

    def admit(self, key: str, connection: Connection) -> Publication: ...
