"""The air: the channel everybody sees, behind a broadcast delay, under a cover.

With a delay every frame waits before the channel and keeps its distance from the others, so that whatever the public
gets is what came, so much later: dates are arrival plus delay. A cover throws away what waits; nobody ever sees it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from xiangyue.kernel import clock
from xiangyue.media.channel import Channel
from xiangyue.media.frames import Codec, Frame, Kind

HELD_BYTES = 96 * 1024 * 1024
"""What may wait: a minute at 12 Mbit/s. Above it pictures are left out, since to let them go sooner would be to break
the promise that there is time to cover them."""

_SLEW_SHARE = 0.01
"""A frame that came late is dated by its stamp, and moved towards its arrival by at most a hundredth of the time that
passes: the clocks of encoders differ by less, and a network that paused owes us everything at once."""

_JUMP = 5 * 90_000
"""Ticks. A stamp further off than that says nothing about when its frame should have come."""

Turn = Literal["change", "lose"]


@dataclass(slots=True)
class _Held:
    due_ms: float
    item: Frame | Codec | Turn


class Arrivals:
    """When frames came, or would have come had the network not paused: never later than they did, never out of step."""

    def __init__(self) -> None:
        self._dts: int | None = None
        self._ms = 0.0

    def of(self, dts: int, now_ms: float) -> float:
        """The moment for a frame of that stamp that is here now."""
        step = None if self._dts is None else dts - self._dts
        if step is None or abs(step) > _JUMP:
            self._dts, self._ms = dts, now_ms
            return now_ms
        expected = self._ms + step / 90
        if step <= 0:  # the other track's, a little behind
            return min(now_ms, expected)
        late = now_ms - expected
        self._dts, self._ms = dts, min(now_ms, expected + min(late, step / 90 * _SLEW_SHARE))
        return self._ms


class Air:
    """Driven like a channel, which it leaves alone as long as there is neither delay nor cover."""

    def __init__(self, channel: Channel, *, delay_ms: int = 0, covered: bool = False) -> None:
        self._channel = channel
        self._delay_ms = delay_ms
        self._covered = covered
        self._held: deque[_Held] = deque()
        self._bytes = 0
        self._arrivals = Arrivals()
        self._last_due = 0.0
        self._fed = False
        self.left_out = 0
        """Pictures for which there was no room."""
        self._skipping = False

    @property
    def live(self) -> bool:
        """Whether an encoder's frames are going out."""
        return self._channel.live

    @property
    def away(self) -> bool:
        return self._channel.away

    @property
    def fed(self) -> bool:
        """Whether an encoder's frames are coming in, be it behind a delay or a cover."""
        return self._channel.live or self._fed

    @property
    def full(self) -> bool:
        """Whether pictures are being left out."""
        return self._skipping

    @property
    def patience_ms(self) -> int:
        return self._channel.patience_ms

    @patience_ms.setter
    def patience_ms(self, patience_ms: int) -> None:
        self._channel.patience_ms = patience_ms

    # ------------------------------------------------ from the director
    def delay(self, delay_ms: int, now_ms: int) -> None:
        """Hold everything so long from now on. What the public sees breaks off and goes on at a key frame: later by the
        difference when the delay grew, without the difference when it shrank.
        """
        if delay_ms == self._delay_ms:
            return
        difference, self._delay_ms = delay_ms - self._delay_ms, delay_ms
        self._last_due += difference
        for held in self._held:
            held.due_ms += difference
        self._drop(lambda held: held.due_ms < now_ms)
        self._channel.lose(now_ms)

    def cover(self, *, on: bool, now_ms: int) -> None:
        """Nothing of what is not public yet ever will be, until the cover is lifted; then the next key frame is."""
        if on and not self._covered:
            self._channel.blank(now_ms)
            self._drop(lambda _held: True)
        self._covered = on

    # ------------------------------------------------ from the encoder
    def codec(self, codec: Codec) -> None:
        """Raises `BadVideo`, `BadAudio`, when it need not wait."""
        self._take(codec, clock.now_ms())

    def frame(self, frame: Frame, now_ms: int) -> None:
        self._fed = True
        at = self._arrivals.of(frame.dts, now_ms)
        if self._covered or self._is_left_out(frame):
            return
        if self._direct:
            self._channel.frame(frame, now_ms)
            return
        self._take(frame, at)
        self._release(now_ms)

    def change(self) -> None:
        """Another encoder takes over."""
        self._arrivals, self._fed = Arrivals(), False
        self._take("change", clock.now_ms())

    def lose(self, now_ms: int) -> None:
        """The encoder is gone; what waits still goes out."""
        self._arrivals, self._fed = Arrivals(), False
        self._take("lose", now_ms)

    # ------------------------------------------------ time
    def tick(self, now_ms: int) -> None:
        self._release(now_ms)
        self._channel.tick(now_ms)

    def end(self) -> None:
        """The programme is over; what waits is part of it."""
        for held in self._held:
            self._let_out(held)
        self._held.clear()
        self._channel.end()

    # ------------------------------------------------
    @property
    def _direct(self) -> bool:
        return not self._delay_ms and not self._held

    def _take(self, item: Frame | Codec | Turn, at_ms: float) -> None:
        due = self._last_due = max(at_ms + self._delay_ms, self._last_due)
        if self._direct:
            self._let_out(_Held(due, item))
            return
        if isinstance(item, Frame):
            self._bytes += len(item.payload)
        self._held.append(_Held(due, item))

    def _release(self, now_ms: int) -> None:
        while self._held and self._held[0].due_ms <= now_ms:
            held = self._held.popleft()
            if isinstance(held.item, Frame):
                self._bytes -= len(held.item.payload)
            self._let_out(held)

    def _let_out(self, held: _Held) -> None:
        channel, now_ms = self._channel, round(held.due_ms)
        match held.item:
            case Frame() as frame:
                channel.frame(frame, now_ms)
            case Codec() as codec:
                channel.codec(codec)
            case "change":
                channel.change()
            case _:
                channel.lose(now_ms)

    def _drop(self, unwanted: Callable[[_Held], bool]) -> None:
        """Frames go; configurations and changes of encoder must still be heard of, now."""
        kept: deque[_Held] = deque()
        for held in self._held:
            if not unwanted(held):
                kept.append(held)
            elif isinstance(held.item, Frame):
                self._bytes -= len(held.item.payload)
            elif kept:
                kept.append(held)
            else:
                self._let_out(held)
        self._held = kept

    def _is_left_out(self, frame: Frame) -> bool:
        """Pictures wait for room, and then for one that a decoder can start from."""
        if frame.kind is Kind.VIDEO:
            full = self._bytes + len(frame.payload) > HELD_BYTES
            self._skipping = full or (self._skipping and not frame.key)
            self.left_out += self._skipping
        return self._skipping if frame.kind is Kind.VIDEO else self._bytes > 2 * HELD_BYTES
