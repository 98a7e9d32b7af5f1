"""The shipped proxy: Debian's nginx takes the configuration, collapses what waits, and keeps the inner door shut."""

import asyncio
import contextlib
import http.client
import json
import random
import shutil
import socket
import ssl
import subprocess
import threading
import uuid
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import pytest
import uvicorn
from bench import caches
from tests.edge.house import LECTURE, SECRET, House
from tests.edge.wire import client_frame, echo, until

from xiangyue.edge import internal
from xiangyue.edge.websocket import Op

pytestmark = [
    pytest.mark.slow,  # real processes, a fresh certificate
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is installed by scripts/setup"),
]


def free_port() -> int:
    """A port that is free with its neighbour, below those the kernel hands out: nobody gets it by chance meanwhile."""
    for port in random.sample(range(20_000, 32_000, 2), 50):
        with contextlib.suppress(OSError), _listener(port), _listener(port + 1):
            return port
    raise AssertionError("no free port")


def _listener(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


class Origin:
    """A real server of ours in a thread of its own."""

    def __init__(self, root: Path) -> None:
        self._listener = _listener(0)
        self.port = int(self._listener.getsockname()[1])
        self._root = root
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _run(self) -> None:
        self.loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        house = House(self._root)
        await house.lines.start(ticking=False)
        self.line = await house.lecture(segments=2)
        self.bound = house.bind()
        config = uvicorn.Config(echo, http=self.bound, ws="none", lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server._serve([self._listener]))
        await until(lambda: server.started)
        self._ready.set()
        await self._over.wait()
        server.should_exit = True
        await serving
        await house.lines.close()

    def seal(self) -> None:
        self.do(self.line.seal())

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Something in the server's own loop, until it is done."""
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)


@pytest.fixture(scope="module")
def fronted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Origin, int]]:
    root = tmp_path_factory.mktemp("fronted")
    port = free_port()
    with Origin(root / "house") as origin, caches.front(root, port, origin.port):
        yield origin, port


def ask(
    port: int, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    raw = None if body is None else json.dumps(body).encode()
    connection.request(method, path, raw, {"Content-Type": "application/json", **(headers or {})})
    answer = connection.getresponse()
    read = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return read


def test_debians_nginx_takes_the_configuration(tmp_path: Path):
    config = caches.shipped(tmp_path, port=free_port(), tls_port=free_port(), origin=free_port())
    tried = subprocess.run(
        ["nginx", "-t", "-p", str(config.parent), "-c", str(config)], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in tried.stderr
    assert "test is successful" in tried.stderr
    assert "[warn]" not in tried.stderr


def test_fifty_who_wait_are_one_request_at_the_origin(fronted: tuple[Origin, int]):
    origin, port = fronted
    before = origin.bound.desk.figures.asked
    number = origin.line.head + 1
    with ThreadPoolExecutor(50) as crowd:
        asked = [crowd.submit(ask, port, "GET", f"/live/{LECTURE}/1/e/{number}?who={who}") for who in range(50)]
        origin.do(until(lambda: origin.bound.desk.rooms.waiting))
        origin.seal()
        answers = [each.result() for each in asked]
    assert {status for status, _, _ in answers} == {200}
    assert len({body for _, _, body in answers}) == 1
    assert origin.bound.desk.figures.asked - before == 1


def test_browsers_that_accept_differently_share_one_copy(fronted: tuple[Origin, int]):
    origin, port = fronted
    before = origin.bound.desk.figures.asked
    path = f"/live/{LECTURE}/1/e/0"
    bodies = []
    for accepted in ("gzip, deflate, br, zstd", "gzip", "br", "identity"):
        status, fields, body = ask(port, "GET", path, headers={"Accept-Encoding": accepted})
        assert (status, fields["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert fields.get("content-encoding") == ("gzip" if "gzip" in accepted else None)
        bodies.append(body)
    assert json.loads(bodies[2])["n"] == json.loads(bodies[3])["n"] == 0
    assert origin.bound.desk.figures.asked - before <= 1


def test_an_error_is_kept_by_nobody(fronted: tuple[Origin, int]):
    origin, port = fronted
    ahead = f"/live/{LECTURE}/1/e/{origin.line.head + 3}"
    assert ask(port, "GET", ahead)[0] == 400
    for _ in range(3):
        origin.seal()
    assert ask(port, "GET", ahead)[0] == 200


def test_residents_speak_through_the_proxy(fronted: tuple[Origin, int]):
    _, port = fronted
    status, fields, body = ask(port, "POST", f"/live/{LECTURE}/ticket", {"name": "张三"})
    assert (status, fields["cache-control"]) == (200, "no-store")
    said = {"ticket": json.loads(body)["ticket"], "command": str(uuid.uuid4()), "text": "听得清"}
    first, second = (ask(port, "POST", f"/live/{LECTURE}/say", said) for _ in range(2))
    assert (first[0], json.loads(first[2])["seq"]) == (200, json.loads(second[2])["seq"])


@pytest.mark.parametrize("path", ["/live/-/heads", "/live//-/heads", "/live/%2d/heads", "/x/../live/-/heads"])
def test_the_inner_door_is_not_on_the_street(fronted: tuple[Origin, int], path: str):
    origin, port = fronted
    before = origin.bound.desk.figures.asked
    order = {"Authorization": internal.order(SECRET, "heads", b"{}")}
    assert ask(port, "POST", path, {}, order)[0] == 404
    assert origin.bound.desk.figures.asked == before


def test_pages_and_the_head_come_through_and_cookies_reach_pages_only(fronted: tuple[Origin, int]):
    _, port = fronted
    assert ask(port, "GET", "/page")[2] == b"GET /page "
    status, fields, _ = ask(port, "GET", f"/live/{LECTURE}/head", headers={"Cookie": "sessionid=x"})
    assert (status, fields["cache-control"]) == (200, "max-age=1")
    assert "set-cookie" not in fields


def test_tls_speaks_http_2(tmp_path: Path):
    port = free_port()
    with caches.front(tmp_path, port, free_port()):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2", "http/1.1"])
        with socket.create_connection(("127.0.0.1", port + 1)) as plain, context.wrap_socket(plain) as secure:
            assert secure.selected_alpn_protocol() == "h2"


def test_a_studio_page_speaks_through_the_proxy(fronted: tuple[Origin, int]):
    _, port = fronted
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(
            f"GET /live/{LECTURE}/studio HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        heard = wire.recv(4096)
        assert heard.startswith(b"HTTP/1.1 101 ")
        assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in heard
        wire.sendall(client_frame(Op.TEXT, b'{"hello": {"token": "guess"}}'))
        assert b"ticket-forged" in wire.recv(4096)
