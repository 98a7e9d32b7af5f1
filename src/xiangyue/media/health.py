"""How an encoder is doing: counted per frame, judged when somebody looks."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from xiangyue.kernel import clock
from xiangyue.media.advice import ADVICE, BROWSER, IN_BROWSER, Advice
from xiangyue.media.frames import Codec, Frame, Kind
from xiangyue.media.packaging import aac, h264

WINDOW_S = 30
"""Rates are judged over so many seconds."""

_RECENT_S = 5
_GOP_LONG = 4.2
"""Seconds between key frames from which the start of playback suffers: TARGETDURATION 4 and a rounding."""

_NO_KEY_S = 10
_SAG = 0.5
_TROUBLE_MS = 10_000
"""How long a trouble is shown after it was last heard of."""

_CLOCK_SHARE = 0.02
"""An encoder whose clock is two per cent off gains or loses a second a minute."""


@dataclass(slots=True)
class _Lane:
    """Counts of one kind. Stamps in 90 kHz ticks."""

    seconds: deque[list[int]] = field(default_factory=lambda: deque(maxlen=WINDOW_S))
    """Per second of arrival: second, frames, bytes, uneven intervals."""
    last: int | None = None
    first_ms: int = 0
    first_dts: int = 0
    heard_ms: int = 0
    interval: int = 0

    def count(self, dts: int, size: int, now_ms: int) -> bool:
        """Add a frame. True when its stamp jumped."""
        second = now_ms // 1000
        if not self.seconds or self.seconds[-1][0] != second:
            self.seconds.append([second, 0, 0, 0])
        bucket = self.seconds[-1]
        bucket[1] += 1
        bucket[2] += size
        last, self.last, self.heard_ms = self.last, dts, now_ms
        jumped = last is not None and not -45_000 < dts - last < 450_000
        if last is None or jumped:
            self.first_ms, self.first_dts = now_ms, dts
        elif self.interval and not self.interval // 2 <= dts - last <= self.interval * 3 // 2:
            bucket[3] += 1
        if last is not None and not jumped:
            step = dts - last
            self.interval = step if not self.interval else (self.interval * 15 + step) // 16
        return jumped

    def over(self, seconds: int, now_ms: int) -> tuple[int, int, int, int]:
        """Whole seconds covered, frames, bytes and uneven intervals in the last `seconds`, without the running one."""
        now = now_ms // 1000
        chosen = [bucket for bucket in self.seconds if now - seconds <= bucket[0] < now]
        span = min(seconds, now - self.seconds[0][0]) if self.seconds else 0
        return span, *(sum(bucket[column] for bucket in chosen) for column in (1, 2, 3))  # type: ignore[return-value]


class Health:
    """One encoder's health, from its first frame to its last."""

    def __init__(self) -> None:
        self.encoder = ""
        self._video, self._audio = _Lane(), _Lane()
        self._picture: h264.Picture | None = None
        self._sound: aac.Sound | None = None
        self._key_dts: int | None = None
        self._key_ms = 0
        self._gops: deque[float] = deque(maxlen=3)
        self._offsets: deque[int] = deque(maxlen=8)
        self._jumped_ms: int | None = None
        self._troubles: dict[str, int] = {}

    def note(self, name: str, value: str | float) -> None:
        """A fact the encoder stated about itself."""
        if name == "encoder" or (name == "client" and not self.encoder):
            self.encoder = str(value)[:80]
        elif name == "trouble":
            self._troubles[str(value)] = clock.now_ms()

    def codec(self, codec: Codec) -> None:
        if codec.kind is Kind.VIDEO:
            self._picture = h264.picture(codec.record)
        else:
            self._sound = aac.sound(codec.record)

    def frame(self, frame: Frame, now_ms: int) -> None:
        """Count one access unit."""
        if frame.kind is Kind.AUDIO:
            self._audio.count(frame.dts, len(frame.payload), now_ms)
            return
        if self._video.count(frame.dts, len(frame.payload), now_ms):
            self._jumped_ms, self._key_dts = now_ms, None
        self._offsets.append(frame.cts)
        if frame.key:
            if self._key_dts is not None:
                self._gops.append((frame.dts - self._key_dts) / 90_000)
            self._key_dts, self._key_ms = frame.dts, now_ms

    @property
    def picture(self) -> h264.Picture | None:
        return self._picture

    @property
    def sound(self) -> aac.Sound | None:
        return self._sound

    def fps(self, now_ms: int) -> float:
        """Pictures per second as they arrive; what the encoder states while nothing is measured yet."""
        span, frames, _, _ = self._video.over(_RECENT_S, now_ms)
        return round(frames / span, 1) if span else (self._picture.fps if self._picture else 0.0)

    def kbps(self, kind: Kind, now_ms: int, seconds: int = _RECENT_S) -> int:
        """Kilobits per second as they arrive."""
        lane = self._video if kind is Kind.VIDEO else self._audio
        span, _, size, _ = lane.over(seconds, now_ms)
        return size * 8 // 1000 // span if span else 0

    def report(self, now_ms: int) -> dict[str, Any]:
        """The facts of the studio page: `video` and `audio`, None where there is none."""
        picture, sound = self._picture, self._sound
        video = picture and {
            "codec": picture.codec,
            "width": picture.width,
            "height": picture.height,
            "fps": self.fps(now_ms),
            "gop_s": round(self._gops[-1], 2) if self._gops else None,
            "kbps": self.kbps(Kind.VIDEO, now_ms),
        }
        audio = sound and {
            "codec": sound.codec,
            "rate": sound.rate,
            "channels": sound.channels,
            "kbps": self.kbps(Kind.AUDIO, now_ms),
        }
        return {"encoder": self.encoder, "video": video, "audio": audio}

    def advice(self, now_ms: int) -> list[Advice]:
        """What is worth telling the lecturer, in the order of `ADVICE`, in words for what sends."""
        recent = [code for code, at_ms in self._troubles.items() if now_ms - at_ms < _TROUBLE_MS]
        codes = {*self._tracks(now_ms), *self._pictures(now_ms), *self._clock(now_ms), *recent}
        given = [advice for code, advice in ADVICE.items() if code in codes]
        if not self.encoder.startswith(BROWSER):
            return given
        return [told for advice in given if (told := IN_BROWSER.get(advice.code, advice)) is not None]

    def _tracks(self, now_ms: int) -> list[str]:
        codes = []
        if now_ms - self._video.heard_ms > 3000 and self._audio.heard_ms:
            codes.append("no-video")
        if now_ms - self._audio.heard_ms > 3000 and self._video.heard_ms:
            codes.append("no-audio")
        usual = self.kbps(Kind.VIDEO, now_ms, WINDOW_S)
        if len(self._video.seconds) >= 15 and self.kbps(Kind.VIDEO, now_ms) < usual * _SAG:
            codes.append("rate-sagging")
        return codes

    def _pictures(self, now_ms: int) -> list[str]:
        codes = []
        if self._key_ms and now_ms - self._key_ms > _NO_KEY_S * 1000:
            codes.append("no-key-frame")
        if self._gops and max(self._gops) > _GOP_LONG:
            codes.append("gop-long")
        _, frames, _, uneven = self._video.over(10, now_ms)
        if frames and uneven > frames * 0.1:
            codes.append("variable-rate")
        if len(set(self._offsets)) > 1:
            codes.append("b-frames")
        if self._picture and min(self._picture.width, self._picture.height) > 1088:
            codes.append("too-large")
        return codes

    def _clock(self, now_ms: int) -> list[str]:
        codes = []
        if self._jumped_ms is not None and now_ms - self._jumped_ms < 60_000:
            codes.append("clock-jump")
        lane = self._video if self._video.last is not None else self._audio
        span_ms = lane.heard_ms - lane.first_ms
        if lane.last is not None and span_ms >= WINDOW_S * 1000:
            off = (lane.last - lane.first_dts) / 90 / span_ms - 1
            if abs(off) > _CLOCK_SHARE:
                codes.append("encoder-fast" if off > 0 else "encoder-slow")
        return codes
