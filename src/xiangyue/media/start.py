"""How a programme starts: with a key frame, once it is known whether there is sound."""

from xiangyue.media.frames import Frame, Kind
from xiangyue.media.tracks import Tracks

_SOUND_WAIT = 45_000
"""Ticks of picture to wait for a sound's configuration before starting without: half a second."""

_SOUND_ONLY = 90_000
_PICTURE_WAIT = 360_000
"""Ticks of sound before starting without a picture: one second, or four when a picture was announced."""

_MOST = 600
"""Frames held at most, whatever their stamps say."""


class Start:
    """Frames before the start. The first one handed out is one a decoder can start from."""

    def __init__(self) -> None:
        self._held: list[Frame] = []
        self._key = False

    def take(self, frame: Frame, tracks: Tracks) -> list[Frame]:
        """All frames to begin with, once it is time; none before."""
        if frame.kind is Kind.VIDEO and not self._key:
            if not frame.key:
                return []
            self._key = True
            self._held = [frame, *(sound for sound in self._held if sound.dts >= frame.dts)]
        else:
            self._held.append(frame)
        span = max(held.dts for held in self._held) - self._held[0].dts
        if self._key:
            ready = tracks.knows(Kind.AUDIO) or span >= _SOUND_WAIT
        else:
            ready = span >= (_PICTURE_WAIT if tracks.knows(Kind.VIDEO) else _SOUND_ONLY)
        return self._held if ready or len(self._held) >= _MOST else []
