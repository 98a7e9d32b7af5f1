"""Which decoder configurations are in force, and the init segments they make."""

from xiangyue.media.frames import Codec, Kind
from xiangyue.media.packaging import aac, fmp4, h264
from xiangyue.media.packaging.fmp4 import Audio, Video


class Tracks:
    """Announced configurations, and those of the run on air. A change of either makes a new version."""

    def __init__(self) -> None:
        self.video: Video | None = None
        self.audio: Audio | None = None
        self._announced: list[Video | Audio | None] = [None, None]

    def announce(self, codec: Codec) -> bool:
        """Take note of a configuration. True when it differs from what is known. Raises `BadVideo`, `BadAudio`."""
        entry = (
            Video(h264.picture(codec.record), codec.record)
            if codec.kind is Kind.VIDEO
            else Audio(aac.sound(codec.record), codec.record)
        )
        picture = codec.kind is Kind.VIDEO
        changed = self._announced[picture] != entry
        self._announced[picture] = entry
        return changed

    def knows(self, kind: Kind) -> bool:
        return self._announced[kind is Kind.VIDEO] is not None

    def forget(self) -> None:
        """Another encoder comes, with configurations of its own."""
        self._announced = [None, None]

    def take(self, *, video: bool, audio: bool) -> None:
        """Put announced configurations in force, of the kinds that are wanted."""
        sound, picture = self._announced
        self.video = picture if video and isinstance(picture, Video) else None
        self.audio = sound if audio and isinstance(sound, Audio) else None

    def init_for(self, rendition: str) -> bytes:
        """The init segment of a rendition; empty when it has no track at all."""
        video = self.video if rendition != "audio" else None
        return fmp4.init_segment(video, self.audio) if video or self.audio else b""
