"""Laying an encoder's clock on the lecture's timeline, and the timeline on the calendar."""

from xiangyue.media.frames import TIMESCALE

_AUDIO_DRIFT = 0.08
"""Seconds by which stamps and counted samples may differ before sound is set anew; phones jitter by 40 ms."""

_SLEW_FROM_MS = 250
"""Smaller differences between dates and arrival are the network's, not the clocks'."""

_SLEW_SHARE = 0.01
"""Dates are mended by at most one hundredth of the time that passes: never backwards, never visible."""

_JUMP_AHEAD = 5 * TIMESCALE
_JUMP_BACK = TIMESCALE // 2


class Run:
    """One unbroken stretch of an encoder's clock: `first` on its clock is `at` on ours, `date_ms` on the calendar."""

    def __init__(self, first: int, at: int, date_ms: float) -> None:
        # two lanes, sound and picture, told apart by a bool: hashing an enum would cost more than all the rest
        self._shift = at - first
        self.begins = at
        self._at = at
        self._date_ms = date_ms
        self._first = self._newest = first
        self._last: list[int | None] = [None, None]
        self._heard: list[int | None] = [None, None]
        self._lag_ms: float | None = None

    def jumps(self, picture: bool, dts: int) -> bool:
        """Whether this stamp cannot belong to the same stretch: far ahead of everything, or behind its own kind."""
        last = self._heard[picture]
        return dts - self._newest > _JUMP_AHEAD or (last is not None and last - dts > _JUMP_BACK)

    def ticks(self, picture: bool, dts: int) -> int:
        """The moment on our timeline, greater than every one before of the same kind."""
        last = self._last[picture]
        dts = dts if last is None or dts > last else last + 1
        self._last[picture] = dts
        return dts + self._shift

    def heard(self, picture: bool, dts: int) -> None:
        """A frame of a kind came, whether or not it goes out."""
        self._heard[picture] = dts
        self._newest = max(self._newest, dts)

    def since(self, picture: bool) -> int:
        """Ticks by which a kind is behind the newest frame; since the beginning when it never came."""
        heard = self._heard[picture]
        return self._newest - (self._first if heard is None else heard)

    def arrived(self, now_ms: int, ticks: int) -> None:
        """Remember how late the freshest frame came, against its date."""
        lag = now_ms - self.date_ms(ticks)
        self._lag_ms = lag if self._lag_ms is None else min(self._lag_ms, lag)

    @property
    def lag_ms(self) -> float:
        """How late the freshest frame since the last segment came; negative where the encoder's clock is fast."""
        return self._lag_ms or 0.0

    def date_ms(self, ticks: int) -> float:
        """Milliseconds since the epoch."""
        return self._date_ms + (ticks - self._at) / 90

    def segment(self, ticks: int) -> float:
        """The date of a segment that starts here: mended a little towards the clock of the wall, never backwards."""
        date = self.date_ms(ticks)
        if self._lag_ms is not None and abs(self._lag_ms) > _SLEW_FROM_MS:
            most = (ticks - self._at) / 90 * _SLEW_SHARE
            date += max(-most, min(most, self._lag_ms))
        self._at, self._date_ms, self._lag_ms = ticks, date, None
        return date


class SampleClock:
    """AAC frames follow one another by their sample counts; stamps in milliseconds only say where to start."""

    def __init__(self, rate: int, frame: int) -> None:
        self._rate, self._frame = rate, frame
        self._most = int(rate * _AUDIO_DRIFT)
        self._next: int | None = None

    def place(self, ticks: int) -> int | None:
        """The position in samples of a frame stamped `ticks`; None when it must be dropped to get back in step."""
        stamped = ticks * self._rate // TIMESCALE
        if self._next is None or stamped - self._next > self._most:
            self._next = stamped
        elif self._next - stamped > self._most:
            return None
        position = self._next
        self._next += self._frame
        return position
