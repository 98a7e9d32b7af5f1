"""An encoder's timestamps without their wraps: 32 bits pass after 49.7 days, 24 bits after 4 h 39 min."""

WRAP_32 = 1 << 32
WRAP_24 = 1 << 24

SEAM_MS = 60_000
"""How near to a 24-bit border both sides must lie to be called its wrap; sound and picture are never that far apart."""


class Unwrapped:
    """One connection's media clock. Sound and picture share it, so that both stay on the same turn of the counter.

    Steps are taken as they come, backwards too: what a jump means is the packager's to say.
    """

    def __init__(self) -> None:
        self._raw: int | None = None
        self._long = 0
        self._short = False

    def at(self, timestamp: int) -> int:
        """The millisecond, unbounded, of a timestamp modulo 2^32. The first stands for itself."""
        if self._raw is None:
            self._raw = self._long = timestamp
            return timestamp
        step = (timestamp - self._raw + WRAP_32 // 2) % WRAP_32 - WRAP_32 // 2
        if step < SEAM_MS - WRAP_24 or step > WRAP_24 - SEAM_MS:
            step = self._over_short_wrap(timestamp, step)
        self._raw = timestamp
        self._long += step
        return self._long

    def _over_short_wrap(self, timestamp: int, step: int) -> int:
        """Encoders that never learnt extended timestamps begin again at 2^24: then the step is over that border."""
        assert self._raw is not None
        if WRAP_24 - SEAM_MS <= self._raw < WRAP_24 and timestamp < SEAM_MS:
            self._short = True
            return step + WRAP_24
        # The other track may still be before the border; only an encoder seen to wrap there goes back over it.
        if self._short and WRAP_24 - SEAM_MS <= timestamp < WRAP_24 and self._raw < SEAM_MS:
            return step - WRAP_24
        return step
