"""The server under measurement: uvicorn with the hot path, one lecture, residents who talk at a given rate.

    python -m bench.fanout_house FOLDER PORT RATE TICK_MS

Sampling is off and nothing is held for moderators, so that every sentence reaches every viewer. What is measured
includes accepting each sentence on disk, which peers that are handed finished messages need not do.
"""

import asyncio
import sys
import uuid
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from xiangyue.edge import protocol
from xiangyue.kernel import clock
from xiangyue.media.broadcast import Broadcast
from xiangyue.media.frames import Connection, Publication
from xiangyue.media.ingest.browser import Pages
from xiangyue.media.ingest.converting import Converting
from xiangyue.timeline.errors import UnknownLine
from xiangyue.timeline.line import Line
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules

LECTURE = "0123456789abcdef"
SAYING = "讲得真清楚，我们村也要这么办，老人看病报销的事问一下"


class House:
    """A hall without cameras."""

    def __init__(self, folder: Path, tick_ms: int) -> None:
        rules = LineRules(
            hold_ms=0, danmaku_per_s=1_000_000, tick_lively_ms=tick_ms, tick_quiet_ms=tick_ms, tick_least_ms=tick_ms
        )
        self.lines = Lines(folder / "lines", rules)
        self.pages = Pages(self._no_page, Converting())

    def _no_page(self, _lecture: str, _token: str, _connection: Connection) -> Publication:
        raise UnknownLine

    def broadcast(self, lecture: str) -> Broadcast:
        raise UnknownLine


async def talk(line: Line, rate: float) -> None:
    """So many sentences a second, evenly; each knows its number, so that a client can count them."""
    begun, said = clock.monotonic(), 0
    under_way: set[asyncio.Task[Any]] = set()
    while True:
        due = int((clock.monotonic() - begun) * rate)
        while said < due:
            said += 1
            data = {"name": "居民", "text": f"{said} {SAYING}", "from": f"r{said % 997}"}
            task = asyncio.create_task(line.append("say", data, command=str(uuid.uuid4()), by=data["from"]))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.sleep(0.02)


async def serve(folder: Path, port: int, rate: float, tick_ms: int) -> None:
    house = House(folder, tick_ms)
    await house.lines.start()
    line = house.lines.open(LECTURE)
    await line.append("opened", {"title": "量一量", "studio": "试"}, command="open")
    bound = protocol.bind(house, secret="bench")

    async def figures(scope: Any, _receive: Any, send: Any) -> None:
        body = f"{bound.desk.figures.asked} {line.head}".encode()
        head = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    config = uvicorn.Config(
        figures, host="127.0.0.1", port=port, http=bound, ws="none", lifespan="off", log_level="warning", backlog=16_384
    )
    talking = asyncio.create_task(talk(line, rate))
    try:
        await uvicorn.Server(config).serve()
    finally:
        talking.cancel()
        await house.lines.close()


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
