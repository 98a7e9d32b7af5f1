"""The figures a line keeps to."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["hold", "clocked"]


@dataclass(frozen=True, slots=True)
class LineRules:
    """All durations in milliseconds.

    `hold_ms` a danmaku waits for a moderator; `silence_ms` it waits while the room is silenced; `review_ms` it waits to
    be let pass while each is reviewed, and is dropped after that.
    `danmaku_per_s` above this rate danmaku are sampled.
    `tick_lively_ms`, `tick_quiet_ms` a segment's length; `tick_least_ms` what a control event must leave between two;
    `lively_for_ms` how long after its last event a room counts as lively.
    `commit_ms` how long a group commit gathers (the agreement: at most 20).
    `hold_limit_ms` how long a reader waits at most: under 5 s, the shortest default time-out of a proxy.
    `viewers_every_ms` how often the figure is told; `presence_ms` how long after its last beat a phone counts.
    `playhead_ms` how far behind now a sender's playhead is believed.
    """

    hold_ms: int = 2_000
    silence_ms: int = 10_000
    review_ms: int = 60_000
    danmaku_per_s: int = 20
    tick_lively_ms: int = 500
    tick_quiet_ms: int = 2_000
    tick_least_ms: int = 100
    lively_for_ms: int = 10_000
    commit_ms: int = 5
    hold_limit_ms: int = 4_500
    viewers_every_ms: int = 10_000
    presence_ms: int = 45_000
    playhead_ms: int = 30_000
    mode: Mode = "hold"
