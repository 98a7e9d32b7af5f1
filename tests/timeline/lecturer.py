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


async def speak(line, name, poll, item):
    n = 0
    deeds = (
        ("say", {"name": "甲", "text": name}),
        ("vote", {"i": poll, "choice": [len(name) % 2]}),
        ("like", {"n": 2}),
        ("answer", {"i": item, "choice": [0]}),
    )
    while True:
        n += 1
        kind, data = deeds[n % len(deeds)]
        receipt = await line.append(kind, data, command=f"{name}-{n}", by=f"{name}-{n}")
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
    poll = {"text": "几点好？", "options": ["六点", "七点"], "shown": True}
    item = {"no": 1, "kind": "single", "text": "?", "options": ["春", "秋"], "s": 120, "commit": "0" * 64}
    asked = [(await line.append(*what, command=what[0])).seq for what in (("poll", poll), ("quiz_item", item))]
    await asyncio.gather(read(line), *(speak(line, f"{turn}-{name}", *asked) for name in range(8)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
