"""Parts and segments: the two numbered things a player fetches."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a segment, never changed once made. `duration` in 90 kHz ticks; `body` is empty when it is a gap,
    and when it was read back from the recording, which then serves its `size` bytes.
    """

    duration: int
    size: int
    independent: bool
    body: bytes = b""

    @property
    def gap(self) -> bool:
        return self.size == 0


@dataclass(slots=True)
class Segment:
    """A run of parts, open until `closed` and unchanged afterwards.

    `start` and `duration` are ticks of the lecture, `date_ms` its PROGRAM-DATE-TIME, `init` the version of its init
    segment (0: none was ever needed), `new_init` whether the segment before had another.
    """

    msn: int
    start: int
    date_ms: int
    init: int
    discontinuity: bool
    new_init: bool = True
    parts: list[Part] = field(default_factory=list)
    closed: bool = False

    @property
    def duration(self) -> int:
        return sum(part.duration for part in self.parts)

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def gap(self) -> bool:
        """Whether there is nothing in it to load."""
        return all(part.gap for part in self.parts)

    @property
    def independent(self) -> bool:
        """Whether a player can start at its beginning; gaps are no obstacle."""
        return self.gap or self.parts[0].independent
