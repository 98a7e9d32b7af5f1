"""A process to be killed: appends, seals, and prints what it was promised, one JSON line each.

python lecturer.py FOLDER ROUND
"""

import asyncio
import json
import sys
from pathlib import Path

from tests.factories.line import LECTURE

from xiangyue.kernel import clock
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

BRISK = LineRules(hold_ms=30, tick_lively_ms=20, tick_quiet_ms=40, tick_least_ms=5, danmaku_per_s=60, commit_ms=2)
"""Hundreds of segments in the second the process has to live."""


def tell(**promise):
    sys.stdout.write(json.dumps(promise) + "\n")
    sys.stdout.flush()


async def speak(line, name):
    n = 0
    while True:
        n += 1
        kind, data = ("like", {"n": 2}) if n % 3 == 0 else ("say", {"name": "甲", "text": name})
        receipt = await line.append(kind, data, command=f"{name}-{n}", by=name)
        tell(command=f"{name}-{n}", seq=receipt.seq, link=receipt.link)


async def read(line):
    """A phone: told about each segment when it is woken."""
    loop = asyncio.get_running_loop()
    while True:
        n, woken = line.head + 1, loop.create_future()
        line.wait(n, lambda woken=woken: woken.set_result(None))
        await woken
        tell(n=n, hash=line.segment(1, n).hash, body=line.segment(1, n).body.hex())


async def main(folder, turn):
    lines = Lines(folder, BRISK)
    await lines.start()
    line = lines.open(LECTURE)
    tell(started=clock.now_ms(), head=line.head)
    await line.append("opened", {"title": "一讲", "studio": "信安街道"}, command="opened")
    await asyncio.gather(read(line), *(speak(line, f"{turn}-{name}") for name in range(8)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
