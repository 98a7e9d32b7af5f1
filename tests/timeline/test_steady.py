"""A clock that is put right does not stop a lecture."""

from tests.factories.line import EVENING_MS, LECTURE, an_open_line, pass_time, say, some_lines

from xiangyue.kernel import clock
from xiangyue.timeline.steady import Steady

HOUR_MS = 3_600_000


def test_it_follows_the_clock_and_goes_on_when_the_clock_runs_back():
    with clock.stopped(EVENING_MS) as hands:
        steady = Steady()
        assert steady.now_ms() == EVENING_MS
        hands.move(5)
        assert steady.now_ms() == EVENING_MS + 5
        hands.move(-HOUR_MS)
        assert steady.now_ms() <= EVENING_MS + 5


def test_after_a_restart_it_goes_on_from_what_was_written_down():
    with clock.stopped(EVENING_MS) as hands:
        steady = Steady(EVENING_MS + HOUR_MS)
        assert steady.now_ms() == EVENING_MS + HOUR_MS
        for _ in range(3):
            hands.move(700)
            steady.now_ms()
        assert steady.now_ms() == EVENING_MS + HOUR_MS + 2_100
        hands.move(HOUR_MS)
        assert steady.now_ms() == EVENING_MS + 2 * HOUR_MS + 2_100


async def test_a_line_written_by_a_clock_that_was_ahead_goes_on(tmp_path):
    with clock.stopped(EVENING_MS + HOUR_MS) as hands:
        async with some_lines(tmp_path) as lines:
            line = await an_open_line(lines)
            await say(line, "好")
            await line.seal()
    with clock.stopped(EVENING_MS) as hands:
        async with some_lines(tmp_path) as lines:
            line = lines.find(LECTURE)
            hands.move(500)
            assert line.tick(clock.now_ms())
            await lines.writer.drain()
            receipt = await say(line, "再来")
            assert receipt.at == EVENING_MS + HOUR_MS + 500
            await pass_time(line, hands, 2_000)
            assert (line.head, line.state.said) == (2, 2)
