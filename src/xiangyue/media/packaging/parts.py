"""The cutter: where parts and segments begin and end. Knows no bytes of MP4, no clock, no reader.

Time is the lecture's own line of 90 kHz ticks: `at` is where the next part begins, and every cut begins where the one
before ended, so that durations add up exactly, whatever the encoder's rate.
"""

from collections import deque
from dataclasses import dataclass

from xiangyue.media.packaging.fmp4 import AudioSample, VideoSample

_LEAST = 0.85
"""A part shorter than this share of the target is only allowed at the end of a segment (section 4.4.4.9)."""

_PATIENCE = 45_000
"""Ticks that sound may run ahead of the picture before a part goes out without it: half a second."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Target of a part, least and greatest length of a segment, in ticks."""

    part: int
    segment: int
    longest: int


@dataclass(frozen=True, slots=True)
class Cut:
    """One part: what it holds and where it stands. Without samples it is a gap; with no duration it only closes."""

    start: int
    duration: int
    video: tuple[VideoSample, ...]
    audio: tuple[AudioSample, ...]
    opens: bool
    closes: bool
    discontinuity: bool

    @property
    def independent(self) -> bool:
        """Whether a decoder can start inside: a key frame, or sound alone."""
        return any(sample.key for sample in self.video) if self.video else False


class Cutter:
    """Samples in decoding order in, cuts out. One cutter serves one lecture through all its encoders."""

    def __init__(self, pace: Pace, at: int = 0) -> None:
        self.at = at
        self._pace = pace
        self._least = int(pace.part * _LEAST)
        self._segment_at = at
        self._open = self._broken = self._dependent = False
        self._pictures = False
        self._sound_ticks = 0
        self._video: list[VideoSample] = []
        self._audio: deque[AudioSample] = deque()
        self._pending: VideoSample | None = None
        self._sound_end = at

    def begin(self, *, pictures: bool, sound_ticks: int, discontinuity: bool) -> None:
        """A run of an encoder starts at `at`: whether it has pictures, and how long one audio frame lasts."""
        self._pictures, self._sound_ticks = pictures, sound_ticks
        self._broken = self._broken or discontinuity
        self._sound_end = self.at

    def picture(self, dts: int, cts: int, key: bool, payload: bytes) -> list[Cut]:
        """A picture, `dts` greater than the one before. It is held until the next says how long it lasts."""
        held, self._pending = self._pending, VideoSample(dts, cts, key, payload, 0)
        if held is None:
            return []
        sample = held._replace(duration=dts - held.dts)
        cuts = self._cross(sample, dts) if dts - self.at > self._pace.part else self._take(sample)
        age = dts - self._segment_at
        if key and dts > self.at and age >= (self._pace.part if self._dependent else self._pace.segment):
            cuts.append(self._cut(dts, closes=True))
        elif dts - self.at + sample.duration > self._pace.part and dts - self.at >= self._least:
            cuts.append(self._cut(dts))
        return cuts

    def sound(self, sample: AudioSample) -> list[Cut]:
        """An audio frame. It leads the cutting only where there is no picture, or where the picture stays away."""
        cuts: list[Cut] = []
        end, part = sample.ticks + self._sound_ticks, self._pace.part
        if self._pictures:
            while sample.ticks - self.at > part + _PATIENCE:
                cuts.append(self._cut(self.at + part))
        else:
            if end - self.at > part and sample.ticks - self.at >= self._least:
                cuts.append(self._cut(min(sample.ticks, self.at + part)))
            while sample.ticks - self.at > part:
                cuts.append(self._cut(self.at + part))
        self._audio.append(sample)
        self._sound_end = max(self._sound_end, end)
        if not self._pictures and end - self.at > part:
            cuts.append(self._cut(self.at + part))
        return cuts

    def flush(self, until: int | None = None) -> list[Cut]:
        """The run is over: everything held goes out and the segment closes.

        `until` is where the next run begins, if that is known: the last picture then lasts so long.
        """
        cuts: list[Cut] = []
        end = self._sound_end
        if self._pending is not None:
            last = self._video[-1].duration if self._video else self._sound_ticks or 3000
            lasts = until - self._pending.dts if until else last
            self._video.append(self._pending._replace(duration=max(lasts, 1)))
            end, self._pending = self._pending.dts + max(lasts, 1), None
        if self._video or self._audio:
            end = max(end, self.at + 1)
            while end - self.at > self._pace.part:
                cuts.append(self._cut(self.at + self._pace.part))
            cuts.append(self._cut(end, closes=True))
        elif self._open:
            cuts.append(self._close())
        self._audio.clear()
        return cuts

    def discard(self) -> list[Cut]:
        """The run is over here and now: what is held is forgotten, the segment closes with what it has."""
        self._video.clear()
        self._audio.clear()
        self._pending = None
        return [self._close()] if self._open else []

    def silence(self, until: int, *, whole: bool) -> list[Cut]:
        """Gaps from `at` to `until`: whole parts only while an encoder is away, to the very tick when one is back."""
        cuts: list[Cut] = []
        while until - self.at >= self._pace.part:
            cuts.append(self._cut(self.at + self._pace.part))
        if not whole:
            if until > self.at:
                cuts.append(self._cut(until, closes=True))
            elif self._open:
                cuts.append(self._close())
        return cuts

    def _take(self, sample: VideoSample) -> list[Cut]:
        self._video.append(sample)
        return []

    def _cross(self, sample: VideoSample, end: int) -> list[Cut]:
        """The sample reaches past the part: cut before it, or, where that would be too short, inside it."""
        cuts: list[Cut] = []
        held: VideoSample | None = sample
        if sample.dts - self.at >= self._least:
            cuts.append(self._cut(min(sample.dts, self.at + self._pace.part)))
        while end - self.at > self._pace.part:
            if held is not None and held.dts < self.at + self._pace.part:
                self._video.append(held)
                held = None
            cuts.append(self._cut(self.at + self._pace.part))
        if held is not None:
            self._video.append(held)
        return cuts

    def _cut(self, end: int, *, closes: bool = False) -> Cut:
        """The part from `at` to `end`."""
        start, opens, video = self.at, not self._open, tuple(self._video)
        audio = []
        while self._audio and self._audio[0].ticks < end:
            audio.append(self._audio.popleft())
        if opens:
            self._segment_at = start
            self._dependent = bool(video) and not video[0].key
        broken = opens and self._broken and bool(video or audio)
        age = end - self._segment_at
        closes = closes or age + self._pace.part > self._pace.longest
        if not self._pictures or not (video or audio):
            closes = closes or age >= self._pace.segment
        self._video.clear()
        self._open, self.at, self._broken = not closes, end, self._broken and not broken
        return Cut(start, end - start, video, tuple(audio), opens, closes, broken)

    def _close(self) -> Cut:
        self._open = False
        return Cut(self.at, 0, (), (), opens=False, closes=True, discontinuity=False)
