"""The numbers a broadcast lives by. The roof fills them from the settings; tests choose their own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaRules:
    """Durations in milliseconds unless the name says otherwise. Fixed for the life of a lecture."""

    part_ms: int = 333
    """Part target; PART-TARGET is one millisecond more, because encoders round their clocks to whole milliseconds."""

    segment_ms: int = 1900
    """A segment ends at the first key frame after this: encoders with two-second GOPs miss 2000 by a rounding."""

    target_s: int = 4
    """EXT-X-TARGETDURATION, which may never change (draft-pantos-hls-rfc8216bis section 4.4.3.1)."""

    window_ms: int = 6 * 3_600_000
    """How much of a lecture its live playlist lists, for rewinding; 6 h are 10,800 segments and 1.4 MB of text."""

    silence_ms: int = 4000
    """Silence of an encoder after which players are told (GAP): one target duration, well before they give up."""

    track_loss_ms: int = 4000
    """Silence of one track, while the other goes on, after which the programme goes on without it."""

    displaced_ms: int = 60_000
    """How long a displaced encoder is refused while its successor sends media."""

    wait_ms: int = 12_000
    """Longest a reader may be kept waiting: three target durations (section 6.2.5.2)."""

    @property
    def part_ticks(self) -> int:
        """PART-TARGET at 90 kHz."""
        return (self.part_ms + 1) * 90

    @property
    def segment_ticks(self) -> int:
        return self.segment_ms * 90

    @property
    def longest_ticks(self) -> int:
        """A segment is closed before this, key frame or not: rounded, it may not pass the target (4.4.4.1)."""
        return self.target_s * 90_000 + 40_000

    @property
    def memory_ms(self) -> int:
        """How long parts stay in memory: listed for three target durations, to be had for three more (6.2.2).

        A rehearsal, which is not recorded, lists no more than this.
        """
        return 6 * self.target_s * 1000
