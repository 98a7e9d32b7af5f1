"""When the kernel may let bytes wait, and when not."""

from socket import SO_RCVLOWAT, SOL_SOCKET

from xiangyue.media.ingest.gathering import MOST, TICKS, Gathering


class Gate:
    def __init__(self) -> None:
        self.marks: list[int] = []

    def setsockopt(self, level: int, option: int, value: int, /) -> None:
        assert (level, option) == (SOL_SOCKET, SO_RCVLOWAT)
        self.marks.append(value)


def marks(*received: int) -> list[int]:
    gate = Gate()
    gathering = Gathering(gate)
    for count in received:
        gathering.tick(count, 0.25)
    return gate.marks


def test_a_steady_stream_waits_for_twenty_milliseconds_of_itself():
    assert marks(*[78_000] * (TICKS - 1)) == []
    assert marks(*[78_000] * 20) == [6240]


def test_a_burst_does_not_raise_the_mark_of_a_quiet_stream():
    assert marks(*[3000, 60_000, 3000, 3000] * 5) == [240]


def test_silence_opens_the_gate_at_once():
    assert marks(*[78_000] * TICKS, 0, 0) == [6240, 1]


def test_the_mark_rises_again_two_seconds_after_a_pause():
    assert marks(*[78_000] * TICKS, 0, *[78_000] * TICKS) == [6240, 1, 6240]


def test_small_changes_cost_no_system_call_and_the_mark_has_a_top():
    assert marks(*[78_000] * TICKS, *[90_000] * TICKS) == [6240]
    assert marks(*[10_000_000] * TICKS) == [MOST]
