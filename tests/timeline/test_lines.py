"""All lines of a process: the ticking task, who listens, what is closed."""

import asyncio
from pathlib import Path

import pytest
from tests.factories.line import an_open_line, change, say, some_lines

from xiangyue.kernel import ids
from xiangyue.timeline.lines import FINISHED_KEPT, Lines
from xiangyue.timeline.rules import LineRules

QUICK = LineRules(hold_ms=0, tick_lively_ms=10, tick_quiet_ms=20, tick_least_ms=1, commit_ms=1)


async def woken(line, n):
    """Wait until segment `n` is there."""
    while line.head < n:
        told = asyncio.Event()
        line.wait(line.head + 1, told.set)
        await asyncio.wait_for(told.wait(), 10)


@pytest.mark.slow  # real ticks of twenty lines
async def test_twenty_lines_tick_by_themselves(tmp_path):
    lines = Lines(tmp_path, QUICK)
    await lines.start()
    rooms = [await an_open_line(lines, ids.new_id()) for _ in range(20)]
    await asyncio.gather(*(woken(line, 2) for line in rooms))
    assert lines.unfinished() == rooms
    for line in rooms:
        await change(line, "phase", phase="ended")
    await asyncio.gather(*(ended(line) for line in rooms))
    await lines.close()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "lines"]


async def ended(line):
    while not line.ended:
        told = asyncio.Event()
        line.wait(line.head + 1, told.set)
        await asyncio.wait_for(told.wait(), 10)


async def test_listeners_hear_each_record_once_it_is_on_disk_and_their_failures_are_theirs(tmp_path, caplog):
    heard = []

    def fail(_line, record):
        raise RuntimeError("a listener's own mistake")

    async with some_lines(tmp_path) as lines:
        lines.on_event += [fail, lambda line, record: heard.append((line.lecture, record.seq, line.chain_head()[0]))]
        line = await an_open_line(lines)
        await say(line, "好")
    assert heard == [(line.lecture, 1, 1), (line.lecture, 2, 2)]
    assert [entry.levelname for entry in caplog.records] == ["ERROR"] * 2


@pytest.mark.slow  # more lines than are kept, each with its files
async def test_finished_lines_are_opened_when_asked_for_and_not_all_kept(tmp_path):
    names = [ids.new_id() for _ in range(FINISHED_KEPT + 2)]
    async with some_lines(tmp_path) as lines:
        for name in names:
            line = await an_open_line(lines, name)
            await change(line, "phase", phase="ended")
            await line.seal()
        await lines.writer.drain()
        heads = lines.heads()
    async with some_lines(tmp_path) as lines:
        assert lines.unfinished() == []
        assert (lines.heads(), [name for name, _length, _link in heads]) == (heads, sorted(names))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "read_bytes", None)  # each summary was read once
            assert lines.heads() == heads
        for name in names:
            assert lines.find(name).ended
        assert lines.find(names[-1]).head == 0
        assert lines.find(names[0]).head == 0


async def test_a_waker_that_fails_leaves_nobody_waiting(tmp_path, caplog):
    def fail():
        raise RuntimeError("a connection's own mistake")

    told = []
    async with some_lines(tmp_path) as lines:
        line = await an_open_line(lines)
        line.wait(0, fail)
        line.wait(0, lambda: told.append(1))
        await line.seal()
    assert (told, line.waiting, [entry.levelname for entry in caplog.records]) == ([1], 0, ["ERROR"])
