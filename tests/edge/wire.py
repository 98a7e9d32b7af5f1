"""A connection without a network: bytes in, bytes out, and a clock that is moved by hand."""

import asyncio
import heapq
import itertools
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from xiangyue.edge.protocol import EdgeProtocol


class Transport:
    """What a socket would have carried. `slow` keeps written bytes back, as a reader does who does not read."""

    def __init__(self) -> None:
        self.written = b""
        self.unsent = 0
        self.closed = self.aborted = self.paused = False
        self.slow = False
        self.protocol: Any = None

    def write(self, data: bytes) -> None:
        assert not self.closed, "written after close"
        self.written += data
        if self.slow:
            self.unsent += len(data)

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"sockname": ("127.0.0.1", 8000), "peername": ("192.0.2.7", 5000)}.get(name, default)

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol


class Timer:
    def __init__(self, at: float, callback: Any, args: Any) -> None:
        self.at, self.callback, self.args, self.cancelled = at, callback, args, False

    def when(self) -> float:
        return self.at

    def cancel(self) -> None:
        self.cancelled = True


class Clockwork:
    """The loop as the protocol sees it: timers ring when `pass_by` says so, tasks run in the real loop."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._order = itertools.count()
        self._timers: list[tuple[float, int, Timer]] = []

    def time(self) -> float:
        return self._now

    def call_later(self, delay: float, callback: Any, *args: Any) -> Timer:
        timer = Timer(self._now + delay, callback, args)
        heapq.heappush(self._timers, (timer.at, next(self._order), timer))
        return timer

    def call_soon(self, callback: Any, *args: Any) -> Timer:
        return self.call_later(0, callback, *args)

    def create_task(self, work: Any) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work)

    @property
    def timers(self) -> int:
        return sum(not timer.cancelled for _, _, timer in self._timers)

    def pass_by(self, seconds: float) -> None:
        until = self._now + seconds
        while self._timers and self._timers[0][0] <= until:
            at, _, timer = heapq.heappop(self._timers)
            self._now = max(self._now, at)
            if not timer.cancelled:
                timer.callback(*timer.args)
        self._now = until


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """The application behind the edge: says what it was asked."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    said = f"{scope['method']} {scope['path']} ".encode() + body
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(said)).encode())]}
    )
    await send({"type": "http.response.body", "body": said})


class Wire:
    """One connection to a bound protocol class."""

    def __init__(self, protocol: type[EdgeProtocol], app: Any = echo, *, ws: Any = "none") -> None:
        config = uvicorn.Config(
            app, http=protocol, ws=ws, lifespan="off", log_config=None, server_header=False, date_header=False
        )
        config.load()
        self.clock = Clockwork()
        self.state = ServerState()
        self.transport = Transport()
        self.protocol = protocol(config=config, server_state=self.state, app_state={}, _loop=self.clock)
        self.protocol.connection_made(self.transport)

    def send(self, *pieces: bytes) -> "Wire":
        for piece in pieces:
            self.protocol.data_received(piece)
        return self

    def leave(self) -> None:
        self.transport.closed = True
        self.protocol.connection_lost(None)

    @property
    def answers(self) -> list["Heard"]:
        return heard(self.transport.written)

    async def settled(self, count: int) -> list["Heard"]:
        """The answers once there are so many."""
        await until(lambda: len(self.answers) >= count)
        return self.answers


class Heard:
    """One answer as a client reads it."""

    def __init__(self, status: int, fields: dict[str, str], body: bytes) -> None:
        self.status, self.fields, self.body = status, fields, body

    def __repr__(self) -> str:
        return f"{self.status} {self.body[:60]!r}"


def heard(raw: bytes, *, head_only: bool = False) -> list[Heard]:
    """All complete answers in what was written, by their Content-Length; 100 Continue is passed over."""
    found = []
    while b"\r\n\r\n" in raw:
        head, _, raw = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        status = int(first.split()[1])
        if status == 100:
            continue
        length = 0 if head_only else int(fields.get("content-length", 0))
        if len(raw) < length:
            break
        found.append(Heard(status, fields, raw[:length]))
        raw = raw[length:]
    return found


def get(path: str, *fields: str, version: str = "1.1", method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/{version}", "Host: x", *fields, "", ""]).encode()


def post(path: str, body: bytes, *fields: str) -> bytes:
    return get(path, "Content-Type: application/json", f"Content-Length: {len(body)}", *fields, method="POST") + body


async def until(condition: Any) -> None:
    """Let the loop turn until something holds."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - any condition, not only one that is signalled
            await asyncio.sleep(0)


def client_frame(op: int, body: bytes, *, final: bool = True, mask: bytes = b"\x37\xfa\x21\x3d") -> bytes:
    """One WebSocket frame as a browser sends it: masked."""
    size = len(body)
    if size < 126:
        head = bytes((final << 7 | op, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((final << 7 | op, 0x80 | 126)) + size.to_bytes(2)
    else:
        head = bytes((final << 7 | op, 0x80 | 127)) + size.to_bytes(8)
    return head + mask + bytes(letter ^ mask[index % 4] for index, letter in enumerate(body))
