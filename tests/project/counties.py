"""A small county with a history: two chains of the journal, a line of a lecture, checkpoints and slips."""

import asyncio
from pathlib import Path

from tests.factories.line import an_open_line, pass_time, some_lines

from xiangyue.journal import actions
from xiangyue.kernel import clock
from xiangyue.timeline import framing, log, records

LECTURE = "0123456789abcdef"
START = 1_763_870_400_000
"""23 November 2025, noon in China."""


def a_line(folder: Path, sayings: int) -> tuple[str, int, str]:
    """A lecture as the live role writes it, all of it public; its head as the port tells it. Needs a stopped clock."""
    return asyncio.run(_lecture(folder, sayings))


async def _lecture(folder: Path, sayings: int) -> tuple[str, int, str]:
    async with some_lines(folder) as lines:
        line = await an_open_line(lines, LECTURE)
        for n in range(sayings):
            said = {"name": "居民", "text": f"听得清 {n}"}
            await line.append("say", said, command=f"c{n}", by="p1", private={"ticket": f"t{n}"})
        with clock.stopped(clock.now_ms()) as hands:
            await pass_time(line, hands, 10_000)
        return LECTURE, *line.chain_head()


def erase_from_line(folder: Path, seq: int) -> None:
    """A decision on a finished or running lecture, carried out by the live role."""

    async def erase() -> None:
        async with some_lines(folder) as lines:
            await lines.find(LECTURE).erase([seq], reason="法院决定", by="auditor")

    asyncio.run(erase())


def rewrite_line(folder: Path, change) -> None:
    """Put `change(list of stored records)` in the place of a log's records, with sound frames."""
    path = folder / LECTURE / log.NAME
    stored = [records.unpack(frame.payload) for frame in framing.frames(path.read_bytes(), records.START)]
    data = records.MAGIC + LECTURE.encode() + b"".join(framing.frame(records.pack(one)) for one in change(stored))
    path.write_bytes(data)


def a_history(folder: Path, *, days: int = 3) -> list:
    """Days of records, one slip each evening. Returns the slips."""
    slips = []
    with clock.stopped(START) as hands:
        head = a_line(folder, 3)
        for day in range(days):
            for number in range(4):
                actions.record("county", "grant", {"n": day * 4 + number}, by="office")
                actions.record("hall", "open", {"n": day * 4 + number}, by="keeper")
                hands.move(61_000)
                actions.checkpoint([head])
            slips.append(actions.take_slip([head], county="柯城区"))
            hands.move(24 * 3_600_000)
    return slips
